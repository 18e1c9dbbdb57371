"""A corrected number reaches everyone at once; a broken directory reaches nobody, and staff are told."""

from __future__ import annotations

import io
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from haven.logs import Log
from haven.premises import DIRECTORY, Premises, furnish, library
from haven.proving import Proving
from haven.settings import read_settings
from tests.helpline.house import Chance

DAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Desk:
    """A house over a directory of its own, what it wrote and told, and a clock to move."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(shutil.copytree(DIRECTORY, folder / "directory"))
        settings = read_settings({})
        self.premises = Premises(furnish(settings, {1: library(settings.languages)}, Chance()))
        self.now, self.out, self.told = DAY, io.StringIO(), list[str]()
        self.proving = Proving(self.premises, self.folder, lambda: self.now, Log(self.out), self.told.append)

    def edit(self, old: str, new: str, file: str = "lines.yaml") -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))

    def card(self, key: str) -> str:
        house = self.premises.house
        return house.directory.card(key, "nl", self.now, house.say).text()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_corrected_number_is_shown_without_a_restart(desk: Desk) -> None:
    assert "0800/12 800" in desk.card("institute")
    desk.edit("0800/12 800", "0800/12 801")
    desk.edit("080012800", "080012801")
    await desk.proving.look()
    assert "0800/12 801" in desk.card("institute")
    assert "directory_loaded" in desk.out.getvalue()
    assert desk.told == []


async def test_a_file_that_cannot_be_read_changes_nothing_and_staff_are_told(desk: Desk) -> None:
    before = desk.card("institute")
    desk.edit("institute:", "[institute:", "lines.yaml")
    await desk.proving.look()
    assert desk.card("institute") == before
    assert desk.told == ["promise"]
    assert "directory_broken" in desk.out.getvalue()


async def test_an_edit_that_breaks_a_promise_is_not_taken_in(desk: Desk) -> None:
    before = desk.card("stopncii")
    desk.edit("checked_on: 2026-11-21", "checked_on: 2024-01-01", "tools.yaml")
    await desk.proving.look()
    assert desk.card("stopncii") == before
    assert desk.told == ["promise"]
    assert "promise_refuted" in desk.out.getvalue()


async def test_it_is_proved_once_a_day_and_staff_hear_when_entries_go_out_of_date(desk: Desk) -> None:
    await desk.proving.look()
    await desk.proving.look()
    assert desk.told == []
    desk.now += timedelta(days=400)
    await desk.proving.look()
    assert desk.told == ["promise"]
    await desk.proving.look()
    assert desk.told == ["promise"]
