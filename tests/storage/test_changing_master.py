"""The master key is changed under an open house: everything opens as before, and the old key opens nothing any more."""

from datetime import timedelta
from pathlib import Path

import pytest

from storage import BadKeys, Store, house_keys
from storage.key_files import FILE, NEXT
from storage.master import PURPOSES
from storage.seal import derive, open_sealed
from storage.statements import ask
from tests.storage.changing import change, key_files_in, lies_wrapped, opened_by, reads_her_case, told
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, case, writes


async def test_everything_opens_as_before_and_the_record_tells_of_it(store: Store, opened: Opener) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    before, lookup = store.keys.masters.now, store._master.lookup("telegram", "4711")
    assert await change(store) != before.id
    await reads_her_case(store, 2)
    await store.close()
    again = await opened()
    assert again._master.lookup("telegram", "4711") == lookup
    assert again._master.pin_digest("a", "1") == store._master.pin_digest("a", "1")
    await reads_her_case(again, 3)
    assert len(await told(again)) == 1
    assert "operator" in (await told(again))[0]


async def test_the_old_key_opens_nothing_of_what_lies_there_today(store: Store, keys_folder: Path) -> None:
    before = store.keys.masters.now
    here = await lies_wrapped(store)
    assert opened_by(before, here) == len(here) == 1 + len(PURPOSES)  # control: until now it opens all of it
    await change(store)
    today = await lies_wrapped(store)
    assert opened_by(before, today) == 0
    assert opened_by(store.keys.masters.now, today) == len(today) == len(here)
    assert key_files_in(keys_folder) == [FILE]
    assert (keys_folder / FILE).read_bytes() != before.secret


async def test_what_a_disk_remembers_of_the_epoch_before_opens_no_key(store: Store) -> None:
    remembered = [(row, sealed) for table, row, sealed in await lies_wrapped(store) if table == "epoch"]
    before = store.keys.masters.now
    await change(store)
    keys = await store.keys.database.read(lambda: ask("SELECT id, wrapped, epoch_id FROM data_key"))
    assert keys
    for row, sealed in remembered:
        secret = open_sealed(before.wrapping, house_keys.of_epoch(row), sealed)  # the old key still opens the old bytes
        assert secret
        assert row not in {key[2] for key in keys}


async def test_the_old_key_alone_was_never_the_index_of_a_house_that_began_with_this(store: Store) -> None:
    before = store.keys.masters.now
    assert store._master.index != derive(before.secret, "index")
    assert store._master.staff.secret != derive(before.secret, "staff")


async def test_the_old_key_put_back_is_refused_in_one_sentence(store: Store, opened: Opener, keys_folder: Path) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    old = (keys_folder / FILE).read_bytes()
    await change(store)
    await store.close()
    new = (keys_folder / FILE).read_bytes()
    (keys_folder / FILE).write_bytes(old)
    with pytest.raises(BadKeys, match=r"was replaced on 2026-03-14; bring back the newer one"):
        await opened()
    (keys_folder / FILE).write_bytes(new)
    await reads_her_case(await opened(), 2)


async def test_a_key_that_was_replaced_never_comes_again(store: Store, keys_folder: Path) -> None:
    old = (keys_folder / FILE).read_bytes()
    await change(store)
    (keys_folder / NEXT).touch(mode=0o600)
    (keys_folder / NEXT).write_bytes(old)
    with pytest.raises(BadKeys, match="replaced before"):
        await store.master_change.change("operator", NOW)


async def test_staff_get_in_and_the_record_goes_on_after_it(store: Store, opened: Opener) -> None:
    _, token = await store.people.add("an", "An", ["counsellor"], ["helpline"], ["nl"], "house", NOW)
    await store.number_events()
    await change(store)
    await store.close()
    again = await opened()
    assert (await again.people.open_invitation(token, NOW)) is not None
    assert await again.number_events() > 0
    assert not (await again.audit(None)).broken


async def test_no_key_is_swept_while_they_are_spared_and_then_they_are(store: Store) -> None:
    lost = store.keys.ring.take_spare()
    await store.keys.database.run(lambda: ask("UPDATE data_key SET made_hour = 0"))
    await store.keys.spare_until(NOW + timedelta(days=7))
    await store.keys.spare_until(NOW + timedelta(days=1))  # never shortened
    for day in (0, 1, 6.99):
        await store.rotate_epoch(NOW + timedelta(days=day))
        assert not await store.keys.load([lost.id])
    store.keys.ring.empty()
    await store.rotate_epoch(NOW + timedelta(days=7, hours=1))
    assert await store.keys.load([lost.id]) == {lost.id}  # control: without the guard it is swept
