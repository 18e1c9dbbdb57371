"""`haven backup data | keys | master | check | key`: copies of the house, each locked and in a place of its own.

They are made beside a running house, from what it holds at one moment, by this process alone; the house only notes it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from haven.backup_files import checked, identities_in, locked, new_key
from haven.backup_places import place_for, remove_old
from haven.commands import have_done, settings_here
from haven.settings import Settings, WrongSetting
from storage import key_files
from storage.dumped import Columns, Contents, What, Whole, written
from storage.dumping import NEVER_OPENED, copy_of_data, copy_of_keys
from storage.restoring import house_of_keys

NO_RECIPIENT = (
    "HAVEN_BACKUP_RECIPIENT is missing: backups are locked for a key that is kept elsewhere; make one there with"
    " haven backup key."
)
MASTER: Mapping[str, Columns] = {"master_key_file": {"name": "", "secret": "bytes"}}


def backup_data(asked: argparse.Namespace) -> int:
    """A copy of the database."""
    settings, now = settings_here(), _now()
    return _made("data", asked.file, settings, now, copy_of_data(settings.database, now))


def backup_keys(asked: argparse.Namespace) -> int:
    """A copy of the key store, of the keys of cases alone; those older than a week beside it go."""
    settings, now = settings_here(), _now()
    return _made("keys", asked.file, settings, now, copy_of_keys(settings.keystore, settings.database, now))


def backup_master(asked: argparse.Namespace) -> int:
    """A copy of the master key, to be made anew whenever it is changed."""
    settings, now = settings_here(), _now()
    return _made("master", asked.file, settings, now, _copy_of_master(settings, now))


def backup_check(asked: argparse.Namespace) -> int:
    """Read a backup to its end, and say what is in it."""
    print("\n".join(_said(checked(Path(asked.file), identities_in(Path(asked.identity))))))
    return 0


def backup_key(asked: argparse.Namespace) -> int:
    """Make the key that opens backups; for a machine that is not the house's."""
    public = new_key(Path(asked.file))
    print(f"HAVEN_BACKUP_RECIPIENT={public}")
    print(f"Keep {asked.file} away from the house, in two places; without it no backup opens.")
    return 0


def _made(what: What, asked: str, settings: Settings, now: datetime, lines: Iterator[bytes]) -> int:
    if not settings.backup_recipients:
        raise WrongSetting(NO_RECIPIENT)
    path = place_for(what, Path(asked), settings, now)
    with locked(path, lines, settings.backup_recipients):
        have_done(settings, "backed_up", what=what)
    gone = remove_old(path, what)
    print(f"{path} is complete" + (f"; {gone} old ones beside it are removed" if gone else ""))
    return 0


def _copy_of_master(settings: Settings, now: datetime) -> Iterator[bytes]:
    house = house_of_keys(settings.keystore)
    if house is None:
        raise WrongSetting(f"{NEVER_OPENED}.")
    if (settings.keys / key_files.NEXT).exists():
        raise WrongSetting("the master key is being changed just now; end that with haven keys rotate first.")
    secret = (settings.keys / key_files.FILE).read_bytes()
    contents = Contents("master", house, "", now, MASTER)
    return written(contents, iter([("master_key_file", [[key_files.FILE, secret]])]))


def _said(whole: Whole) -> Iterator[str]:
    contents = whole.contents
    yield f"a whole backup of {contents.what}, made {contents.made:%Y-%m-%d %H:%M} UTC, of house {contents.house}"
    for table, count in whole.counts.items():
        if count:
            yield f"{count:>10}  {table}"


def _now() -> datetime:
    return datetime.now(UTC)
