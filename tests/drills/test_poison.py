"""One update that breaks something, wherever it breaks it, stops nobody else, and is not tried for ever."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from helpline import receiving
from helpline.ports import Incoming
from tests.drills import poison
from tests.drills.finding import amount
from tests.drills.poison import SEAMS, Seam, drill, is_poison
from tests.soon import until

BY_NAME = {seam.name: seam for seam in SEAMS}
MODES = ["polling", "webhook"]
EVERY = [(seam, mode) for seam in SEAMS for mode in MODES]
SOME = [(BY_NAME["read"], MODES[0]), (BY_NAME["save"], MODES[1]), (BY_NAME["send"], MODES[0])]
RUNS = EVERY if amount(1, 0) else SOME


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("seam", "mode"), RUNS, ids=lambda one: getattr(one, "name", one))
async def test_one_in_a_thousand_breaks_a_seam_and_nobody_else_notices(tmp_path: Path, seam: Seam, mode: str) -> None:
    finding = await drill(seam, mode, amount(143, 8), tmp_path)
    print(finding)
    assert finding.holds, finding


async def test_the_drill_finds_a_house_that_tries_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest, tries = receiving.MOST_FAILURES, list[Incoming]()

    def counted(incoming: Incoming) -> bool:
        if is_poison(incoming):
            tries.append(incoming)
        return is_poison(incoming)

    monkeypatch.setattr(receiving, "MOST_FAILURES", 1_000_000)
    monkeypatch.setattr(poison, "is_poison", counted)
    going_on = asyncio.ensure_future(drill(BY_NAME["decide"], "webhook", 3, tmp_path))
    try:
        await until(lambda: len(tries) > honest + 1)
        assert not going_on.done()
    finally:
        going_on.cancel()
        await asyncio.wait({going_on})
