"""Killed twenty times while cases change hands: one holds each, one is heard, and no word of anybody is lost."""

from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.finding import amount, seed
from tests.drills.haven_process import HavenProcess
from tests.drills.nursery import Nursery
from tests.drills.takeover_killed import Plan, killed

PLAN = Plan(people=amount(12, 6), kills=amount(20, 2), acts=amount(60, 20), seed=seed())
HOUSES = {"sqlite": 1, "postgresql": 2}
#: Both databases in full, one of them in the small share.
ENGINES = list(HOUSES)[: amount(2, 1)]


@pytest.mark.timeout(amount(1800, 600))
@pytest.mark.parametrize("engine", ENGINES)
async def test_no_hold_and_no_word_is_lost_however_often_it_is_killed(
    tmp_path: Path, engine: str, engine_urls: tuple[str, str], nursery: Nursery
) -> None:
    databases = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), engine_urls, strict=True))
    async with Emulator() as emulator:
        houses = [
            HavenProcess(emulator, tmp_path / f"house{number}", "polling", databases, nursery=nursery)
            for number in range(HOUSES[engine])
        ]
        for house in houses:
            house.extra = {"HAVEN_KEYS": str(tmp_path / "keys")}
        try:
            found = await killed(emulator, houses, PLAN, engine)
        finally:
            for house in houses:
                house.kill()
    print(found)
    assert found.holds, found
    assert found.seen["kills"] == PLAN.kills
