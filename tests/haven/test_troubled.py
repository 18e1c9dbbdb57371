"""Storage in trouble: told once, not ready before something can be made durable again."""

from __future__ import annotations

import pytest

from haven.troubled import AGAIN, Troubled
from storage.errors import StorageTrouble

FULL = StorageTrouble("SQLite: OperationalError SQLITE_FULL")
DAMAGED = StorageTrouble("SQLite: DatabaseError SQLITE_CORRUPT")


class Ears:
    """Who is told, and a clock that is moved by hand."""

    def __init__(self) -> None:
        self.alerts, self.events, self.now = 0, list[str](), 1000.0

    def tell(self) -> None:
        self.alerts += 1


class FullDisk:
    """It answers every question and keeps nothing, until there is room again."""

    def __init__(self) -> None:
        self.full = True

    async def ready(self) -> None:
        return

    async def takes_writes(self) -> None:
        if self.full:
            raise FULL


def troubled(ears: Ears, storage: FullDisk) -> Troubled:
    return Troubled(storage, lambda: ears.now, ears.tell, ears.events.append)


async def test_a_full_disk_that_answers_is_not_ready_once_something_was_not_kept() -> None:
    ears, disk = Ears(), FullDisk()
    storage = troubled(ears, disk)
    await storage.ready()
    storage.heard(FULL)
    with pytest.raises(StorageTrouble):
        await storage.ready()
    disk.full = False
    await storage.ready()
    assert ears.events == ["storage_works"]
    disk.full = True
    await storage.ready()  # it is not asked to write again before something fails


async def test_the_operator_is_told_once_and_again_while_it_lasts() -> None:
    ears = Ears()
    storage = troubled(ears, FullDisk())
    for _ in range(100):
        storage.heard(FULL)
    assert ears.alerts == 1
    ears.now += AGAIN
    storage.heard(FULL)
    assert ears.alerts == 2


async def test_a_damaged_file_is_not_taken_for_well_because_another_page_can_be_written() -> None:
    ears, disk = Ears(), FullDisk()
    disk.full = False
    storage = troubled(ears, disk)
    storage.heard(DAMAGED)
    for _ in range(2):
        with pytest.raises(StorageTrouble):
            await storage.ready()
