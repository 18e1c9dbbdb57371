"""Killed in the middle of work, Haven loses nothing and does nothing twice; on both databases, polled or called."""

from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.crash import Outcome, Plan, storm
from tests.drills.finding import amount, seed
from tests.drills.haven_process import HavenProcess

PLAN = Plan(updates=amount(10_000, 200), kills=amount(150, 10), seed=seed())


async def drill(folder: Path, mode: str, urls: tuple[str, str], plan: Plan, *program: str) -> Outcome:
    databases = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), urls, strict=True))
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, folder / "haven", mode, databases)
        haven.program = program or haven.program
        try:
            return await storm(emulator, haven, plan)
        finally:
            haven.kill()


@pytest.mark.timeout(amount(7200, 240))
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_nothing_is_lost_or_doubled_however_often_it_is_killed(
    tmp_path: Path, engine_urls: tuple[str, str], mode: str
) -> None:
    outcome = await drill(tmp_path, mode, engine_urls, PLAN)
    print(f"{PLAN} → {outcome}")
    assert (outcome.lost, outcome.doubled, outcome.out_of_order, outcome.unanswered) == (0, 0, 0, 0)
    assert outcome.kills == PLAN.kills
    assert outcome.repeats <= outcome.ambiguous


@pytest.mark.timeout(240)
async def test_the_drill_finds_a_house_that_confirms_too_early(tmp_path: Path) -> None:
    urls = (f"sqlite:///{tmp_path}/data/haven.db", f"sqlite:///{tmp_path}/keys/keys.db")
    early = str(Path(__file__).with_name("confirms_early.py"))
    outcome = await drill(tmp_path, "polling", urls, Plan(updates=60, kills=4, hello=0), early)
    assert outcome.lost > 0
