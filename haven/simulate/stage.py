"""The stage: an emulator and a Haven of its own, on a folder that is thrown away, and everyone who plays."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from emulator.phone import Phone
from emulator.server import Emulator
from haven.simulate.house import House
from haven.simulate.people import Heard, Person
from haven.simulate.plan import Visit
from haven.simulate.population import Staff
from haven.simulate.staff import Office
from haven.simulate.weighing import Weight
from helpline.hours import BRUSSELS

HELLO = {"nl": "hallo", "fr": "bonjour", "en": "hello"}
#: Who say hello here before anything is weighed: what is made once, is made by then.
WARM_UP = 20
#: Real seconds for the last replies and the last outbox rows.
LAST = 30.0


@dataclass
class Played:
    """All that was seen. `hours`: simulated ones that passed; `seconds`: real ones. `sent`: for each message the
    minute of the simulation. `grown`: what the house weighs more; None where the system does not tell."""

    hours: float = 0.0
    seconds: float = 0.0
    visits: list[Heard] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    grown: Weight | None = None
    memory: int = 0
    office: Office | None = None


@dataclass
class Stage:
    """Simulated seconds in a real one are its `speed`; `began` is a moment of the emulator's clock."""

    emulator: Emulator
    speed: float
    began: datetime
    played: Played = field(default_factory=Played)

    def hour_of(self, at: datetime) -> int:
        return at.astimezone(BRUSSELS).hour

    async def visits(self, visit: Visit) -> None:
        """One person's visit, and her coming back."""
        phone = self.emulator.phone(visit.language)
        await asyncio.sleep(visit.at / self.speed)
        await self.visited(visit, phone, "/start")
        if visit.back is not None:
            await asyncio.sleep(visit.back / self.speed)
            await self.visited(visit, phone, HELLO.get(visit.language, "hello"))

    async def visited(self, visit: Visit, phone: Phone, hello: str) -> None:
        heard = Heard(visit, self.hour_of(self.emulator.clock.now()))
        self.played.visits.append(heard)
        await Person(self.emulator, phone, heard, self.speed).visit(hello)


async def play(
    visits: tuple[Visit, ...], staff: Staff, *, hours: float, speed: float, begin: int, seed: int,
    stop: asyncio.Event, told: Callable[[str], None],
) -> Played:  # fmt: skip
    """Everything, until the hours are over or `stop` is set: then what there is by now. Raises WrongSetting."""
    with tempfile.TemporaryDirectory(prefix="haven-simulate-") as folder:
        async with Emulator() as emulator:
            emulator.clock.move(_until(begin, emulator.clock.now()))
            house = House(emulator, Path(folder))
            try:
                await house.start()
                await warm_up(emulator)
                stage = Stage(emulator, speed, emulator.clock.now())
                chance = random.Random(seed)
                stage.played.office = Office(
                    staff, house.data / "haven.db", emulator.clock.now, stage.hour_of, chance
                )  # fmt: skip
                told(f"{len(visits)} people in {hours:g} hours, {hours * 3600 / speed / 60:.1f} minutes from now")
                return await _perform(stage, house, visits, hours, stop)
            finally:
                await house.stop()


def _until(begin: int, now: datetime) -> timedelta:
    """The time until it is that o'clock in Brussels."""
    local = now.astimezone(BRUSSELS)
    next_one = local.replace(hour=begin, minute=0, second=0, microsecond=0)
    return (next_one if next_one > local else next_one + timedelta(days=1)) - local


async def warm_up(emulator: Emulator) -> None:
    phones = [emulator.phone("en") for _ in range(WARM_UP)]
    for phone in phones:
        await phone.says("/start")
    await asyncio.gather(*(phone.hears(LAST) for phone in phones))


async def _perform(
    stage: Stage, house: House, visits: tuple[Visit, ...], hours: float, stop: asyncio.Event
) -> Played:  # fmt: skip
    emulator, played, loop = stage.emulator, stage.played, asyncio.get_running_loop()
    before, calls, began = house.weight(), len(emulator.ledger), loop.time()
    stage.began = emulator.clock.now()
    emulator.clock.run(stage.speed)
    emulator.updates.press_lives *= stage.speed  # the wire is no faster than ever
    assert played.office is not None
    working = asyncio.ensure_future(played.office.work())
    people = [asyncio.ensure_future(stage.visits(visit)) for visit in visits]
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({stopping}, timeout=hours * 3600 / stage.speed)
    stopped = stopping.done()
    for task in (stopping, working, *people):
        task.cancel()
    await asyncio.wait({stopping, working, *people})
    if not stopped:
        await _calm(emulator)
    played.seconds = loop.time() - began
    played.hours = (emulator.clock.now() - stage.began).total_seconds() / 3600
    after = house.weight()
    if before is not None and after is not None:
        played.grown, played.memory = after.since(before), after.memory
    sends = [entry for entry in emulator.ledger[calls:] if entry.ok and entry.method == "sendMessage"]
    played.sent = [int((entry.at - stage.began).total_seconds() // 60) for entry in sends]
    return played


async def _calm(emulator: Emulator) -> None:
    """Until what was written last is worked off; whoever is still waiting after that is in the report."""
    try:
        await emulator.settled(LAST)
    except TimeoutError:
        return
