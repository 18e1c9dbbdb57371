"""The disk drill: a real Haven whose disk takes nothing more, for a while; then it does again.

From outside the process is forbidden to make any file longer (a quota, a full disk), or to write at all (a disk that
went read-only): every write fails, every read works. That needs no right of its own, and can be taken back.
"""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import time
import urllib.error
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from emulator.phone import Phone
from emulator.server import Emulator
from storage.database import sqlite_path
from tests.drills.crash import settings
from tests.drills.finding import Finding
from tests.drills.haven_process import HavenProcess
from tests.drills.looking import look
from tests.drills.weather import Watch, without_repeats

#: What each person writes before, during and after; nobody waits for an answer.
BEFORE, DURING, AFTER = ("/start", "English"), ("It's about me", "/help"), ("18 or older", "/privacy")
PEOPLE = 5
UNLIMITED = resource.RLIM_INFINITY


@dataclass(frozen=True)
class Trouble:
    """`room`: bytes the database's log may still grow by; None: nothing may be written at all. `wait`: seconds."""

    name: str
    room: int | None
    wait: float = 2.0


FULL = Trouble("disk full", 8192)
READ_ONLY = Trouble("read-only disk", None)


async def drill(trouble: Trouble, mode: str, folder: Path) -> Finding:
    """Before, during and after. `count` is the confirmations seen."""
    finding = Finding(trouble.name, mode=mode)
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(
            emulator, folder, mode, fresh=True, extra={"HAVEN_ALERT_COMMAND": f"/bin/touch -- {folder}/alert"}
        )
        watch = Watch(sqlite_path(settings(haven).database), finding, emulator.updates.confirm)
        emulator.updates.confirm = watch  # type: ignore[method-assign]
        await haven.start()
        try:
            phones = [emulator.phone("en") for _ in range(PEOPLE)]
            await say(phones, BEFORE)
            await emulator.settled(30)
            await strike(haven, trouble, phones, finding)
            await say(phones, AFTER)
            await emulator.settled(60)
            await sent(haven)
        finally:
            haven.stop()
        await judge(haven, phones, finding)
    return finding.done()


async def say(phones: Sequence[Phone], words: Sequence[str]) -> None:
    for each in words:
        for phone in phones:
            await phone.says(each)


async def strike(haven: HavenProcess, trouble: Trouble, phones: Sequence[Phone], finding: Finding) -> None:
    """The trouble itself: nothing is confirmed that was written in it, the house stays, says so, and comes back."""
    assert haven.process is not None
    forbid(haven.process.pid, 0 if trouble.room is None else log_size(haven) + trouble.room)
    await say(phones, DURING)
    until = time.monotonic() + trouble.wait
    while time.monotonic() < until or not list(haven.folder.glob("storage")):
        await asyncio.sleep(0.1)
        if time.monotonic() > until + 60:
            finding.add("nobody was alerted", 0)
            break
    if not haven.alive:
        finding.add("the house fell down", 0)
    if await asyncio.to_thread(status, haven, "/healthz/ready") != 503:
        finding.add("it says that it is ready", 0)
    if await asyncio.to_thread(status, haven, "/healthz/live") != 200:
        finding.add("it says that it is dead", 0)
    finding.seen["held back"] = len(haven.emulator.updates.pending)
    if not haven.emulator.updates.pending:
        finding.add("nothing was held back", 0)
    forbid(haven.process.pid, UNLIMITED)
    began = time.monotonic()
    await haven.emulator.settled(60)
    finding.seen["tenths of a second until all was worked off"] = round(10 * (time.monotonic() - began))
    if await asyncio.to_thread(status, haven, "/healthz/ready") != 200:
        finding.add("it does not say that it is ready again", 0)


def forbid(process: int, longest: int) -> None:
    """No file of this process may become longer than so many bytes; what it has open counts too."""
    resource.prlimit(process, resource.RLIMIT_FSIZE, (longest, UNLIMITED))


def log_size(haven: HavenProcess) -> int:
    return Path(f"{sqlite_path(settings(haven).database)}-wal").stat().st_size


def damage(haven: HavenProcess, table: str) -> None:
    """Write over the first page of a table, as a dying disk may; the house is stopped."""
    path = sqlite_path(settings(haven).database)
    with closing(sqlite3.connect(path)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xde\xad" * 50)


def status(haven: HavenProcess, path: str) -> int:
    """What the page answers; 0 where nobody does."""
    try:
        haven.get(path)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, TimeoutError):
        return 0
    return 200


async def sent(haven: HavenProcess, patience: float = 60) -> None:
    """Until the outbox is empty, as the database says."""
    async with asyncio.timeout(patience):
        while (await look(settings(haven).database, "SELECT COUNT(*) FROM outbox"))[0][0]:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def judge(haven: HavenProcess, phones: Sequence[Phone], finding: Finding) -> None:
    """Everyone was told the same, in the same order, and nobody was parked."""
    ledger = haven.emulator.ledger
    told = [[str(e.params["text"]) for e in ledger.of("sendMessage", chat_id=phone.chat_id)] for phone in phones]
    usual = max((without_repeats(each) for each in told), key=len)
    for number, each in enumerate(told):
        if without_repeats(each) != usual:
            finding.add("not told all, or in another order", number)
    if len(usual) < len((*BEFORE, *DURING, *AFTER)):
        finding.add("hardly told anything", len(usual))
    database = settings(haven).database
    rows = await look(database, "SELECT COUNT(*) FROM failure")
    if rows[0][0]:
        finding.add("taken for a failed decision", rows[0][0])
    repeats = sum(len(each) - len(without_repeats(each)) for each in told)
    flagged = (await look(database, "SELECT COALESCE(SUM(amount), 0) FROM tally WHERE name = 'ambiguous'"))[0][0]
    if repeats > flagged:
        finding.add("a repeat that was not marked", repeats)
    finding.seen["told"], finding.seen["repeats"] = sum(map(len, told)), repeats
