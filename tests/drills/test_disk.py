"""A disk that takes nothing more stops nobody for good: nothing is confirmed, the operator is told, and it goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.drills.disk_trouble import FULL, READ_ONLY, Trouble, drill
from tests.drills.finding import amount

EVERY = [(FULL, "polling"), (FULL, "webhook"), (READ_ONLY, "polling"), (READ_ONLY, "webhook")]


@pytest.mark.timeout(300)
async def test_nothing_is_lost_while_the_disk_takes_nothing(tmp_path: Path) -> None:
    async def one(number: int, trouble: Trouble, mode: str) -> str:
        (folder := tmp_path / str(number)).mkdir()
        finding = await drill(trouble, mode, folder)
        assert finding.holds, finding
        return str(finding)

    some = EVERY if amount(1, 0) else EVERY[:1] + EVERY[3:]
    print(*await asyncio.gather(*(one(number, *each) for number, each in enumerate(some))), sep="\n")
