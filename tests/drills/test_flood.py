"""100,000 people who write once, and one chat that never stops, keep nobody waiting who needs help."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.finding import Finding, amount, seed
from tests.drills.flood import Plan, drill
from tests.drills.haven_process import HavenProcess

#: How much faster than Telegram's own hour. The full drill takes 100,000 / 28 / speed seconds: 15 minutes at 4.
SPEED = float(os.environ.get("DRILL_SPEED", amount(4, 3)))
FASTER = str(Path(__file__).with_name("faster.py"))
#: What 100,000 may cost in memory, and what a process may weigh more after any work at all, in KiB.
MOST, ANYWAY = 100 * 1024, 12 * 1024


async def flood(folder: Path, plan: Plan) -> Finding:
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, folder, "webhook", {}, plan.program(), ("-P", FASTER))
        try:
            finding = await drill(haven, plan)
        finally:
            haven.kill()
    print(finding)
    return finding


@pytest.mark.timeout(7200)
async def test_in_a_flood_everyone_who_needs_help_is_answered_soon(tmp_path: Path) -> None:
    plan = Plan(contacts=amount(100_000, 200), genuine=amount(100, 5), speed=SPEED, seed=seed())
    finding = await flood(tmp_path, plan)
    assert finding.holds, finding
    assert finding.seen["memory KiB"] <= MOST * plan.contacts / 100_000 + ANYWAY


@pytest.mark.timeout(7200)
async def test_even_where_more_write_than_may_be_told_talks_go_on(tmp_path: Path) -> None:
    """Beside it the same house without an order of its own: the drill must find that one wanting."""
    plan = Plan(amount(4_000, 240), amount(40, 4), amount(2, 3), rate=75, seed=seed(), noise=False)
    ours, fifo = await asyncio.gather(
        flood(tmp_path / "ours", plan), flood(tmp_path / "fifo", replace(plan, fifo=True))
    )
    assert not ours.wrong["next reply too late"], ours
    assert fifo.wrong["next reply too late"], fifo
    for finding in (ours, fifo):
        assert not finding.wrong["never answered"]
        assert not finding.wrong["did not get help"]
