"""The oldest and the newest backups, on both databases: nothing they held is lost, nothing erased comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.repositories import erasures
from storage.statements import Steps
from tests.drills.brought_back import Town
from tests.drills.finding import Finding, amount, chance_of, seed
from tests.haven.backed import Copies, Place

#: Backups taken, and cases that come between two of them.
ROUNDS, NEWCOMERS = amount(8, 2), amount(2_500, 12)


@pytest.fixture
def town(engine: str, engine_urls: tuple[str, str], tmp_path: Path) -> Town:
    place = Place(tmp_path / "house", engine_urls if engine == "postgresql" else None)
    finding = Finding("brought back", seed=seed(), engine=engine)
    town = Town(place, Copies(tmp_path / "copies"), finding, chance_of(seed(), 0))
    for _ in range(ROUNDS):
        town.live(NEWCOMERS)
        town.back_up()
    town.live(NEWCOMERS)
    town.back_up()  # of this moment: what the key store of today holds
    return town


@pytest.mark.timeout(amount(3600, 600))
def test_every_backup_brings_back_what_it_held_and_nothing_erased(town: Town) -> None:
    keys_now = {str(row[0]): str(row[1]) for row in town.place.rows("SELECT id, key_id FROM cases")}
    for number in (0, ROUNDS - 1, ROUNDS):
        town.lose_keys(number)
    for number in (0, ROUNDS - 1):
        town.lose_data(number, keys_now)
    print(town.finding.done())
    assert town.finding.holds, town.finding
    assert town.finding.seen["erased and not back"] > NEWCOMERS / 6
    assert town.finding.seen["keys tried on erased bytes"] > NEWCOMERS


@pytest.mark.timeout(amount(600, 600))
@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_drill_finds_a_house_that_forgets_what_it_has_erased(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(after: str = "", replay: bool = False) -> Steps[tuple[str, ...]]:
        return ()
        yield

    monkeypatch.setattr(erasures, "waiting", nothing)
    town.lose_keys(0)
    assert town.finding.wrong["an erased case opens"] > 0
