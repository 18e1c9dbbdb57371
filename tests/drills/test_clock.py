"""A clock that jumps a day and comes back costs nobody her talk, and holds up no message."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from helpline import chores
from tests.drills.clock_jump import Clock, Machine, drill
from tests.drills.finding import amount, seed


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chore looks in several times between two words."""
    monkeypatch.setattr(chores, "CHORES", tuple(replace(chore, every=0.2) for chore in chores.CHORES))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", ["polling", "webhook"][: amount(2, 1)])
async def test_a_jump_forth_and_back_is_not_noticed_by_anyone(tmp_path: Path, mode: str) -> None:
    for run in range(amount(20, 1)):
        (folder := tmp_path / str(run)).mkdir()
        finding = await drill(mode, seed() + run, folder)
        print(finding)
        assert finding.holds, finding


async def test_the_drill_finds_a_house_that_believes_every_clock(tmp_path: Path) -> None:
    def credulous(machine: Machine) -> Clock:
        return machine

    finding = await drill("polling", seed(), tmp_path, credulous, patience=3)
    assert finding.wrong["something waits until tomorrow"] or finding.wrong["her talk was forgotten"]
