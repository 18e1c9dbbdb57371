"""The outage drill: for a day nobody heard, and people went on writing. The house opens on all that waits at Telegram.

The emulator's clock is moved by hours. What is older than a day Telegram has dropped, as it says it does; of the rest
nothing is lost. Meanwhile new people write for the first time: they must not wait behind everyone else's answers.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from emulator.phone import Phone
from emulator.server import Emulator
from storage.database import sqlite_path
from tests.drills.finding import Finding
from tests.drills.weather import Watch, heard_by_chat
from tests.haven.running import RunningHouse, running, settings_for

#: What each person writes into the silence.
WORDS = ("hello", "is anyone there?")
#: Seconds a newcomer may wait for the first word once her message has arrived; seconds between two newcomers.
SOON, EVERY = 2.0, 0.4


@dataclass(frozen=True)
class Outage:
    """`people` wrote within the last day, `too_old` before it; `newcomers` write after the house has opened. `soon`:
    seconds that one of them may wait; where nothing is said, also a third of what it takes until all are told."""

    people: int
    too_old: int
    newcomers: int
    pacing: str = "on"
    soon: float | None = None


async def drill(outage: Outage, mode: str, folder: Path) -> Finding:
    """`count` is the confirmations seen."""
    finding = Finding("outage of a day", mode=mode)
    async with Emulator(pace=0.1) as emulator:
        settings = settings_for(emulator, folder, mode, HAVEN_PACING=outage.pacing)
        emulator.updates.confirm = Watch(sqlite_path(settings.database), finding, emulator.updates.confirm)  # type: ignore[method-assign]
        dropped = await wrote(emulator, outage.too_old)
        emulator.clock.move(timedelta(hours=13))
        waiting = await wrote(emulator, outage.people)
        emulator.clock.move(timedelta(hours=12))
        began = time.monotonic()
        async with running(settings, emulator, emulator.clock.now) as house:
            arriving = asyncio.ensure_future(arrive(emulator, outage.newcomers))
            await emulator.settled(3600)
            finding.seen["seconds until all was worked off"] = round(time.monotonic() - began)
            new = await arriving
            await house.all_sent(7200)
            told = time.monotonic() - began
            finding.seen["seconds until all was told"] = round(told)
            judge(house, dropped, waiting, new, finding)
            judge_newcomers(new, outage.soon or max(SOON, told / 3), finding)
    return finding.done()


async def wrote(emulator: Emulator, people: int) -> list[Phone]:
    phones = [emulator.phone("en") for _ in range(people)]
    for words in WORDS:
        for phone in phones:
            await phone.says(words)
    return phones


@dataclass
class Newcomer:
    """`waited`: seconds from when her first word was durable until she was told something."""

    phone: Phone
    waited: float


async def arrive(emulator: Emulator, count: int) -> list[Newcomer]:
    """One after the other; each is waited for, all at once."""
    hearing = []
    for _ in range(count):
        phone = emulator.phone("en")
        await phone.says("hello")
        hearing.append(asyncio.ensure_future(hear(emulator, phone)))
        await asyncio.sleep(EVERY)
    return await asyncio.gather(*hearing)


async def hear(emulator: Emulator, phone: Phone) -> Newcomer:
    """Wait until she is told something."""
    update = emulator.updates[-1]
    while update.confirmed_at is None:  # noqa: ASYNC110 - a phone only looks at its screen
        await asyncio.sleep(0.02)
    began = time.monotonic()
    while not any(seen.from_bot for seen in phone.screen()):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return Newcomer(phone, time.monotonic() - began)


def judge(
    house: RunningHouse, dropped: Sequence[Phone], waiting: Sequence[Phone], new: Sequence[Newcomer], finding: Finding
) -> None:
    heard = heard_by_chat(house)
    if any(heard[phone.chat_id] for phone in dropped):
        finding.add("answered what Telegram had dropped", 0)
    for number, phone in enumerate(waiting):
        if len(heard[phone.chat_id]) < len(WORDS):
            finding.add("not told all", number)
    if finding.count != len(WORDS) * len(waiting) + len(new):
        finding.add("not confirmed, or twice", finding.count)


def judge_newcomers(new: Sequence[Newcomer], soon: float, finding: Finding) -> None:
    waited = sorted(newcomer.waited for newcomer in new)
    finding.seen["newcomer's wait, p99 in ms"] = round(1000 * waited[int(0.99 * (len(waited) - 1))])
    for number, newcomer in enumerate(new):
        if newcomer.waited > soon:
            finding.add("a newcomer waited behind the others", number)
