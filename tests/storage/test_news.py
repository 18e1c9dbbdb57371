"""One process tells, the others look at once: a published flow, something to be sent; and a lost line is made good."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from helpline.delivery import Fate
from storage import Store
from storage.news import Topic
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, event, writes
from tests.storage.test_drafts import revision

Opener = Callable[..., Awaitable[Store]]


class Ear:
    """Listens on a store, and counts what it hears."""

    def __init__(self, store: Store, topic: Topic) -> None:
        self.heard, self._again = 0, asyncio.Event()
        store.news.hear(topic, self._hear)
        self._task = asyncio.ensure_future(store.news.listen())

    def _hear(self) -> None:
        self.heard += 1
        self._again.set()

    async def more_than(self, count: int, patience: float = 30) -> None:
        async with asyncio.timeout(patience):
            while self.heard <= count:
                self._again.clear()
                await self._again.wait()

    async def close(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task


async def test_whoever_publishes_is_told_of_it_on_every_engine(store: Store) -> None:
    ear = Ear(store, "revision")
    before = ear.heard
    await store.publish_draft(None, *revision(1))
    await ear.more_than(before)
    await ear.close()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_another_process_hears_of_a_published_flow(opened: Opener) -> None:
    here, there = await opened("here"), await opened("there")
    ear = Ear(there, "revision")
    await ear.more_than(0)  # it listens now, and has looked once
    heard = ear.heard
    await here.publish_draft(None, *revision(1))
    await ear.more_than(heard)
    await ear.close()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_of_two_processes_that_begin_in_the_same_moment_both_open_with_the_flows_of_one(opened: Opener) -> None:
    here, there = await opened("here"), await opened("there")
    await asyncio.gather(*(one.seed_revision(f'"{n}"', "sum", NOW) for n, one in enumerate((here, there) * 3)))
    (first,) = await here.revisions_after(0)
    assert await there.revisions_after(0) == [first]
    await there.seed_revision('"late"', "sum", NOW)
    assert await here.revisions_after(0) == [first]


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_what_a_closing_process_gives_back_another_hears_of(opened: Opener) -> None:
    closing, other = await opened("closing"), await opened("other")
    worked = await closing.work_off(writes(1), NOW, HOUSE, Decision("not sent yet"))
    ear = Ear(other, "due")
    await ear.more_than(0)
    heard = ear.heard
    assert await other.claim(NOW) == []
    await closing.settle([Fate(worked.deliveries[0].id, "retry", NOW, due=NOW)])
    await ear.more_than(heard)
    assert [delivery.id for delivery in await other.claim(NOW)] == [worked.deliveries[0].id]
    await ear.close()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_lost_line_is_opened_again_and_everything_looked_at_once(store: Store) -> None:
    ear = Ear(store, "due")
    await ear.more_than(0)
    heard = ear.heard
    ended = await store.database.read(
        lambda: ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'haven news'")
    )
    assert any(row[0] for row in ended)
    await ear.more_than(heard)
    await ear.close()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_what_was_written_behind_anothers_message_is_looked_for_when_that_one_is_done(opened: Opener) -> None:
    """She writes twice, and her second update comes to another process than the first."""
    first, second = await opened("first"), await opened("second")
    looked = list[str]()
    first.news.hear("due", lambda: looked.append("first"))
    second.news.hear("due", lambda: looked.append("second"))
    one = await first.work_off(writes(1), NOW, HOUSE, Decision("one"))
    two = await second.work_off(writes(2), NOW, HOUSE, Decision("two"))
    assert two.deliveries == ()
    assert looked == ["second"]
    assert await second.claim(NOW) == []
    await first.settle([Fate(one.deliveries[0].id, "sent", NOW, message_id=5)])
    assert looked == ["second", "first"]
    assert [delivery.outgoing.text.plain for delivery in await first.claim(NOW)] == ["two"]


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_another_process_hears_that_something_was_numbered(opened: Opener) -> None:
    here, there = await opened("here"), await opened("there")
    ear, numbering = Ear(there, "numbered"), asyncio.ensure_future(here.number_forever())
    await ear.more_than(0)
    heard = ear.heard
    await here.work_off(writes(1), NOW, HOUSE, Decision(events=(event(),)))
    await ear.more_than(heard, 1)
    assert len(await there.news_since(0, 10)) == 1
    numbering.cancel()
    await ear.close()
