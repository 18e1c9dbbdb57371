"""The clock drill: while people talk and Telegram is in trouble, the machine's clock jumps a day, forth and back.

Nobody's session may be forgotten, nothing may wait until tomorrow, nothing may be sent twice or out of order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from emulator.server import Emulator
from haven.clock import SteadyClock
from storage.database import sqlite_path
from tests.drills.finding import Finding
from tests.drills.weather import SEND, Script, Watch, begins, judge
from tests.haven.running import running, settings_for

DAY = timedelta(days=1)
#: What each person writes; before each word the clock jumps.
TALK = ("/start", "English", "It's about me", "/help", "18 or older", "/privacy", "/help")
TROUBLE = Script("clock", (SEND | {"kind": "429", "times": 8, "after": 3}, SEND | {"kind": "5xx", "times": 4}))
Clock = Callable[[], datetime]


class Machine:
    """The machine's clock, which somebody sets."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def steady(machine: Machine) -> Clock:
    return SteadyClock(lambda code, seconds: None, machine)


async def drill(
    mode: str, seed: int, folder: Path, make: Callable[[Machine], Clock] = steady, patience: float = 60
) -> Finding:
    """Jumps of a day ahead, a day back, and home again. `count` is the confirmations seen."""
    finding, machine, chance = Finding("clock jumps", mode=mode, seed=seed), Machine(), Random(seed)
    async with Emulator(pace=0.1) as emulator:
        settings = settings_for(emulator, folder, mode)
        emulator.updates.confirm = Watch(sqlite_path(settings.database), finding, emulator.updates.confirm)  # type: ignore[method-assign]
        phones = [emulator.phone("en") for _ in range(TROUBLE.people)]
        async with running(settings, emulator, make(machine)) as house:
            await begins(TROUBLE, emulator, phones)
            for words in TALK:
                machine.ahead = chance.choice((DAY, -DAY, DAY / 24, timedelta()))
                finding.seen["jumps"] += 1
                await asyncio.sleep(0.4)  # the chores look in at the wrong time
                for phone in phones:
                    await phone.says(words)
                await emulator.settled(30)
            machine.ahead = timedelta()
            try:
                await house.all_sent(patience)
            except TimeoutError:
                finding.add("something waits until tomorrow", 0)
            finding.seen["ambiguous"] = int(await house.number('haven_stored{what="ambiguous"}'))
            finding.seen["parked"] = int(await house.number('haven_stored{what="parked"}'))
            await judge(house, phones, TROUBLE, finding)
            for phone in phones:
                said = [str(one.params["text"]) for one in emulator.ledger.of("sendMessage", chat_id=phone.chat_id)]
                greeted = sum(words.startswith("Hello") for words in said)
                if greeted != 1 or not said[-1].startswith("Was anyone"):
                    finding.add("her talk was forgotten", phone.chat_id)
    return finding.done()
