"""A small house to be killed while its master key is changed: people write, staff read cases, epochs turn, keys change.

Its notes say what was confirmed and what went wrong. `CHANGES`: it is the one that changes the master key; `MOMENT`
(`place.before:2`): it dies there the second time; `FORGETS`: its change leaves one key behind, for the control.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from helpline.case import Holder
from helpline.staff import Staff
from storage import Store, house_keys, keys, open_store
from storage.master import Master
from storage.statements import ask
from tests.drills.failpoints import Failpoint, install
from tests.drills.finding import trouble
from tests.drills.places import Place
from tests.storage.people import HOUSE, NOW, Decision, case, session, writes

MIA = Staff("mia", "mia", "Mia", frozenset({"counsellor"}), frozenset({"helpline"}))
#: Updates of one person: the first one opens her case.
EACH = 4
PLACES = {
    "prepare": Place("storage.key_files:prepare"),
    "rewrap": Place("storage.house_keys:rewrap"),
    "epochs": Place("storage.house_keys:rewrap_epochs"),
    "house": Place("storage.house_keys:rewrap_house"),
    "tell": Place("storage.rotating:MasterChange._tell"),
    "begin": Place("storage.keys:begin_epoch"),
    "move": Place("storage.keys:move_keys"),
    "end": Place("storage.keys:end_epochs"),
    "exchange": Place("storage.key_files:exchange"),
    "replace": Place("storage.key_files:replace"),
    "wipe": Place("storage.key_files:wipe"),
}
MOMENTS = tuple(f"{name}.{side}" for name in PLACES for side in ("before", "after"))


class Household:
    """Everybody in it, each going on until the process is killed."""

    def __init__(self, store: Store, notes: int, first: int, chance: Random, known: dict[int, str]) -> None:
        self._store, self._notes, self._chance = store, notes, chance
        self._next, self._cases = first, known

    def note(self, *words: object) -> None:
        os.write(self._notes, (" ".join(map(str, words)) + "\n").encode())

    async def write(self) -> None:
        """People write one after the other; what is confirmed is noted."""
        update, self._next = self._next, self._next + 1
        person = update // EACH
        mark = session(f"mark {update}")
        if update % EACH == 0:
            opened = case(number=f"{person:08}", words={"story": f"person {person}"})
            hers = replace(opened, holder=Holder("queue", "helpline", None, 1), waiting_since=NOW)
            opening = Decision(session=mark, case=hers)
            if not (await self._store.work_off(writes(update, f"chat {person}"), NOW, HOUSE, opening)).fresh:
                return  # a house before this one did it, and died before it could say so
            self._cases[person] = hers.id
            self.note("opened", update, person, hers.id)
        else:
            await self._store.work_off(writes(update, f"chat {person}"), NOW, HOUSE, Decision(session=mark))
            self.note("wrote", update, person)

    async def read(self) -> None:
        """A case is opened as staff do, with its key brought from the key store."""
        if not self._cases:
            return
        person = self._chance.choice(list(self._cases))
        self._store.keys.ring.empty()
        page = await self._store.case_page(self._cases[person], MIA)
        assert page.case.words == {"story": f"person {person}"}
        self.note("read")

    async def change(self) -> None:
        done = await self._store.master_change.change("operator", datetime.now(UTC))
        self.note("changed", done.master)

    async def turn(self) -> None:
        await self._store.rotate_epoch(datetime.now(UTC))

    async def look_after(self) -> None:
        await self._store.keep_keys_ready()
        await self._store.ready()

    async def forever(self, name: str, work: Callable[[], Awaitable[None]], pause: float) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                self.note("failed", name, trouble(error).replace(" ", "_"))
            await asyncio.sleep(pause)


def remembered(notes: Path) -> tuple[int, dict[int, str]]:
    """The first update that is new, and the case of everyone who has one."""
    lines = [line.split() for line in notes.read_text().splitlines()] if notes.exists() else []
    last = max((int(line[1]) for line in lines if line[0] in ("opened", "wrote")), default=-1)
    return (last // EACH + 2) * EACH, {int(line[2]): line[3] for line in lines if line[0] == "opened"}


def forgetful(masters: Any, coming: Master) -> Any:
    """Says of all but one that they lie under the next master key."""
    yield from ask("UPDATE house_key SET master = $1 WHERE purpose <> 'guard'", coming.id)


async def live(database: str, keystore: str, folder: str, notes: str, start: str, seed: str) -> None:
    first, known = remembered(Path(notes))
    store = await open_store(database, keystore, Path(folder), process=f"house {start}")
    written = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    house = Household(store, written, first + int(start) * 100_000, Random(int(seed)), known)
    house.note("open")
    work = [("write", house.write, 0.01), ("read", house.read, 0.005), ("look", house.look_after, 0.1)]
    work += [("turn", house.turn, 0.5)]
    if "CHANGES" in os.environ:
        work += [("change", house.change, 0.05)]
    await asyncio.gather(*(house.forever(*one) for one in work))


def armed(moment: str) -> None:
    """It dies at this moment, the so-and-so-many-th time."""
    where, _, times = moment.partition(":")
    name, _, side = where.partition(".")
    points = [Failpoint(where, "kill", only=int(times), notes=os.environ["DIED_AT"])]
    install(PLACES[name], *((points, []) if side == "before" else ([], points)))


if __name__ == "__main__":
    keys.AT_A_TIME, keys.REST = 300, 0.001
    if "FORGETS" in os.environ:
        house_keys.rewrap_house = forgetful
    if "MOMENT" in os.environ:
        armed(os.environ["MOMENT"])
    asyncio.run(live(*sys.argv[1:]))
