"""The drill of the takeover: a thousand races for a case, and whatever happens in each, one holds it and one is heard.

Afterwards it is judged by the database and the emulator's ledger alone (`takeover_judge.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.drills.finding import Finding, chance_of
from tests.drills.takeover_house import Street, street
from tests.drills.takeover_judge import judge, judge_all
from tests.drills.takeover_race import Race, Scene
from tests.drills.takeover_scenes import SCENES

AT_ONCE = 20
#: What Telegram does to so many messages of each twenty races.
TROUBLES, WEATHER = 2, ("drop_after_accept", "5xx", "slow", "bad_json")


async def races(
    folder: Path,
    urls: tuple[str, str],
    count: int,
    seed: int,
    scenes: Sequence[Scene] = SCENES,
    weather: bool = True,
    until: Sequence[str] = (),
) -> Finding:
    """So many, each scene in turn. `until`: fewer, once all these kinds of trouble were found."""
    engine = "sqlite" if urls[0].startswith("sqlite") else "postgresql"
    finding = Finding("takeovers", count, seed, engine, "one house" if engine == "sqlite" else "two houses")
    async with street(folder, urls, seed) as here:
        for first in range(0, count, AT_ONCE):
            if weather:
                cloud(here, chance_of(seed, -1 - first))
            numbers = range(first, min(first + AT_ONCE, count))
            ran = await asyncio.gather(*(one(here, number, seed, scenes[number % len(scenes)]) for number in numbers))
            await here.quiet()
            here.emulator.faults.clear()
            for race in ran:
                await judge(race, here.houses[0].store, finding)
            if until and all(finding.wrong[kind] for kind in until):
                break
        await judge_all(here.emulator, here.houses[0].store, finding)
        finding.wrong.update(troubles(here))
    return finding.done()


async def one(here: Street, number: int, seed: int, scene: Scene) -> Race:
    race = Race(here, number, chance_of(seed, number), scene.__name__, here.emulator.phone(language="en"))
    await scene(race)
    return race


def cloud(here: Street, chance: Random) -> None:
    for _ in range(TROUBLES):
        kind = chance.choice(WEATHER)
        here.emulator.faults.add(kind=kind, method="sendMessage", after=chance.randrange(30), delay=0.3)


def troubles(here: Street) -> dict[str, int]:
    """Errors in the log: a race is won or lost without any."""
    found = [line for line in here.log.getvalue().splitlines() if '"error"' in line]
    return {"errors in the log": len(found)} if found else {}
