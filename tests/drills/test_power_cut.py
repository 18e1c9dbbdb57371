"""After a power cut at any moment, the databases are whole and all that was confirmed is there. Needs strace."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.drills.finding import amount, seed
from tests.drills.power_cut import HERE, LOG, drill_images, drill_order, worked


def test_strace_is_there() -> None:
    assert shutil.which("strace"), "these drills need strace; on Debian: apt-get install strace"


@pytest.mark.timeout(amount(1800, 600))
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_nothing_confirmed_is_lost_in_a_power_cut(tmp_path: Path, mode: str) -> None:
    work = await worked(tmp_path, amount(8, 3), amount(220, 12), mode)
    order = drill_order(work)
    images = drill_images(work, amount(500, 25), seed(), tmp_path / "image")
    print(order, images, sep="\n")
    assert order.holds, order
    assert order.count >= amount(1_000, 50)
    assert images.holds, images
    deaf = drill_images(work, 20, seed(), tmp_path / "image", deaf=frozenset({LOG}))
    assert deaf.wrong["a confirmed update is missing"] > 0, "a disk whose syncs do nothing must be found"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_drill_finds_a_house_that_confirms_before_it_syncs(tmp_path: Path, mode: str) -> None:
    work = await worked(tmp_path, 2, 10, mode, (str(HERE / "confirms_early.py"),))
    assert drill_order(work).wrong["confirmed before a sync"] > 0
