"""Backups as files: locked, apart from each other, whole or refused, and of one moment while the house goes on."""

from __future__ import annotations

import asyncio
import os
import stat
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pyrage
import pytest

from emulator.server import Emulator
from haven.backup_files import checked, identities_in, locked, new_key
from haven.settings import read_settings
from haven.wiring import open_database
from storage import key_tables
from storage.beside import filling
from storage.dumped import BadCopy, Columns, Contents, Reading, written
from storage.dumping import KEY_TABLES, copy_of_data, newest_schema
from storage.errors import InUse
from tests.haven.backed import Copies, Place
from tests.haven.running import running, settings_for
from tests.storage.people import HOUSE, NOW, Decision, case, line, session, writes


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "house")


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies")


def test_a_backup_is_for_its_owner_alone_and_says_what_is_in_it(place: Place, copies: Copies) -> None:
    place.keeps("an")
    copies.taken(place)
    for what, told in (("data", "1  cases"), ("keys", "data_key"), ("master", "master_key_file")):
        path = copies.newest(what)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        assert [one.name for one in path.parent.iterdir()] == [path.name]
        assert place.haven("backup", "check", str(path), "--identity", str(copies.identity)) == 0
        assert told in place.told
    noted = place.rows("SELECT about FROM event WHERE kind = 'house_backed_up' ORDER BY position")
    assert [row[0] for row in noted] == ['{"what": "data"}', '{"what": "keys"}', '{"what": "master"}']


def test_two_kinds_never_share_a_folder_nor_lie_with_what_they_are_of(place: Place, copies: Copies) -> None:
    place.keeps("an")
    copies.taken(place)
    inside = place.keys / "backups"
    inside.mkdir()
    for what, where, told in (
        ("data", copies.folder / "keys", "never lie in one folder"),
        ("keys", copies.folder / "data", "never lie in one folder"),
        ("master", copies.folder / "data", "never lie in one folder"),
        ("master", copies.folder / "keys", "never lie in one folder"),
        ("keys", inside, "is lost with what it is a backup of"),
        ("keys", copies.folder / "keys" / "monday.age", "name a folder that is there"),
        ("data", copies.folder / "nowhere", "name a folder that is there"),
    ):
        assert place.haven("backup", what, str(where), HAVEN_BACKUP_RECIPIENT=copies.public) == 2
        assert told in place.told
    assert not list(inside.iterdir())
    assert place.haven("backup", "data", str(copies.folder / "data")) == 2
    assert "HAVEN_BACKUP_RECIPIENT is missing" in place.told


def test_backups_of_keys_go_after_a_week_and_an_older_one_is_not_brought_back(place: Place, copies: Copies) -> None:
    place.keeps("an")
    folder = copies.folder / "keys"
    ours, weekly, other = (
        folder / "haven-keys-2026-01-01T000000Z.age",
        folder / "haven-keys-friday.age",
        folder / "mine",
    )
    for path in (ours, weekly, other):
        path.write_bytes(b"x")
        os.utime(path, (time.time() - 8 * 86400,) * 2)
    young = folder / "haven-keys-monday.age"
    young.write_bytes(b"x")
    copies.taken(place, "keys")
    assert "2 old ones beside it are removed" in place.told
    assert {path.name for path in folder.iterdir()} == {copies.newest("keys").name, young.name, other.name}


