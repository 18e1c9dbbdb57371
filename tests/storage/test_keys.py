"""The key store: keys made ahead, destroyed for good, and rewritten so that a disk's memory opens nothing."""

import asyncio
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from storage import SealBroken, Store, postgres
from storage.keys import BATCH, LOW, wrapped_in
from storage.seal import Cell, Key, new_key, open_sealed, seal_text
from storage.statements import ask, chunks, insert_many
from tests.postgres import PostgresServer, execute
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, case, writes

CELL = Cell("session", "sealed", "x")
#: Somebody asks who looks back, or waits between two questions; this question begins otherwise.
WAITS_FOR_IT = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND query LIKE 'SELECT EXISTS (SELECT 1 FROM pg_stat_activity%'"
)


async def test_a_session_needs_no_write_to_the_key_store(store: Store) -> None:
    await store.work_off(writes(1000), NOW, HOUSE, Decision())  # the first one ever is noted in the key store
    before = store.keys.database.commits
    for number in range(20):
        await store.work_off(writes(number, f"chat {number}"), NOW, HOUSE, Decision("hi"))
    assert store.keys.database.commits == before


async def test_more_contacts_than_keys_made_ahead_are_all_met(store: Store) -> None:
    for number in range(LOW + BATCH):
        await store.work_off(writes(number, f"chat {number}"), NOW, HOUSE, Decision())
    assert (await store.counts(NOW))["sessions"] == LOW + BATCH
    await store.keep_keys_ready()
    assert store.keys.ring.spares() > LOW


async def test_keys_come_back_after_a_restart(store: Store, opened: Opener) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    await store.close()
    again = await opened()
    read = Decision()
    await again.work_off(writes(2), NOW, HOUSE, read)
    assert read.last.case is not None
    assert read.last.case.words == {"story": "in my own words"}


async def test_a_destroyed_key_is_gone_and_the_others_are_not(store: Store) -> None:
    doomed, kept = store.keys.ring.take_spare(), store.keys.ring.take_spare()
    assert await store.keys.destroy([doomed.id]) == 1
    assert await store.keys.destroy([doomed.id]) == 0
    assert await store.keys.load([doomed.id, kept.id]) == {doomed.id}


async def test_rotation_keeps_every_key_and_what_it_sealed(store: Store) -> None:
    key = store.keys.ring.take_spare()
    sealed = seal_text(key, CELL, "still here")
    before = await wrapped(store, key)
    assert await store.rotate_epoch(NOW) >= BATCH
    assert store.keys.ring.get(key.id) is None
    assert await store.keys.load([key.id]) == frozenset()
    again = store.keys.ring.get(key.id)
    assert again is not None
    assert open_sealed(again, CELL, sealed) == b"still here"
    assert await wrapped(store, key) != before
    assert (await store.keys.database.read(lambda: ask("SELECT COUNT(*) FROM epoch")))[0][0] == 1


async def test_what_a_disk_remembers_of_a_destroyed_key_opens_nothing_after_rotation(store: Store) -> None:
    key = store.keys.ring.take_spare()
    remembered = await wrapped(store, key)
    old_epoch = await epoch(store)
    open_sealed(old_epoch, wrapped_in(key.id), remembered)  # control: before the rotation it does open
    await store.keys.destroy([key.id])
    await store.rotate_epoch(NOW)
    with pytest.raises(SealBroken):
        open_sealed(await epoch(store), wrapped_in(key.id), remembered)


@pytest.mark.parametrize("engine", ["sqlite"])  # PostgreSQL keeps its log until it is recycled
async def test_the_files_hold_neither_the_old_epoch_key_nor_a_destroyed_key(
    store: Store, engine: str, tmp_path: Path
) -> None:
    key = store.keys.ring.take_spare()
    traces = [await wrapped(store, key), (await epoch_row(store))[1]]
    assert all(found(tmp_path / "keys", trace) for trace in traces)  # control: now they are there
    await store.keys.destroy([key.id])
    await store.rotate_epoch(NOW)
    assert not any(found(tmp_path / "keys", trace) for trace in traces)


@pytest.mark.parametrize("engine", ["postgresql"])  # its log is another matter: docs/threat-model.md
async def test_the_tables_of_postgresql_hold_neither_either(
    store: Store, engine: str, keystore_url: str, postgres_server: PostgresServer
) -> None:
    key = store.keys.ring.take_spare()
    traces = [await wrapped(store, key), (await epoch_row(store))[1]]
    await execute(keystore_url, "ANALYZE")  # it would keep samples of what it sees
    await execute(keystore_url, "CHECKPOINT")
    assert all(found(postgres_server.data / "base", trace) for trace in traces)  # control: now they are there
    await store.keys.destroy([key.id])
    await store.rotate_epoch(NOW)
    await execute(keystore_url, "CHECKPOINT")
    assert not any(found(postgres_server.data / "base", trace) for trace in traces)


