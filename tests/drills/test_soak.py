"""After half an hour of talks the house is as light and as quick as it was when it had warmed up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.finding import Finding, amount
from tests.drills.haven_process import HavenProcess
from tests.drills.soak import Plan, drill

#: DRILL_MINUTES: how long after the warm-up. DRILL_POSTGRES: that engine too, at four times the pace.
MINUTES = float(os.environ.get("DRILL_MINUTES", 25))
ENGINES = ["sqlite", *(["postgresql"] if os.environ.get("DRILL_POSTGRES") else [])]
LEAKING = str(Path(__file__).with_name("leaking.py"))


def plan(rate: float) -> Plan:
    """In `make test`: a few seconds, in which a house may still find its weight."""
    if amount(1, 0):
        return Plan(rate, seconds=MINUTES * 60, warm=300)
    return Plan(rate, seconds=2.5, warm=0.5, before=60, drift=0.1, think=0.1)


async def soak(folder: Path, asked: Plan, urls: dict[str, str], *program: str) -> Finding:
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, folder, "webhook", urls)
        haven.program = program or haven.program
        try:
            finding = await drill(haven, asked)
        finally:
            haven.kill()
    print(finding)
    return finding


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("engine", ENGINES)
async def test_it_gets_neither_heavier_nor_slower(tmp_path: Path, request: pytest.FixtureRequest, engine: str) -> None:
    urls = {}
    if engine == "postgresql":
        data, keys = request.getfixturevalue("postgres_urls")
        urls = {"HAVEN_DATABASE_URL": data, "HAVEN_KEYSTORE_URL": keys}
    finding = await soak(tmp_path, plan(200 if urls else 50), urls)
    assert finding.holds, finding


@pytest.mark.timeout(600)
async def test_the_drill_finds_a_house_that_gets_heavier(tmp_path: Path) -> None:
    finding = await soak(tmp_path, Plan(50, seconds=2.5, warm=0.5, before=5, drift=0.1, think=0.1), {}, LEAKING)
    assert finding.wrong["heavier"], finding