def test_a_backup_of_keys_older_than_the_horizon_needs_to_be_asked_for(
    place: Place, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.keeps("an")
    monkeypatch.setattr("haven.backup_commands._now", lambda: datetime.now(UTC) - timedelta(days=7, minutes=1))
    copies.taken(place, "keys")
    place.lose_keys()
    assert copies.brought_back(place, "keys") == 2
    assert "older than 7 days" in place.told
    assert not (place.keys / "keys.db").exists()
    assert copies.brought_back(place, "keys", older=True) == 0
    assert place.case_of("an") is not None


def damaged(whole: bytes) -> Iterator[bytes]:
    """Cut at many places, and with a bit changed at many others."""
    for part in range(1, 20):
        yield whole[: len(whole) * part // 20]
        at = len(whole) * part // 20
        yield whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    yield whole + b"x"


def test_a_backup_that_was_cut_or_changed_is_refused_before_anything_is_written(place: Place, copies: Copies) -> None:
    place.keeps("an")
    copies.taken(place, "data")
    path = copies.newest("data")
    whole, identities = path.read_bytes(), identities_in(copies.identity)
    assert checked(path, identities).counts["cases"] == 1  # control
    for broken in damaged(whole):
        path.write_bytes(broken)
        with pytest.raises(BadCopy):
            checked(path, identities)
    place.lose_data()
    assert copies.brought_back(place, "data") == 2
    assert not (place.folder / "data" / "haven.db").exists()


def test_a_backup_whose_rows_were_changed_by_who_can_lock_one_is_refused(place: Place, copies: Copies) -> None:
    """Anyone who has the public key can lock a file; the digest at least tells a row that was left out by mistake."""
    place.keeps("an")
    copies.taken(place, "data")
    path, identities = copies.newest("data"), identities_in(copies.identity)
    lines = pyrage.decrypt(path.read_bytes(), identities).splitlines(keepends=True)
    for changed in (lines[:-1], lines[:1] + lines[2:], [*lines, lines[1]], [lines[0], *lines], [b"x\n"], []):
        with locked(path, iter(changed), [copies.public]):
            pass
        with pytest.raises(BadCopy):
            checked(path, identities)
    with locked(path, iter(lines), [copies.public]):
        pass
    assert checked(path, identities).counts["cases"] == 1  # control


def test_the_wrong_key_and_a_second_house_are_refused(place: Place, copies: Copies, tmp_path: Path) -> None:
    place.keeps("an")
    copies.taken(place)
    new_key(tmp_path / "another.txt")
    path = str(copies.newest("data"))
    assert place.haven("restore", "data", path, "--identity", str(tmp_path / "another.txt")) == 2
    assert "this key does not open this backup" in place.told
    assert copies.brought_back(place, "data") == 2
    assert "is not empty" in place.told
    stranger = Place(tmp_path / "stranger")
    stranger.keeps("bea")
    stranger.lose_data()
    assert copies.brought_back(stranger, "data") == 2
    assert "of another house" in stranger.told
    assert stranger.haven("restore", "keys", path, "--identity", str(copies.identity)) == 2
    assert "bring it back with haven restore data" in stranger.told


async def test_a_running_house_is_backed_up_and_is_not_restored_over(tmp_path: Path, copies: Copies) -> None:
    async with Emulator() as emulator:
        settings = settings_for(emulator, tmp_path / "house")
        async with running(settings, emulator):
            place = Place(tmp_path / "house")
            await asyncio.to_thread(copies.taken, place, "data", "keys", "master")
            assert await asyncio.to_thread(copies.brought_back, place, "data") == 2
            assert "the house runs" in place.told
    assert copies.rows_in("data")["revision"]


def counted(place: Place) -> Mapping[str, int]:
    reading = Reading()
    for text in copy_of_data(place.addresses[0], NOW):
        reading.write(text)
    return reading.whole().counts


async def test_a_backup_is_of_one_moment_while_the_house_goes_on_writing(
    engine: str, engine_urls: tuple[str, str], tmp_path: Path
) -> None:
    place = Place(tmp_path / "house", engine_urls if engine == "postgresql" else None)
    store = await open_database(read_settings(place.environment), "test")
    enough = asyncio.Event()

    async def goes_on() -> int:
        update = 0
        while not enough.is_set():
            update += 1
            kept = Decision(session=session(), case=case(), transcript=(line("one"), line("two")))
            await store.work_off(writes(update, f"chat {update}"), NOW, HOUSE, kept)
        return update

    writing = asyncio.ensure_future(goes_on())
    seen: list[int] = []
    try:
        while len(seen) < 3 or seen[-1] == seen[0]:  # control: it does go on
            await asyncio.sleep(0.05)
            counts = await asyncio.to_thread(counted, place)
            assert counts["line"] == counts["item"] == counts["consent"] == 2 * counts["cases"] == 2 * counts["access"]
            seen.append(counts["cases"])
        with pytest.raises(InUse):  # and nobody brings anything back beside it
            await asyncio.to_thread(pour_nothing, place)
    finally:
        enough.set()
        assert await writing >= max(seen, default=0)
        await store.close()


def pour_nothing(place: Place) -> None:
    with filling(place.addresses[0]):
        raise AssertionError("somebody else is at work in it")


def test_a_backup_of_older_tables_is_brought_into_the_newest(place: Place, copies: Copies) -> None:
    tables = {"house": {"place": "", "id": ""}, "tally": {"name": "", "amount": ""}}
    contents = Contents("data", "a-house", "0005", NOW, cast(Mapping[str, Columns], tables))
    pages = [("house", [[1, "a-house"]]), ("tally", [["of those days", 7]])]
    path = copies.folder / "data" / "haven-data-old.age"
    with locked(path, written(contents, pages), [copies.public]):
        pass
    assert copies.brought_back(place, "data") == 0, place.told
    assert place.rows("SELECT version_num FROM alembic_version") == [(newest_schema(),)]
    assert place.rows("SELECT name, amount FROM tally WHERE name <> 'restored'") == [("of those days", 7)]
    newer = Contents("data", "a-house", "9999", NOW, cast(Mapping[str, Columns], tables))
    with locked(path, written(newer, pages), [copies.public]):
        pass
    place.lose_data()
    assert copies.brought_back(place, "data") == 2
    assert "made by a newer Haven" in place.told


def test_every_table_of_the_key_store_is_backed_up_or_left_out_on_purpose() -> None:
    made = {words.split()[5] for words in key_tables.SCHEMA if words.startswith("CREATE TABLE")}
    assert made == {*KEY_TABLES, "sparing"}
