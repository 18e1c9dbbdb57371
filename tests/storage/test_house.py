"""A database and its key store are a pair: with any other, Haven does not start, and a typing error costs no key."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from helpline.as_published import checksum_of
from storage import Store, open_store
from storage.errors import BadKeys, WrongHouse
from storage.statements import ask
from tests.postgres import PostgresServer, execute
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, case, writes

LONG_AFTER = NOW + timedelta(days=400)


@pytest.fixture
async def other_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty database where a mistyped setting leads."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path}/elsewhere/haven.db"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    await execute(server.url(), "DROP DATABASE IF EXISTS elsewhere")
    await execute(server.url(), "CREATE DATABASE elsewhere")
    return server.url("elsewhere")


async def keys_of(store: Store) -> set[str]:
    return {row[0] for row in await store.keys.database.read(lambda: ask("SELECT id FROM data_key"))}


async def id_of(store: Store) -> tuple[str, str]:
    data = await store.database.read(lambda: ask("SELECT id FROM house"))
    keys = await store.keys.database.read(lambda: ask("SELECT house FROM keystore"))
    return data[0][0], keys[0][0]


async def age_all_keys(store: Store) -> None:
    await store.keys.database.run(lambda: ask("UPDATE data_key SET made_hour = made_hour - 48"))


async def test_both_hold_one_id_from_the_first_opening_on(store: Store, opened: Opener) -> None:
    first = await id_of(store)
    assert first[0] == first[1]
    await store.close()
    assert await id_of(await opened()) == first


async def test_a_new_database_with_a_used_key_store_does_not_start_and_no_key_is_lost(
    store: Store, opened: Opener, other_url: str, keystore_url: str, keys_folder: Path
) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    await age_all_keys(store)
    await store.close()
    for _ in range(2):
        with pytest.raises(WrongHouse, match="move the key store away"):
            await open_store(other_url, keystore_url, keys_folder, process="mistyped")
    read, again = Decision(), await opened()
    await again.rotate_epoch(LONG_AFTER)
    await again.work_off(writes(2), NOW, HOUSE, read)
    assert read.last.case is not None


async def test_another_houses_database_does_not_start_with_these_keys(
    store: Store, other_url: str, keystore_url: str, keys_folder: Path, tmp_path: Path
) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    await store.close()
    theirs = f"sqlite:///{tmp_path}/their keys/keys.db"
    another = await open_store(other_url, theirs, tmp_path / "their keys", process="other")
    await another.work_off(writes(1), NOW, HOUSE, Decision())
    await another.close()
    with pytest.raises(WrongHouse, match="two different houses"):
        await open_store(other_url, keystore_url, keys_folder, process="mixed up")


async def test_a_database_in_use_does_not_start_with_an_empty_key_store(
    store: Store, engine_url: str, tmp_path: Path
) -> None:
    """A mistyped HAVEN_KEYS must not take every case for one whose key was destroyed."""
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    await store.close()
    empty = tmp_path / "mistyped"
    with pytest.raises(BadKeys, match=r"no master\.key"):
        await open_store(engine_url, f"sqlite:///{empty}/keys.db", empty, process="mistyped")
    assert not empty.exists()
    empty.mkdir(mode=0o700)
    shutil.copy(tmp_path / "keys" / "master.key", empty)
    with pytest.raises(WrongHouse, match="two different houses"):
        await open_store(engine_url, f"sqlite:///{empty}/keys.db", empty, process="mistyped")


async def test_a_key_store_whose_keys_nobody_used_goes_with_a_new_database(
    store: Store, other_url: str, keystore_url: str, keys_folder: Path
) -> None:
    assert len(await keys_of(store)) > 0
    before = await id_of(store)
    await store.close()
    fresh = await open_store(other_url, keystore_url, keys_folder, process="afresh")
    assert (await id_of(fresh))[0] == (await id_of(fresh))[1] != before[0]
    await fresh.close()


async def test_a_database_from_before_the_ids_finds_its_keys(store: Store, opened: Opener) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    await forget_ids(store)
    await store.close()
    again, read = await opened(), Decision()
    assert (await id_of(again))[0] == (await id_of(again))[1]
    await again.work_off(writes(2), NOW, HOUSE, read)
    assert read.last.case is not None


async def test_keys_from_before_the_ids_are_kept_from_a_new_database(
    store: Store, other_url: str, keystore_url: str, keys_folder: Path
) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    await forget_ids(store)
    await store.close()
    with pytest.raises(WrongHouse):
        await open_store(other_url, keystore_url, keys_folder, process="mistyped")


async def forget_ids(store: Store) -> None:
    await store.database.run(lambda: ask("DELETE FROM house"))
    await store.keys.database.run(lambda: ask("DELETE FROM keystore"))


async def test_a_crash_between_the_two_notes_is_mended_at_the_next_start(store: Store, opened: Opener) -> None:
    await store.keys.database.run(lambda: ask("DELETE FROM keystore"))
    await store.keys.database.run(lambda: ask("DELETE FROM data_key"))
    await store.close()
    again = await opened()
    assert (await id_of(again))[0] == (await id_of(again))[1]
    assert (await again.work_off(writes(1), NOW, HOUSE, Decision())).fresh


async def test_nothing_is_swept_where_the_database_was_exchanged_beneath(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    await age_all_keys(store)
    lost = store.keys.ring.take_spare().id
    await store.database.run(lambda: ask("UPDATE house SET id = 'another'"))
    with pytest.raises(WrongHouse):
        await store.rotate_epoch(LONG_AFTER)
    assert lost in await keys_of(store)
    own = (await id_of(store))[1]
    await store.database.run(lambda: ask("UPDATE house SET id = $1", own))
    await store.rotate_epoch(LONG_AFTER)  # control: with its own database the sweep takes it
    assert lost not in await keys_of(store)


async def test_where_the_keys_are_lost_for_good_the_database_lives_on_if_its_operator_says_so(
    store: Store, engine_url: str, tmp_path: Path
) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    await store.seed_revision("{}", checksum_of("{}"), NOW)
    await store.database.run(lambda: ask("DELETE FROM house"))
    await store.close()
    afresh = await open_store(engine_url, f"sqlite:///{tmp_path}/new/keys.db", tmp_path / "new", process="afresh")
    try:
        assert await afresh.content_of("flows", 1) == "{}"
        read = Decision()
        assert (await afresh.work_off(writes(2), NOW, HOUSE, read)).fresh
        assert read.last.case is None
    finally:
        await afresh.close()


async def test_a_wrong_master_key_is_one_clear_sentence(store: Store, opened: Opener, keys_folder: Path) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    await store.close()
    (keys_folder / "master.key").write_bytes(bytes(32))
    with pytest.raises(BadKeys, match="does not open this key store"):
        await opened()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_many_processes_starting_at_once_agree_on_one_house(engine: str, opened: Opener) -> None:
    many = await asyncio.gather(*(opened(f"process {number}") for number in range(5)))
    for number, store in enumerate(many):
        assert (await store.work_off(writes(number, f"chat {number}"), NOW, HOUSE, Decision())).fresh
    assert len({side for store in many for side in await id_of(store)}) == 1