@pytest.mark.parametrize("patient", [True, False])
@pytest.mark.parametrize("engine", ["postgresql"])
async def test_nor_where_somebody_saw_what_was_there(
    store: Store, engine: str, keystore_url: str, postgres_server: PostgresServer, patient: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """For whoever looked before, the dead rows would be kept: the tables are rewritten once nobody looks back."""
    key = store.keys.ring.take_spare()
    traces = [await wrapped(store, key), (await epoch_row(store))[1]]
    looking = await asyncpg.connect(keystore_url.partition("?")[0])
    async with looking.transaction(isolation="repeatable_read", readonly=True):
        await looking.fetch("SELECT house FROM keystore")  # from here on it stands still
        await store.keys.destroy([key.id])
        if patient:
            rotating = asyncio.ensure_future(store.rotate_epoch(NOW))
            while not await store.keys.database.read(lambda: ask(WAITS_FOR_IT)):  # noqa: ASYNC110
                await asyncio.sleep(0)
        else:  # control
            monkeypatch.setattr(postgres, "LOOKS", 0)
            await store.rotate_epoch(NOW)
    await looking.close()
    if patient:
        await rotating
    await execute(keystore_url, "CHECKPOINT")
    assert any(found(postgres_server.data / "base", trace) for trace in traces) is not patient


async def test_keys_nothing_refers_to_are_swept_and_those_in_use_stay(store: Store, opened: Opener) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    lost = store.keys.ring.take_spare()
    await store.close()
    again = await opened()  # spares of the last start wait for nobody now
    await again.keys.database.run(lambda: ask("UPDATE data_key SET made_hour = made_hour - 48"))
    await again.rotate_epoch(NOW + timedelta(days=400))
    in_use = 2  # her own, and the one of her case
    held = len(again.keys.ring.held())
    count = (await again.keys.database.read(lambda: ask("SELECT COUNT(*) FROM data_key")))[0][0]
    assert count == in_use + held
    assert await again.keys.load([lost.id]) == {lost.id}
    read = Decision()
    await again.work_off(writes(2), NOW, HOUSE, read)
    assert read.last.case is not None


async def test_an_erasure_is_repeated_on_a_key_store_that_came_back_from_a_copy(store: Store, opened: Opener) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    key_id = (await store.database.read(lambda: ask("SELECT key_id FROM session")))[0][0]
    copy = (await store.keys.database.read(lambda: ask("SELECT * FROM data_key WHERE id = $1", key_id)))[0]
    await store.work_off(writes(2), NOW, HOUSE, Decision(session=None))
    await store.keys.database.run(lambda: ask("INSERT INTO data_key VALUES ($1, $2, $3, $4)", *copy))
    assert await store.keys.load([key_id]) == frozenset()  # control: it is back
    await store.close()
    again = await opened()
    assert await again.keys.load([key_id]) == {key_id}


async def test_every_remembered_erasure_is_repeated_however_many_there_are(store: Store, opened: Opener) -> None:
    await store.close()
    again = await opened()
    copied = [again.keys.ring.take_spare().id for _ in range(3)]
    ids = sorted([*(f"{number:05}" for number in range(5200)), *(f"~{key}" for key in copied)])
    rows = [(key_id, NOW, number % 2 == 0) for number, key_id in enumerate(ids)]
    for group in chunks(rows, 300):
        await again.database.run(lambda group=group: insert_many("erasure (key_id, at, done)", group))
    await again.keys.database.run(lambda: ask("UPDATE data_key SET id = '~' || id"))
    await again.close()
    last = await opened()
    held = await last.keys.database.read(lambda: ask("SELECT id FROM data_key WHERE id >= '~'"))
    assert not {row[0] for row in held} & set(ids)
    assert len(held) > 0  # control: keys that nobody erased are still there
    assert (await last.counts(NOW))["erasures"] == 0


async def wrapped(store: Store, key: Key) -> bytes:
    rows = await store.keys.database.read(lambda: ask("SELECT wrapped FROM data_key WHERE id = $1", key.id))
    return bytes(rows[0][0])


async def epoch_row(store: Store) -> tuple[str, bytes]:
    row = (await store.keys.database.read(lambda: ask("SELECT id, wrapped FROM epoch")))[0]
    return row[0], bytes(row[1])


async def epoch(store: Store) -> Key:
    epoch_id, sealed = await epoch_row(store)
    return new_key(epoch_id, open_sealed(store.keys.masters.now.wrapping, Cell("epoch", "wrapped", epoch_id), sealed))


def found(folder: Path, trace: bytes) -> bool:
    return any(trace in path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_a_key_store_that_is_away_delays_the_destruction_and_not_the_confirmation(
    store: Store, opened: Opener
) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    key_id = (await store.database.read(lambda: ask("SELECT key_id FROM session")))[0][0]
    await store.keys.close()
    assert (await store.work_off(writes(2), NOW, HOUSE, Decision(session=None))).fresh
    assert (await store.counts(NOW))["erasures"] == 1
    await store.close()
    again = await opened()
    assert (await again.counts(NOW))["erasures"] == 0
    assert await again.keys.load([key_id]) == {key_id}
