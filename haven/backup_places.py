"""Where backups lie: what they are called, that two kinds never share a folder, and that old ones of keys go.

A thief of one folder must not find both what was sealed and the keys to it; and a backup of keys that is kept longer
than a week would bring back what was erased.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from haven.settings import Settings, WrongSetting
from storage.dumped import KINDS, What
from storage.repositories.erasures import HORIZON

STAMP = "%Y-%m-%dT%H%M%SZ"
#: Seconds after which half a backup is one that nobody ends any more.
LEFT_HALF = 24 * 3600.0


def place_for(what: What, asked: Path, settings: Settings, now: datetime) -> Path:
    """The file to write: the one that was named, or a new one in the folder that was. Raises WrongSetting."""
    path = asked / f"haven-{what}-{now.astimezone(UTC):{STAMP}}.age" if asked.is_dir() else asked
    if not path.match(pattern(what)):
        raise WrongSetting(f"name a folder that is there, or a file haven-{what}-….age in one.")
    folder = path.parent.resolve()
    for ours, name in ((settings.data, "HAVEN_DATA"), (settings.keys, "HAVEN_KEYS")):
        if folder.is_relative_to(ours.resolve()):
            raise WrongSetting(f"a backup in {name} is lost with what it is a backup of; name another place.")
    for other in KINDS:
        if other != what and next(folder.glob(pattern(other)), None) is not None:
            raise WrongSetting(f"{folder} holds a backup of {other}; {what} and {other} never lie in one folder.")
    return path


def pattern(what: What) -> str:
    return f"haven-{what}-*.age"


def remove_old(new: Path, what: What) -> int:
    """Beside a new backup that is complete: those of keys past the horizon go, and what was never completed."""
    folder = new.parent
    doomed = list(_left_half(folder, what))
    if what == "keys":
        doomed += [path for path in folder.glob(pattern(what)) if path != new and age(path) > HORIZON.total_seconds()]
    for path in doomed:
        path.unlink(missing_ok=True)
    return len(doomed)


def _left_half(folder: Path, what: What) -> Iterator[Path]:
    return (path for path in folder.glob(f".{pattern(what)}.part") if time.time() - path.stat().st_mtime > LEFT_HALF)


def age(path: Path) -> float:
    """Seconds since it was made, by its name where Haven gave it one: copying gives a file a new time."""
    try:
        made = datetime.strptime(path.stem.split("-", 2)[2], STAMP).replace(tzinfo=UTC).timestamp()
    except (ValueError, IndexError):
        made = path.stat().st_mtime
    return time.time() - made
