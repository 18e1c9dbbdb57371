"""On PostgreSQL a unit asks first and holds the contact only while it writes: in two trips, never on what moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from helpline.ports import Changes, House, Incoming, Loaded
from storage import Store, open_store, postgres
from storage.holding import HOLD
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, case, line, link, session, waiting, writes

#: Holding without looking again whether anything has moved.
BLIND = HOLD.replace("IS DISTINCT FROM $6", "IS DISTINCT FROM $6 AND false")
UPDATES = 40


@pytest.fixture
def engine() -> str:
    return "postgresql"


@asynccontextmanager
async def processes(urls: tuple[str, str], folder: Path, count: int) -> AsyncIterator[list[Store]]:
    async with AsyncExitStack() as stack:
        opened = []
        for number in range(count):
            opened.append(await open_store(*urls, folder, process=f"process {number}"))
            stack.push_async_callback(opened[-1].close)
        yield opened


class Counted:
    """A pool whose connections count what they are asked."""

    def __init__(self, pool: Any) -> None:
        self._pool, self.trips = pool, 0

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        async with self._pool.acquire() as connection:
            yield _Counting(connection, self)

    async def close(self) -> None:
        await self._pool.close()


class _Counting:
    def __init__(self, connection: Any, counted: Counted) -> None:
        self._connection, self._counted = connection, counted

    def __getattr__(self, name: str) -> Any:
        self._counted.trips += name in ("execute", "fetch")
        return getattr(self._connection, name)


async def trips_of(store: Store, incoming: Incoming, decision: Decision) -> int:
    postgres_database: Any = store.database
    pool = postgres_database.pool
    postgres_database.pool = counted = Counted(pool)
    try:
        await store.work_off(incoming, NOW, HOUSE, decision)
    finally:
        postgres_database.pool = pool
    return counted.trips


async def test_an_ordinary_update_is_two_trips_and_one_that_came_again_is_one(store: Store) -> None:
    await store.work_off(writes(99, "someone before her"), NOW, HOUSE, Decision("hello"))
    assert await trips_of(store, writes(1), Decision("hello")) == 2
    assert await trips_of(store, writes(2), Decision("and then?")) == 2
    assert await trips_of(store, writes(2), Decision("never said")) == 1


async def test_an_update_of_a_case_is_a_trip_more(store: Store) -> None:
    await store.work_off(writes(99, "someone before her"), NOW, HOUSE, Decision("hello"))
    kept = waiting(case(), token=3)
    assert await trips_of(store, writes(1), Decision(case=kept)) == 2
    assert await trips_of(store, writes(2), Decision(transcript=(line("help"),))) == 3


async def test_an_erasure_holds_her_from_its_first_word(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    assert await trips_of(store, writes(2), Decision(case=None, wipe=True)) > 4


def counting(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
    so_far = loaded.session.misses if loaded.session else 0
    return replace(Decision("one more")(loaded, incoming, now, house), session=session(misses=so_far + 1))


async def counted_by(urls: tuple[str, str], folder: Path) -> tuple[int, int]:
    """One contact writes through two processes at once, every update twice; how many counted, how many rows to send."""
    async with processes(urls, folder, 2) as stores:
        await stores[0].work_off(writes(998), NOW, HOUSE, Decision())
        twice = [(number, store) for number in range(UPDATES) for store in stores]
        await asyncio.gather(*(store.work_off(writes(n), NOW, HOUSE, counting) for n, store in twice))
        read = Decision()
        await stores[0].work_off(writes(999), NOW, HOUSE, read)
        outbox = await stores[0].database.read(lambda: ask("SELECT COUNT(*) FROM outbox"))
        assert read.last.session is not None
        return read.last.session.misses, outbox[0][0]


async def test_two_processes_work_one_contact_off_one_update_after_the_other(
    engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    assert await counted_by(engine_urls, keys_folder) == (UPDATES, UPDATES)


async def test_a_hold_that_does_not_look_again_loses_updates(
    engine_urls: tuple[str, str], keys_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "HOLD", BLIND)
    counted, _ = await counted_by(engine_urls, keys_folder)
    assert counted < UPDATES


MOVES = {
    "seen": "INSERT INTO seen (channel, update_id, at) VALUES ('telegram', 2, now())",
    "contact": "UPDATE contact SET blocked = blocked",
    "session": "UPDATE session SET touched_at = touched_at",
    "case": "UPDATE cases SET urgency = urgency",
    "access": "UPDATE access SET opened_at = opened_at",
    "access locked": "UPDATE access SET locked = true",
    "consent": "UPDATE consent SET place = place",
    "consent gone": "DELETE FROM consent WHERE place = 1",
    "item": "UPDATE item SET place = place",
    "line": "INSERT INTO line (id, case_id, place, sealed) SELECT 'new', id, 99, sealed FROM cases",
    "what waits": "UPDATE outbox SET state = 'pending', claimed_by = NULL, lease_until = NULL",
    "barred": "INSERT INTO barred (lookup, until) SELECT lookup, now() FROM contact",
    "another's": "UPDATE outbox SET claimed_by = 'another'",
}


@pytest.mark.parametrize("moved", MOVES)
async def test_whatever_moves_between_the_question_and_the_write_is_seen(store: Store, moved: str) -> None:
    await store.work_off(
        writes(1), NOW, HOUSE, Decision("hello", case=case(items=(link(),)), transcript=(line("first"),))
    )
    decision = Decision()
    loop = asyncio.get_running_loop()
    told = list[Loaded]()

    def moves_meanwhile(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        told.append(loaded)
        if len(told) == 1:
            elsewhere.append(loop.create_task(store.database.run(lambda: ask(MOVES[moved]))))
        return decision(loaded, incoming, now, house)

    elsewhere = list[asyncio.Task[Any]]()
    slow = postgres.together

    async def after_it(connection: Any, statements: Any) -> None:
        await asyncio.gather(*elsewhere)
        await slow(connection, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres, "together", after_it)
        worked = await store.work_off(writes(2), NOW, HOUSE, moves_meanwhile)
    assert worked.fresh == (moved != "seen")
    assert len(told) == 1 + worked.fresh, "run again, on what stands there now"
