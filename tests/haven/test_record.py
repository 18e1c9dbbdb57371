"""The record watched: its head in the log, a walk each night, staff told where it is broken, and the command line."""

from __future__ import annotations

import io
import json
import os
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from emulator.server import Emulator
from haven.audit_commands import SAID
from haven.logs import Log
from haven.record import Record, is_due
from haven.side_door import at_the_house, open_side_door
from haven.wiring import open_database
from helpline.audit import HOW
from storage import Store, open_store
from storage.statements import ask
from tests.haven.commanding import commanded
from tests.haven.running import settings_for
from tests.storage.people import HOUSE, NOW, Decision, event, writes

NIGHT = datetime(2026, 3, 15, 2, 1, tzinfo=UTC)
Said = tuple[int, str, str]


class Watched:
    """A store with some events, and whoever watches over them."""

    def __init__(self, store: Store) -> None:
        self.store, self.now, self.told, self.out = store, NIGHT, list[str](), io.StringIO()
        self.record = Record(store, lambda: self.now, Log(self.out), self.told.append)

    @property
    def logged(self) -> list[str]:
        return [json.loads(line)["event"] for line in self.out.getvalue().splitlines()]

    async def happens(self, count: int, update: int = 1) -> None:
        told = tuple(event() for _ in range(count))
        await self.store.work_off(writes(update), NOW, HOUSE, Decision(events=told))
        await self.store.number_events()


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    store = await house(tmp_path)
    try:
        yield Watched(store)
    finally:
        await store.close()


async def house(folder: Path) -> Store:
    data, keys = folder / "data", folder / "keys"
    return await open_store(f"sqlite:///{data / 'haven.db'}", f"sqlite:///{keys / 'keys.db'}", keys, process="test")


async def test_every_night_the_record_is_walked_once(watched: Watched) -> None:
    await watched.happens(5)
    for hours in (0, 1, 20, 24):
        watched.now = NIGHT + timedelta(hours=hours)
        await watched.record.look()
    assert watched.logged == ["audit_whole", "audit_whole"]
    assert watched.told == []
    assert await watched.store.last_verified() == (NIGHT + timedelta(hours=24)).replace(second=0)


async def test_staff_are_told_of_a_record_that_is_broken(watched: Watched) -> None:
    await watched.happens(5)
    await watched.store.database.run(lambda: ask("UPDATE event SET kind = 'x' WHERE seq = 3"))
    await watched.record.look()
    assert watched.told == ["audit"]
    assert watched.logged == ["audit_broken"]


async def test_a_record_brought_back_while_the_house_runs_is_found_by_the_head_in_the_log(watched: Watched) -> None:
    await watched.happens(5)
    await watched.record.note_head()
    head = json.loads(watched.out.getvalue())
    assert f"{head['number']}:{head['digest']}" == str(await watched.store.audit_head())
    await watched.store.database.run(lambda: ask("DELETE FROM event WHERE seq > 3"))
    await watched.record.look()
    assert watched.told == ["audit"]


async def test_a_house_in_which_nothing_happened_has_nothing_to_say(watched: Watched) -> None:
    await watched.record.note_head()
    await watched.record.look()
    assert watched.logged == []


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NIGHT, True),
        (None, NIGHT - timedelta(hours=1), False),
        (NIGHT - timedelta(hours=1), NIGHT, True),
        (NIGHT, NIGHT + timedelta(hours=3), False),
        (NIGHT + timedelta(days=9), NIGHT, True),
    ],
)
def test_it_is_night_once_a_day(last: datetime | None, now: datetime, due: bool) -> None:
    assert is_due(last, now) is due


# ── the command line ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def haven(tmp_path: Path) -> Callable[..., Said]:
    """The command, in a folder of its own: its exit code, and what it printed and complained."""

    def run(*words: str) -> Said:
        done = commanded(tmp_path, "audit", *words, settings={})
        return done.returncode, done.stdout, done.stderr

    return run


def before_the_command(folder: Path, *changes: str) -> None:
    """Some events, and then what somebody does to the table behind the house's back."""
    import asyncio

    async def happen() -> None:
        store = await house(folder)
        await Watched(store).happens(6)
        for change in changes:
            await store.database.run(lambda change=change: ask(change))  # type: ignore[misc]
        await store.close()

    before = os.umask(0o077)
    asyncio.run(happen())
    os.umask(before)


def test_a_whole_record_is_said_in_one_line_and_its_head_can_be_kept(
    haven: Callable[..., Said], tmp_path: Path
) -> None:
    before_the_command(tmp_path)
    code, printed, _ = haven("verify")
    assert code == 0
    assert "6 events, none of them changed, missing or moved" in printed
    head = haven("head")[1].strip()
    assert f"head {head}" in printed
    assert haven("verify", "--anchor", head)[0] == 0


def test_what_a_command_did_is_in_the_record_before_any_house_runs(haven: Callable[..., Said], tmp_path: Path) -> None:
    assert commanded(tmp_path, "staff", "add", "noor", "--role", "admin", settings={}).returncode == 0
    code, printed, _ = haven("verify")
    assert code == 0
    assert "1 events" in printed


def test_what_is_broken_is_said_with_its_number_and_exit_code_1(haven: Callable[..., Said], tmp_path: Path) -> None:
    before_the_command(tmp_path, "UPDATE event SET kind = 'x' WHERE seq = 3", "DELETE FROM event WHERE seq = 5")
    code, printed, _ = haven("verify")
    assert code == 1
    assert printed.splitlines()[:2] == [f"event 3: {SAID['changed']}", f"event 5: {SAID['missing']}"]


def test_a_cut_is_said_where_the_head_was_kept_elsewhere(haven: Callable[..., Said], tmp_path: Path) -> None:
    before_the_command(tmp_path)
    head = haven("head")[1].strip()
    before_the_command(tmp_path / "older", "DELETE FROM event WHERE seq > 2")
    assert haven("verify", "--anchor", head)[0] == 0
    (tmp_path / "data").rename(tmp_path / "newer")
    (tmp_path / "older" / "data").rename(tmp_path / "data")
    (tmp_path / "keys").rename(tmp_path / "newer_keys")
    (tmp_path / "older" / "keys").rename(tmp_path / "keys")
    code, printed, _ = haven("verify", "--anchor", head)
    assert code == 1
    assert f"events 3 to 6: {SAID['cut']}" in printed


def test_an_anchor_that_is_none_is_refused_in_one_sentence(haven: Callable[..., Said]) -> None:
    code, _, complained = haven("verify", "--anchor", "yesterday")
    assert code == 2
    assert "an anchor is a line" in complained


async def test_it_is_checked_by_the_house_that_has_the_database(tmp_path: Path) -> None:
    settings = settings_for(Emulator(), tmp_path)
    store = await open_database(settings, "test")
    async with open_side_door(settings.keys, store, Log(io.StringIO())):
        await Watched(store).happens(6)
        head = str((await at_the_house(settings, "audit_head", {}))["head"])
        assert (await at_the_house(settings, "audit_verify", {"anchor": head}))["broken"] == []
        await store.database.run(lambda: ask("UPDATE event SET kind = 'x' WHERE seq = 3"))
        assert (await at_the_house(settings, "audit_verify", {}))["broken"] == [["changed", 3, 3]]
    await store.close()


def test_every_way_of_being_broken_has_its_words() -> None:
    assert set(SAID) == set(HOW)
