"""Traps for the operator's commands: links laid where a backup will be written, and odd words at the side door."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from pathlib import Path

import pytest

from emulator.server import Emulator
from haven.backup_files import identities_in, locked, new_key, unlocking
from haven.logs import Log
from haven.side_door import FILE, LINE, at_the_house, open_side_door
from haven.wiring import open_database
from storage.dumped import BadCopy, Contents, Reading, written
from tests.haven.backed import Copies, Place
from tests.haven.running import settings_for
from tests.storage.people import NOW


def test_a_link_laid_where_a_backup_is_written_leads_to_nothing_that_is_lost(tmp_path: Path) -> None:
    """Whoever may write into the folder of the backups must not get the house to write over its own keys."""
    recipient, treasure, folder = new_key(tmp_path / "key"), tmp_path / "master.key", tmp_path / "copies"
    folder.mkdir()
    treasure.write_bytes(b"treasure")
    path = folder / "haven-data-x.age"
    (folder / f".{path.name}.part").symlink_to(treasure)
    path.symlink_to(treasure)
    with locked(path, iter([b"line\n"]), [recipient]):
        pass
    assert treasure.read_bytes() == b"treasure"
    assert not path.is_symlink()
    with pytest.raises(BadCopy, match="no backup of Haven"):  # the control: it was written, and opens
        unlocking(path, identities_in(tmp_path / "key"))(Reading())


def test_no_file_but_one_named_like_a_backup_is_ever_written_over(tmp_path: Path) -> None:
    place, copies = Place(tmp_path / "house"), Copies(tmp_path / "copies")
    place.keeps("an")
    before = (place.keys / "master.key").read_bytes()
    for name in ("master.key", "../keys/master.key", "haven-data-.age/../x.age", "copies.age"):
        assert place.haven("backup", "data", str(place.keys / name), HAVEN_BACKUP_RECIPIENT=copies.public) != 0
        assert place.haven("backup", "data", str(copies.folder / name), HAVEN_BACKUP_RECIPIENT=copies.public) != 0
    assert (place.keys / "master.key").read_bytes() == before
    copies.taken(place, "data")  # the control


@pytest.mark.parametrize("rows", [[], [["master.key", b"short"]], [["master.key", bytes(32)], ["../../x", bytes(32)]]])
def test_a_backup_somebody_made_up_is_never_put_in_the_place_of_the_master_key(
    tmp_path: Path, rows: list[list[object]]
) -> None:
    place, copies = Place(tmp_path / "house"), Copies(tmp_path / "copies")
    path = copies.folder / "master" / "haven-master-made-up.age"
    contents = Contents("master", "h", "", NOW, {"master_key_file": {"name": "", "secret": "bytes"}})
    with locked(path, written(contents, iter([("master_key_file", rows)])), [copies.public]):
        pass
    assert copies.brought_back(place, "master") != 0
    assert "no master key in this backup" in place.told
    assert list(place.keys.iterdir()) == []


ODD = [
    b"\n",
    b"[]\n",
    b"null\n",
    b'{"act":[]}\n',
    b'{"act":"staff_list"}\n',
    b'{"act":"staff_add","told":{"login":5}}\n',
]


async def test_odd_words_at_the_side_door_break_nothing_and_the_next_is_served(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_for(Emulator(), tmp_path)
    store, heard = await open_database(settings, "test"), io.StringIO()
    async with open_side_door(settings.keys, store, Log(heard)):
        for said in (*ODD, b"[" * 100_000 + b"\n"):
            assert "refused" in json.loads(await _told(settings.keys, said)), said[:40]
        heard.truncate(heard.seek(0))
        with caplog.at_level(logging.ERROR):
            assert await _told(settings.keys, b"canary" * LINE) == b"", "a line without an end is not answered"
            assert await _told(settings.keys, b"") == b"", "who knocks and says nothing asks for nothing"
        assert not [one for one in caplog.records if one.levelno >= logging.ERROR or "canary" in one.getMessage()]
        assert heard.getvalue() == ""
        assert await at_the_house(settings, "staff_list", {}) == {"staff": []}
    await store.close()


async def _told(keys: Path, said: bytes) -> bytes:
    """What the house answers to these bytes before it ends the line."""
    reader, writer = await asyncio.open_unix_connection(str(keys / FILE))
    try:
        writer.write(said)
        writer.write_eof()
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()
