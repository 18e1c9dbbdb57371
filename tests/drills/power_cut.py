"""The power-cut drill: Haven works under strace; then its disk is made anew as it was at moments of that work.

For every 200 a sync of the database must come between the update and the answer. In every image both databases must be
whole, every update confirmed by then must be there, and the key of whatever is sealed too.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from emulator.server import Emulator
from tests.drills.disk import Disk, put, unsynced
from tests.drills.finding import Finding, chance_of, trouble
from tests.drills.haven_process import HOUSE, HavenProcess
from tests.drills.strace_notes import Event, events
from tests.road import to_the_queue

DATABASE, KEYSTORE = "haven.db", "keys.db"
LOG = DATABASE + "-wal"
HERE, ROOT = Path(__file__).parent, Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Work:
    """What happened, in order; every image is made from it."""

    events: list[Event]
    mode: str

    @property
    def confirmed(self) -> list[int]:
        return [event.at for event in self.events if event.kind == "confirmed"]


async def worked(folder: Path, people: int, lines: int, mode: str, program: tuple[str, ...] = HOUSE) -> Work:
    """Haven at work: people walk to the queue and write there, all at once; and what strace saw of it."""
    notes = folder / "notes"
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, folder / "haven", mode, extra={"PYTHONPATH": str(ROOT)}, fresh=True)
        haven.program = (str(HERE / "traced.py"), str(notes), *program)
        try:
            await haven.start()
            await asyncio.gather(*(talk(emulator, lines) for _ in range(people)))
            await emulator.settled(120)
            await asyncio.sleep(0.5)  # the last answers are written to the notes too
        finally:
            haven.kill()
        telegram = urlsplit(emulator.url).port or 0
    return Work([*events(notes, frozenset({DATABASE, KEYSTORE}), haven.port, telegram)], mode)


async def talk(emulator: Emulator, lines: int) -> None:
    phone = emulator.phone(language="en")
    await to_the_queue(phone)
    for number in range(lines):
        await phone.says(f"line number {1000 + number}")


def drill_order(work: Work) -> Finding:
    """For every 200, and every offset that passes an update: a sync of the database's log since the update arrived."""
    finding = Finding("sync before confirmation (strace)", count=len(set(work.confirmed)), mode=work.mode)
    for update in unsynced(work.events, LOG):
        finding.add("confirmed before a sync", update)
    return finding.done()


def drill_images(work: Work, count: int, seed: int, folder: Path, deaf: frozenset[str] = frozenset()) -> Finding:
    """So many power cuts at random moments after the first confirmation. `deaf`: files whose syncs are ignored."""
    finding = Finding("crash images", seed=seed, mode=work.mode)
    first = next(number for number, event in enumerate(work.events) if event.kind == "confirmed")
    chance = Random(seed)
    moments = sorted(chance.randrange(first, len(work.events)) for _ in range(count))
    disk, confirmed, at = Disk(), set[int](), 0
    for case, moment in enumerate(moments):
        for event in work.events[at : moment + 1]:
            disk.note(event)
            if event.kind == "confirmed":
                confirmed.add(event.at)
                disk._deaf = deaf  # it hears until the first is confirmed, so that there are tables at all
        at = moment + 1
        odds = chance_of(seed, case)
        put(disk.after_a_cut(odds, odds.choice((0.0, 0.0, 0.3, 0.7, 1.0))), folder)
        try:
            _judge(folder, confirmed, case, finding)
        except sqlite3.Error as error:
            finding.add(trouble(error), case)
        finding.seen["confirmed by then"] = len(confirmed)
        finding.count += 1
    return finding.done()


def _judge(folder: Path, confirmed: set[int], case: int, finding: Finding) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as database, closing(sqlite3.connect(folder / KEYSTORE)) as keys:
        for name, opened in ((DATABASE, database), (KEYSTORE, keys)):
            if opened.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                finding.add(f"{name} is not whole", case)
        seen = {row[0] for row in database.execute("SELECT update_id FROM seen")}
        if confirmed - seen:
            finding.add("a confirmed update is missing", case)
        used = {
            row[0]
            for table in ("contact", "session", "cases")
            for row in database.execute(f"SELECT key_id FROM {table}")
        }
        if used - {row[0] for row in keys.execute("SELECT id FROM data_key")}:
            finding.add("a key is missing", case)
        finding.seen["updates in the images"] += len(seen)
