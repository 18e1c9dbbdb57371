"""What the stories of a changed master key ask of a house: what lies under which key, is she still known?"""

from __future__ import annotations

from pathlib import Path

from storage import SealBroken, Store, house_keys
from storage.master import PURPOSES, Master
from storage.seal import derive, new_key, open_sealed
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, writes

Wrapped = list[tuple[str, str, bytes]]


async def change(store: Store) -> str:
    done = await store.master_change.change("operator", NOW)
    assert done.whole
    return done.master


async def lies_wrapped(store: Store) -> Wrapped:
    """Everything in the key store that lies under a master key: table, id, bytes."""
    epochs = await store.keys.database.read(lambda: ask("SELECT 'epoch', id, wrapped FROM epoch"))
    house = await store.keys.database.read(lambda: ask("SELECT 'house_key', purpose, wrapped FROM house_key"))
    return [(row[0], row[1], bytes(row[2])) for row in (*epochs, *house)]


def opened_by(master: Master, wrapped: Wrapped) -> int:
    """How many of them this master key opens: by its wrapping key, or by any other that it is good for."""
    count = 0
    for table, row, sealed in wrapped:
        cell = {"epoch": house_keys.of_epoch, "house_key": house_keys.of_house}[table](row)
        for key in (master.wrapping, *(new_key("master", derive(master.secret, one)) for one in PURPOSES)):
            try:
                open_sealed(key, cell, sealed)
            except SealBroken:
                continue
            count += 1
    return count


async def told(store: Store) -> list[str]:
    rows = await store.database.read(lambda: ask("SELECT about FROM event WHERE kind = 'master_key_changed'"))
    return [row[0] for row in rows]


async def reads_her_case(store: Store, update: int) -> None:
    store.keys.ring.empty()
    read = Decision()
    await store.work_off(writes(update), NOW, HOUSE, read)
    assert read.last.case is not None
    assert read.last.case.words == {"story": "in my own words"}


def key_files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("master"))
