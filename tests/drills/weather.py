"""The weather drill: Telegram in every kind of trouble, by the emulator's scripts, while people talk to a whole house.

At every confirmation the database is asked whether the update is in it. In the end everyone has been told what people
are told in calm weather, in the same order; what came twice had been marked as ambiguous.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulator.phone import Phone
from emulator.server import Emulator
from emulator.updates import Delivered
from storage import migrate
from storage.database import sqlite_path
from tests.drills.finding import Finding, amount
from tests.haven.running import RunningHouse, running, settings_for

#: What each person writes, without waiting for an answer.
TALK = ("/start", "English", "It's about me", "/help", "18 or older", "/privacy", "/help")
PEOPLE, PATIENCE = 6, 90.0
Line = dict[str, Any]


@dataclass(frozen=True)
class Script:
    """`lines` are the emulator's faults. `unreached`: so many of the people have blocked the bot, by the answers to us.
    `backlog`: everything was written before the house opens. `modes`: where it makes sense."""

    name: str
    lines: tuple[Line, ...] = ()
    unreached: int = 0
    backlog: bool = False
    modes: tuple[str, ...] = ("polling", "webhook")
    people: int = PEOPLE


SEND = {"method": "sendMessage"}
SCRIPTS = (
    Script("429 storm", (SEND | {"kind": "429", "times": 20, "after": 3},)),
    Script("5xx", (SEND | {"kind": "5xx", "times": 8}, SEND | {"kind": "5xx", "times": 4, "code": 500, "after": 5})),
    Script("slow", (SEND | {"kind": "slow", "times": 12, "delay": 0.7},)),
    Script("accepted, then dropped", (SEND | {"kind": "drop_after_accept", "times": 8, "after": 2},)),
    Script("bad JSON", (SEND | {"kind": "bad_json", "times": 8, "after": 1},)),
    Script("blocked", (SEND | {"kind": "403", "times": None},), unreached=1),
    Script("token refused", (SEND | {"kind": "401", "times": 6, "after": 12},)),
    Script("all down", ({"kind": "5xx", "times": amount(25, 12), "code": 503, "after": 4},)),
    Script("all of it", tuple(SEND | {"kind": kind, "times": 3, "after": after} for after, kind in enumerate(
        ("429", "5xx", "drop_after_accept", "bad_json", "slow")))),
    Script("asking in trouble", tuple({"method": "getUpdates", "kind": kind, "times": times} for kind, times in (
        ("5xx", 1), ("drop_after_accept", 1), ("bad_json", 1), ("429", 1))), modes=("polling",)),
    Script("backlog after an outage", backlog=True),
)  # fmt: skip


@dataclass
class Watch:
    """Looks into the database at every confirmation."""

    path: Path
    finding: Finding
    confirm: Callable[[Delivered], None]

    def __call__(self, update: Delivered) -> None:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
            found = database.execute("SELECT 1 FROM seen WHERE update_id = ?", (update.update_id,)).fetchone()
        if found is None:
            self.finding.add("confirmed without a row", update.update_id)
        self.finding.count += 1
        self.confirm(update)


async def drill(script: Script, mode: str, folder: Path) -> Finding:
    """One script, one mode. `count` is the confirmations seen."""
    finding = Finding(f"weather: {script.name}", mode=mode)
    async with Emulator(pace=0.1) as emulator:
        settings = settings_for(emulator, folder, mode)
        emulator.updates.confirm = Watch(sqlite_path(settings.database), finding, emulator.updates.confirm)  # type: ignore[method-assign]
        phones = [emulator.phone("en") for _ in range(script.people)]
        if script.backlog:
            await talk(phones)
        async with running(settings, emulator) as house:
            await begins(script, emulator, phones)
            if not script.backlog:
                await talk(phones)
            await house.all_sent(PATIENCE + script.people / 10)
            finding.seen["ambiguous"] = int(await house.number('haven_stored{what="ambiguous"}'))
            finding.seen["parked"] = int(await house.number('haven_stored{what="parked"}'))
            finding.seen["resent"] = sum(update.attempts > 1 for update in emulator.updates)
            await judge(house, phones, script, finding)
    return finding.done()


async def begins(script: Script, emulator: Emulator, phones: Sequence[Phone]) -> None:
    for line in script.lines:
        for phone in phones[: script.unreached] or [None]:
            emulator.faults.add(**line, chat_id=phone.chat_id if phone else None)


async def talk(phones: Sequence[Phone]) -> None:
    for words in TALK:
        for phone in phones:
            await phone.says(words)


async def judge(house: RunningHouse, phones: Sequence[Phone], script: Script, finding: Finding) -> None:
    """Everyone was told the same, in the same order; the phone of someone nobody reached stayed silent."""
    heard = heard_by_chat(house)
    told = [heard[phone.chat_id] for phone in phones]
    reached = told[script.unreached :]
    usual = max((without_repeats(each) for each in reached), key=len)
    repeats = sum(len(each) - len(without_repeats(each)) for each in reached)
    for number, each in enumerate(reached):
        if without_repeats(each) != usual:
            finding.add("not told all, or in another order", number)
    if len(usual) < len(TALK):
        finding.add("hardly told anything", 0)
    if repeats > finding.seen["ambiguous"]:
        finding.add("a repeat that was not marked", repeats)
    if any(told[: script.unreached]):
        finding.add("told although it was refused", 0)
    if finding.count != len(TALK) * len(phones):
        finding.add("not confirmed, or twice", finding.count)
    if finding.seen["parked"]:
        finding.add("parked", finding.seen["parked"])
    finding.seen["told"] = sum(map(len, told))
    finding.seen["repeats"] = repeats


def heard_by_chat(house: RunningHouse) -> dict[int | None, list[str]]:
    """Everything Telegram took for each phone, in order, whether or not Haven heard of it."""
    heard: dict[int | None, list[str]] = defaultdict(list)
    for entry in house.emulator.ledger.of("sendMessage"):
        heard[entry.chat_id].append(str(entry.params["text"]))
    return heard


def without_repeats(said: Sequence[str]) -> list[str]:
    return [words for at, words in enumerate(said) if at == 0 or words != said[at - 1]]


async def drill_all(folder: Path, scripts: Sequence[Script] = SCRIPTS, *, both: bool = True) -> list[Finding]:
    """All of them side by side, for they mostly wait; each in both modes, or in one of them in turn."""
    each = [
        (s, mode) for at, s in enumerate(scripts) for mode in (s.modes if both else s.modes[at % len(s.modes) :][:1])
    ]
    template = folder / "template.db"
    await migrate.upgrade(f"sqlite:///{template}")  # Alembic does not work side by side with itself
    for at in range(len(each)):
        (folder / str(at) / "data").mkdir(parents=True, mode=0o700)
        shutil.copy(template, folder / str(at) / "data" / "haven.db")
    return await asyncio.gather(*(drill(script, mode, folder / str(at)) for at, (script, mode) in enumerate(each)))
