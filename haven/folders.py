"""Folders that nobody but Haven may look into: those of the data and of the keys."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path

from haven.settings import WrongSetting

#: What an earlier Haven may have left in a folder of its own, before folders were closed.
IN_DATA, IN_KEYS = frozenset({"demo", "haven.db"}), frozenset({"demo"})


def close(folder: Path, setting: str, ours: Collection[str]) -> None:
    """Make the folder, and those above that are missing, open to its owner alone.

    One that is there and open to others is closed where it is plainly ours: empty, or with `ours` in it. Any other
    may be somebody's home: then WrongSetting says what to do, and nothing is touched. Raises OSError.
    """
    make(folder)
    found = folder.stat()
    if not stat.S_IMODE(found.st_mode) & 0o077:
        return
    inside = {entry.name for entry in folder.iterdir()}
    if found.st_uid != os.geteuid() or (inside and not inside & set(ours)):
        raise WrongSetting(f"{setting} must be closed to others: chmod 700 {folder}")
    folder.chmod(0o700)


def make(folder: Path) -> None:
    """`mkdir(parents=True)` would leave the folders above open to others."""
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)  # says what is wrong where a file stands in the way
