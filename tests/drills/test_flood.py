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
SPEED = float(os.environ.get("DRILL_SPEED", amount(4, 2)))
FASTER = str(Path(__file__).with_name("faster.py"))
#: What 100,000 may cost, and what a process and its journals may weigh more after any work at all, in KiB.
MOST, ANYWAY = 100 * 1024, 16 * 1024
#: On a machine that does other things meanwhile, a few people are answered later than the promise.
SOONER, LATER = 2, 5
#: What each word of the chat that never stops leaves on the disk for a while, in KiB: that it was seen, and its id.
WORD = 0.25


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
    plan = Plan(amount(100_000, 200), amount(100, 5), SPEED, seed=seed(), soon=amount(SOONER, LATER))
    finding = await flood(tmp_path, plan)
    assert finding.holds, finding
    most = MOST * plan.contacts / 100_000 + ANYWAY
    assert finding.seen["memory KiB"] <= most
    assert finding.seen["disk KiB"] <= most + finding.seen["noise"] * WORD


@pytest.mark.timeout(7200)
async def test_even_where_more_write_than_may_be_told_talks_go_on(tmp_path: Path) -> None:
    """Beside it the same house without an order of its own: the drill must find that one wanting."""
    plan = Plan(amount(4_000, 240), amount(40, 5), 2, rate=75, seed=seed(), noise=False, soon=amount(SOONER, LATER))
    ours, fifo = await asyncio.gather(
        flood(tmp_path / "ours", plan), flood(tmp_path / "fifo", replace(plan, fifo=True))
    )
    assert not ours.wrong["next reply too late"], ours
    assert ours.seen["next reply p99 ms"] < fifo.seen["next reply p99 ms"] / 2, (ours, fifo)
    for finding in (ours, fifo):
        assert not finding.wrong["never answered"]
        assert not finding.wrong["did not get help"]
