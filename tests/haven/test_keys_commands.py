"""`haven keys`: the master key is shown, prepared and changed, by the house that runs or where none does."""

from __future__ import annotations

import asyncio
import io
import stat
from pathlib import Path

from emulator.server import Emulator
from haven.logs import Log
from haven.side_door import at_the_house
from storage.errors import MasterMissing
from storage.key_files import FILE, NEXT
from tests.haven.commanding import Done, commanded
from tests.haven.running import running, settings_for


def haven(folder: Path, *words: str) -> Done:
    return commanded(folder, *words, settings={})


def test_it_is_changed_where_no_house_runs_and_the_old_one_is_refused(tmp_path: Path) -> None:
    shown = haven(tmp_path, "keys", "show")
    assert "under an older master key: 0" in shown.stdout
    old, key = (tmp_path / "keys" / FILE).read_bytes(), tmp_path / "keys" / FILE
    changed = haven(tmp_path, "keys", "rotate")
    assert changed.returncode == 0, changed.stderr
    assert key.read_bytes() != old
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert shown.stdout.split()[2] not in changed.stdout, "another one by now"
    key.write_bytes(old)
    refused = haven(tmp_path, "keys", "show")
    assert refused.returncode == 2
    assert "was replaced on" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_the_next_one_is_prepared_once_and_then_used(tmp_path: Path) -> None:
    assert "makes the first one" in haven(tmp_path, "keys", "prepare").stderr
    haven(tmp_path, "migrate")
    prepared = haven(tmp_path, "keys", "prepare").stdout
    assert haven(tmp_path, "keys", "prepare").stdout == prepared
    coming = (tmp_path / "keys" / NEXT).read_bytes()
    assert "lies ready" in haven(tmp_path, "keys", "show").stdout
    assert prepared.split()[2] in haven(tmp_path, "keys", "rotate").stdout
    assert (tmp_path / "keys" / FILE).read_bytes() == coming
    assert not (tmp_path / "keys" / NEXT).exists()


def test_what_is_wrong_stands_in_the_log_in_its_own_words() -> None:
    heard = io.StringIO()
    Log(heard).incident("chore_failed", MasterMissing(), kind=str(MasterMissing()))
    assert "bring the new one into the HAVEN_KEYS of this process" in heard.getvalue()


async def test_it_is_changed_by_the_house_that_runs_and_the_record_tells_of_it(tmp_path: Path) -> None:
    async with Emulator() as emulator:
        settings = settings_for(emulator, tmp_path)
        async with running(settings, emulator):
            before = await at_the_house(settings, "keys_show", {})
            done = await at_the_house(settings, "keys_rotate", {})
            after = await at_the_house(settings, "keys_show", {})
            again = await at_the_house(settings, "keys_rotate", {})
            assert await asyncio.to_thread((settings.keys / FILE).exists)
        assert done["whole"]
        assert not done["ended"]
        assert (after["master"], after["older"], after["state"]) == (done["master"], 0, "one")
        assert len({before["master"], done["master"], again["master"]}) == 3
        assert (await at_the_house(settings, "audit_verify", {}))["broken"] == []
