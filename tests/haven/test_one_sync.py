"""A talk costs one sync an update: what became of an answer is written down by the commit of whatever comes next."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from haven.loops import settle_forever
from helpline.contact import Address, Words
from helpline.delivery import Delivery, Fate
from helpline.lanes import Lanes
from helpline.ports import Incoming
from storage import sqlite
from storage.store import Store, open_store
from tests.haven.test_lanes import HOUSE, now, says

TURNS = 20


@pytest.fixture
async def store(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """A store on SQLite in which what may wait waits for an hour."""
    monkeypatch.setattr(sqlite, "LINGER", 3600.0)
    one = await open_store(f"sqlite:///{tmp_path}/d/h.db", f"sqlite:///{tmp_path}/k/k.db", tmp_path / "k", process="x")
    yield one
    await one.close()


async def arrives(delivery: Delivery) -> Fate:
    return Fate(delivery.id, "sent", datetime.now(UTC), message_id=1)


async def commits_of_a_talk(store: Store, lazily: bool) -> int:
    """One person writes again as soon as she is answered; how many commits did it take?"""
    async with asyncio.TaskGroup() as group:
        lanes = Lanes(store, arrives, now, group.create_task, None, lambda *_: None)
        settling = group.create_task(settle_forever(lanes)) if lazily else None
        before = 0
        for update in range(TURNS + 1):
            if update == 1:  # the first one of all fetches keys
                before = store.database.commits
            incoming = Incoming("telegram", update, Address("telegram", "1"), "text", now(), Words("x"))
            lanes.put((await store.work_off(incoming, now(), HOUSE, says("yes"))).deliveries)
            # On, once the fate has been handed to the store: it goes with the next commit, not with the one after that.
            while lanes.depth or (settling and (lanes.unsettled.is_set() or not lanes._batches)):  # noqa: ASYNC110
                await asyncio.sleep(0)
            if not settling:
                await lanes.settle()
        took = store.database.commits - before
        if settling:
            settling.cancel()
    return took


async def test_an_update_and_the_fate_of_the_answer_before_it_are_one_commit(store: Store) -> None:
    assert await commits_of_a_talk(store, lazily=True) == TURNS


async def test_written_down_at_once_they_are_two(store: Store) -> None:
    assert await commits_of_a_talk(store, lazily=False) == 2 * TURNS
