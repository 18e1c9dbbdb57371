"""The key store is rewritten a little at a time: stopped anywhere it is whole, and nobody waits for the end of it."""

import asyncio

import pytest

from storage import Store, keys, sweeping
from storage.seal import Cell, Key, open_sealed, seal
from storage.statements import ask
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, case, session, writes

CELL = Cell("session", "sealed", "x")


@pytest.fixture(autouse=True)
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "AT_A_TIME", 50)
    monkeypatch.setattr(keys, "REST", 0.002)


async def half_way(store: Store) -> None:
    """As far as a rotation may have come when the house falls down."""
    place = keys.PLACE[store.database.dialect]
    assert await store.keys.database.run(lambda: keys.begin_epoch(store.keys.masters))
    assert await store.keys.database.run(lambda: keys.move_keys(store.keys.masters, *place)) is not None
    store.keys.ring.empty()


async def epochs(store: Store) -> dict[str, int]:
    """Epoch → how many keys are wrapped under it."""
    rows = await store.keys.database.read(
        lambda: ask("SELECT e.id, COUNT(k.id) FROM epoch e LEFT JOIN data_key k ON k.epoch_id = e.id GROUP BY e.id")
    )
    return {row[0]: row[1] for row in rows}


async def opens(store: Store, sealed: list[tuple[Key, bytes]]) -> None:
    gone = await store.keys.load([key.id for key, _ in sealed])
    assert not gone
    for key, cipher in sealed:
        again = store.keys.ring.get(key.id)
        assert again is not None
        assert open_sealed(again, CELL, cipher) == b"still here"


async def test_what_was_left_half_way_is_whole_and_the_next_one_ends_it(store: Store, opened: Opener) -> None:
    taken = [store.keys.ring.take_spare() for _ in range(200)]
    sealed = [(key, seal(key, CELL, b"still here")) for key in taken]
    await half_way(store)
    assert len(await epochs(store)) == 2  # control: it is half way
    await opens(store, sealed)
    await store.close()
    again = await opened()
    await opens(again, sealed)
    before = set(await epochs(again))
    assert await again.rotate_epoch(NOW) > 200
    after = await epochs(again)
    assert len(after) == 1
    assert not before & set(after)
    await opens(again, sealed)


async def test_a_key_destroyed_half_way_does_not_come_back(store: Store) -> None:
    doomed = store.keys.ring.take_spare()
    await half_way(store)
    assert await store.keys.destroy([doomed.id]) == 1
    await store.rotate_epoch(NOW)
    assert await store.keys.load([doomed.id]) == {doomed.id}


async def test_people_are_heard_while_it_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "AT_A_TIME", 5)
    monkeypatch.setattr(keys, "REST", 0.002)
    rotating = asyncio.ensure_future(store.rotate_epoch(NOW))
    heard = 0
    while not rotating.done():
        heard += 1
        await store.work_off(writes(heard, f"chat {heard}"), NOW, HOUSE, Decision(session=session(f"mark {heard}")))
    await rotating
    assert heard > 5
    store.keys.ring.empty()
    for number in range(1, heard + 1):
        read = Decision()
        await store.work_off(writes(1000 + number, f"chat {number}"), NOW, HOUSE, read)
        assert read.last.session is not None
        assert read.last.session.marks == {"note": f"mark {number}"}


async def test_a_key_store_from_before_goes_on_with_the_one_epoch_it_has(store: Store, opened: Opener) -> None:
    taken = [store.keys.ring.take_spare() for _ in range(3)]
    sealed = [(key, seal(key, CELL, b"still here")) for key in taken]
    await store.keys.database.run(lambda: ask("DROP TABLE current_epoch"))
    await store.close()
    again = await opened()
    await again.keys.supply()
    assert len(await epochs(again)) == 1
    await again.rotate_epoch(NOW)
    assert len(await epochs(again)) == 1
    await opens(again, sealed)


async def test_a_large_house_is_swept_in_parts_and_every_part_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "PART", 40)
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    await store.keys.database.run(lambda: ask("UPDATE data_key SET made_hour = 0"))
    parts = await store.keys.older_parts(NOW)
    assert len(parts) > 3  # control: there is more than one
    store.keys.ring.empty()
    store.keys.ring._spares.clear()  # as if they had been lost with the process that made them
    await store.rotate_epoch(NOW)
    left = await store.keys.database.read(lambda: ask("SELECT id FROM data_key"))
    assert 1 <= len(left) <= 3  # hers: the contact's, the session's that her case inherited
    assert (await store.work_off(writes(2), NOW, HOUSE, Decision(case=case()))).fresh
