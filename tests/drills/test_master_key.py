"""The master key is changed under load while the house is killed: no reading fails, nothing is lost or left behind."""

from pathlib import Path

import pytest

from tests.drills.finding import amount, seed
from tests.drills.master import Change, storm
from tests.drills.nursery import Nursery

#: On each engine.
DEATHS = amount(100, 4)


@pytest.mark.timeout(amount(3600, 600))
async def test_no_reading_fails_and_nothing_lies_under_an_old_master_key(
    tmp_path: Path, engine: str, engine_urls: tuple[str, str], nursery: Nursery
) -> None:
    found = await storm(Change(engine_urls, tmp_path, nursery, seed()), DEATHS, engine)
    print(found)
    assert found.holds, found
    assert found.seen["read"] > DEATHS
    assert found.seen["changes told"] >= DEATHS // 8
    assert found.seen["old master keys tried"] >= DEATHS // 8
    assert found.seen["at named moments"] >= DEATHS // 8


@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_drill_finds_a_change_that_forgets_one_row(
    tmp_path: Path, engine: str, engine_urls: tuple[str, str], nursery: Nursery
) -> None:
    change = Change(engine_urls, tmp_path, nursery, seed(), {"FORGETS": "yes"})
    found = await storm(change, 1, engine)
    assert any("older master key" in kind for kind in found.wrong), found
