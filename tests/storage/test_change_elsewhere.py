"""A changed master key, seen by others: by a house from before there was such a thing, and by processes beside."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage import BadKeys, StorageTrouble, Store, open_store
from storage.errors import MasterMissing
from storage.key_files import FILE, NEXT
from storage.seal import keyed_hash
from tests.storage.changing import change, key_files_in, reads_her_case
from tests.storage.conftest import Opener
from tests.storage.from_before import house_from_before, of_before
from tests.storage.people import HOUSE, NOW, Decision, case, writes


async def test_a_house_from_before_finds_its_people_and_its_keys(
    engine_url: str, keystore_url: str, keys_folder: Path, opened: Opener
) -> None:
    made = await house_from_before(engine_url, keystore_url, keys_folder)
    secret = (keys_folder / FILE).read_bytes()
    for update in (1, 2):
        store = await opened()
        assert store._master.lookup("telegram", "4711") == keyed_hash(
            of_before(secret, "index"), "contact.address", "telegram", "4711"
        )
        assert store._master.pin_digest("a", "1") == keyed_hash(of_before(secret, "pins"), "case.pin", "a", "1")
        assert store._master.staff.secret == of_before(secret, "staff")
        assert (store._master.audit, store._master.guard) == (of_before(secret, "audit"), of_before(secret, "guard"))
        assert not await store.keys.load(made)
        for key_id, was in made.items():
            key = store.keys.ring.get(key_id)
            assert key is not None
            assert key.secret == was
        if update == 1:
            await change(store)
        await store.close()


async def test_a_house_from_before_with_a_foreign_master_key_is_refused_and_left_alone(
    engine_url: str, keystore_url: str, keys_folder: Path, opened: Opener
) -> None:
    await house_from_before(engine_url, keystore_url, keys_folder)
    own = (keys_folder / FILE).read_bytes()
    (keys_folder / FILE).write_bytes(b"x" * 32)
    with pytest.raises(BadKeys, match="does not open this key store"):
        await opened()
    (keys_folder / FILE).write_bytes(own)
    assert await opened()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_another_process_on_the_same_folder_reads_on(store: Store, engine: str, opened: Opener) -> None:
    other = await opened("other")
    for update in range(1, 6):
        await store.work_off(writes(update, f"chat {update}"), NOW, HOUSE, Decision(case=case()))
        await change(store)
        other.keys.ring.empty()
        read = Decision()
        await other.work_off(writes(100 + update, f"chat {update}"), NOW, HOUSE, read)
        assert read.last.case is not None
        await other.ready()
        await other.rotate_epoch(NOW)  # a new epoch comes under the master key of now, whoever begins it
    assert (await store.master_change.kept())[0].older == 0


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_process_without_the_new_key_is_not_ready_until_it_is_brought(
    store: Store, engine: str, engine_url: str, keystore_url: str, keys_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(keys_folder, elsewhere := tmp_path / "another machine")
    other = await open_store(engine_url, keystore_url, elsewhere, process="elsewhere")
    try:
        await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
        await change(store)
        await refused(other.ready)
        await refused(other.keep_keys_ready)
        await refused(lambda: other.work_off(writes(2), NOW, HOUSE, Decision()))
        shutil.copy(keys_folder / FILE, elsewhere / NEXT)
        await other.ready()
        await reads_her_case(other, 3)
        await other.keep_keys_ready()
        assert key_files_in(elsewhere) == [FILE]
        assert (elsewhere / FILE).read_bytes() == (keys_folder / FILE).read_bytes()
    finally:
        await other.close()


async def refused(work: Callable[[], Awaitable[object]]) -> None:
    with pytest.raises(MasterMissing, match="HAVEN_KEYS of this process") as told:
        await work()
    assert isinstance(told.value, StorageTrouble)
