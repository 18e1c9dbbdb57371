"""The drill of the master key: it is changed while people write and staff read, and the house dies again and again.

Half of the deaths come at a named moment of the change. On PostgreSQL a second house on the same folder lives on, and
must not fail to read once. Afterwards it is judged by the key store, the database and every master key there ever was.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from helpline.errors import NoSuchCase
from storage import SealBroken, Store, house_keys, open_store
from storage.key_files import FILE, NEXT, OLD
from storage.master import PURPOSES, Master, master_of
from storage.seal import derive, new_key, open_sealed
from storage.statements import ask
from tests.drills.finding import Finding
from tests.drills.looking import look
from tests.drills.master_house import EACH, MIA, MOMENTS
from tests.drills.nursery import Child, Nursery
from tests.storage.people import HOUSE, NOW, Decision, writes

PROGRAM = str(Path(__file__).with_name("master_house.py"))
#: Seconds until a death at a random moment at most; by which one at a named moment may be late; until it is open.
LATEST, GRACE, OPEN = 0.5, 8.0, 60.0
OLDER = (
    "SELECT (SELECT COUNT(*) FROM epoch e WHERE e.master <> m.id) + (SELECT COUNT(*) FROM house_key h"
    " WHERE h.master <> m.id) FROM master_key m WHERE m.until_hour IS NULL"
)


@dataclass
class Change:
    """One house, or two on PostgreSQL, on these databases. `more`: said to the house in its environment."""

    urls: tuple[str, str]
    folder: Path
    nursery: Nursery
    seed: int
    more: dict[str, str] = field(default_factory=dict)
    masters: dict[str, Master] = field(default_factory=dict)

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def born(self, number: int, **said: str) -> Child:
        program = (PROGRAM, *self.urls, str(self.keys), str(self.folder / f"notes.{number}"), str(number))
        environment = {"PATH": os.environ["PATH"], "DIED_AT": str(self.folder / "died_at"), **self.more, **said}
        return self.nursery.born((*program, str(self.seed)), self.folder, environment, self.folder / "log")

    def lines(self, number: int) -> list[list[str]]:
        notes = self.folder / f"notes.{number}"
        return [line.split() for line in notes.read_text().splitlines()] if notes.exists() else []

    async def is_open(self, number: int, opened: int) -> None:
        async with asyncio.timeout(OPEN):
            while sum(line == ["open"] for line in self.lines(number)) <= opened:  # noqa: ASYNC110 - a process
                await asyncio.sleep(0.02)

    def remember(self) -> None:
        """Every master key that ever lay in the folder, for the judge."""
        for name in (FILE, NEXT, OLD):
            path = self.keys / name
            if path.exists() and len(secret := path.read_bytes()) == 32:
                self.masters[master_of(secret).id] = master_of(secret)


async def storm(change: Change, deaths: int, engine: str) -> Finding:
    """Let it live and die so often, and judge."""
    finding, chance = Finding("master key", deaths, change.seed, engine), Random(change.seed)
    other = change.born(0) if engine == "postgresql" else None
    try:
        if other is not None:
            await change.is_open(0, 0)
        for number in range(deaths):
            await one_death(change, number, chance)
    finally:
        if other is not None:
            if other.poll() is not None:
                finding.add("the other house died", deaths)
            other.send_signal(9)
            other.wait(60)
    await judge(change, finding)
    return finding.done()


async def one_death(change: Change, number: int, chance: Random) -> None:
    """A house is born, changes the master key over and over, and dies."""
    named = number % 2 == 0 and "FORGETS" not in change.more
    moment = {"MOMENT": f"{chance.choice(MOMENTS)}:{chance.randint(1, 2)}"} if named else {}
    opened = sum(line == ["open"] for line in change.lines(1))
    child = change.born(1, CHANGES="yes", **moment)
    if not named:
        await change.is_open(1, opened)
    wait = GRACE if change.more or named else chance.uniform(0.05, LATEST)
    ended = asyncio.get_running_loop().time() + wait
    while child.poll() is None and asyncio.get_running_loop().time() < ended:
        if change.more and any(line[0] == "changed" for line in change.lines(1)):
            break
        await asyncio.to_thread(change.remember)
        await asyncio.sleep(0.01)
    child.send_signal(9)
    await asyncio.to_thread(child.wait, 60)


# ── the judge ─────────────────────────────────────────────────────────────────────────────────────────────────────
async def judge(change: Change, finding: Finding) -> None:
    lines = [line for number in (0, 1) for line in change.lines(number)]
    finding.seen += Counter(line[0] for line in lines if line[0] in ("read", "changed", "opened", "wrote"))
    died = change.folder / "died_at"
    finding.seen["at named moments"] = len(died.read_text().splitlines()) if died.exists() else 0
    for line in lines:
        if line[0] == "failed":
            finding.add(f"failed to {line[1]}: {line[2]}", 0)
    if older := (await look(change.urls[1], OLDER))[0][0]:
        finding.add("rows under an older master key", older)
        return
    store = await open_store(*change.urls, change.keys, process="judge")
    try:
        await store.master_change.change("operator", datetime.now(UTC))
        change.remember()
        await nothing_is_lost(store, lines, finding)
        await nothing_lies_under_an_old_one(store, change, finding)
    finally:
        await store.close()


async def nothing_is_lost(store: Store, lines: list[list[str]], finding: Finding) -> None:
    last = {int(line[2]): int(line[1]) for line in lines if line[0] in ("opened", "wrote")}
    seen = {row[0] for row in await store.database.read(lambda: ask("SELECT update_id FROM seen"))}
    for line in lines:
        if line[0] in ("opened", "wrote") and int(line[1]) not in seen:
            finding.add("lost", int(line[1]))
    for person, case_id in ((int(line[2]), line[3]) for line in lines if line[0] == "opened"):
        store.keys.ring.empty()
        try:
            page, read = await store.case_page(case_id, MIA), Decision()
        except NoSuchCase:
            finding.add("a case that is not there", person * EACH)
            continue
        await store.work_off(writes(10_000_000 + person, f"chat {person}"), NOW, HOUSE, read)
        mark = read.last.session.marks.get("note", "") if read.last.session else ""
        if page.case.words != {"story": f"person {person}"} or int(mark.split()[-1]) < last[person]:
            finding.add("not as it was", person * EACH)


async def nothing_lies_under_an_old_one(store: Store, change: Change, finding: Finding) -> None:
    kept, state = await store.master_change.kept()
    rows = await store.keys.database.read(lambda: ask("SELECT id FROM master_key"))
    told = await store.database.read(lambda: ask("SELECT 1 FROM event WHERE kind = 'master_key_changed'"))
    finding.seen["changes told"] = len(told)
    if kept.older or state != "one":
        finding.add("rows under an older master key", kept.older)
    if len(told) != len(rows) - 1:
        finding.add("changes told more or less than once", len(told) - len(rows))
    if left := [path.name for path in change.keys.glob("master.key?*")]:
        finding.add("files left behind", len(left))
    old = [one for one in change.masters.values() if one.id != kept.now.id]
    finding.seen["old master keys tried"] = len(old)
    wrapped = await store.keys.database.read(
        lambda: ask("SELECT 'epoch', id, wrapped FROM epoch UNION ALL SELECT 'house', purpose, wrapped FROM house_key")
    )
    for table, row, sealed in wrapped:
        if any(opens(one, table, row, bytes(sealed)) for one in old):
            finding.add("opened by an old master key", 0)
        if not opens(change.masters[kept.now.id], table, row, bytes(sealed)):
            finding.add("not opened by the master key of now", 0)


def opens(master: Master, table: str, row: str, sealed: bytes) -> bool:
    """By its wrapping key, or by any other key that could be derived from it."""
    cell = house_keys.of_epoch(row) if table == "epoch" else house_keys.of_house(row)
    for key in (master.wrapping, *(new_key("master", derive(master.secret, one)) for one in PURPOSES)):
        try:
            open_sealed(key, cell, sealed)
        except SealBroken:
            continue
        return True
    return False
