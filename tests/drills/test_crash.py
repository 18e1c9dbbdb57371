"""Killed in the middle of work, Haven loses nothing and does nothing twice; on both databases, polled or called."""

from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.crash import Plan, storm
from tests.drills.finding import Finding, amount, combinations, seed
from tests.drills.haven_process import HavenProcess
from tests.drills.nursery import Nursery

PLAN = Plan(updates=amount(10_000, 300), kills=amount(150, 10), waiting=amount(12, 4), seed=seed())
#: A house that confirms before it has written anything down; nobody waits long for what will never come.
EARLY = Plan(updates=amount(2_000, 150), kills=amount(30, 5), walking=0, seed=seed())


async def drill(folder: Path, mode: str, urls: tuple[str, str], plan: Plan, born: Nursery, *program: str) -> Finding:
    databases = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), urls, strict=True))
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, folder / "haven", mode, databases, nursery=born)
        haven.program = program or haven.program
        try:
            return await storm(emulator, haven, plan, "sqlite" if urls[0].startswith("sqlite") else "postgresql")
        finally:
            haven.kill()


@pytest.mark.timeout(amount(3600, 600))
@pytest.mark.parametrize(("engine", "mode"), combinations(), indirect=["engine"])
async def test_nothing_is_lost_or_doubled_however_often_it_is_killed(
    tmp_path: Path, engine_urls: tuple[str, str], mode: str, nursery: Nursery
) -> None:
    found = await drill(tmp_path, mode, engine_urls, PLAN, nursery)
    print(found)
    assert found.holds, found
    assert found.seen["kills"] == PLAN.kills
    assert found.seen["at named moments"] > PLAN.kills / 4, "failpoints must be what it dies of, about every other time"


@pytest.mark.timeout(amount(1800, 600))
@pytest.mark.parametrize(("engine", "mode"), combinations(), indirect=["engine"])
async def test_the_drill_finds_a_house_that_confirms_too_early(
    tmp_path: Path, engine_urls: tuple[str, str], mode: str, nursery: Nursery
) -> None:
    early = str(Path(__file__).with_name("confirms_early.py"))
    found = await drill(tmp_path, mode, engine_urls, EARLY, nursery, early)
    assert found.wrong["lines lost"] > 0, found
    assert found.wrong["confirmed without a row"] > 0, found
