"""A team keeps the hours that are written for it; unwritten, nobody claims to know them."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpline.directory import Directory, load
from helpline.entries import DirectoryErrors

MONDAY, CHRISTMAS = datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 12, 25, 10, tzinfo=UTC)


def written(folder: Path, teams: str) -> Directory:
    copy = Path(shutil.copytree("directory", folder / "directory"))
    (copy / "teams.yaml").write_text(teams, encoding="utf-8")
    return load(copy)


def test_haven_ships_without_hours_for_anybody() -> None:
    assert load(Path("directory")).teams["helpline"].opening is None


def test_a_team_is_there_by_its_hours_and_not_on_holidays(tmp_path: Path) -> None:
    opening = written(tmp_path, 'helpline: {hours: {mon: "9:00-17:00", fri: "9:00-17:00"}}').teams["helpline"].opening
    assert opening is not None
    assert opening.is_open(MONDAY)
    assert not opening.is_open(CHRISTMAS)


def test_hours_nobody_can_read_are_told_with_their_place(tmp_path: Path) -> None:
    with pytest.raises(DirectoryErrors) as told:
        written(tmp_path, "helpline: {hours: {monday: all day}}")
    assert "teams.yaml, entry helpline" in str(told.value)
