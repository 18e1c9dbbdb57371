"""What Haven ships with, read and proved once in a process of tests: every house begins with the same files.

Whoever starts houses in the test's own process imports this. What a story changes is read and proved anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flows.flow import Revision
from haven import premises, proving
from helpline import directory, safety
from helpline.directory import Directory

_known: dict[Hashable, Any] = {}
_library, _load = premises.library, directory.load


def once(key: Hashable, make: Callable[[], Any]) -> Any:
    if key not in _known:
        _known[key] = make()
    return _known[key]


def stamp(*folders: Path) -> tuple[tuple[str, int], ...]:
    """What tells an edit of what is shipped, made while tests run."""
    files = (path for folder in folders for path in sorted(folder.rglob("*.[yp][ao]*")))
    return tuple((str(path), path.stat().st_mtime_ns) for path in files)


def library(languages: tuple[str, ...]) -> Revision:
    key = ("library", languages, stamp(premises.LIBRARY, premises.LOCALES))
    found: Revision = once(key, lambda: _library(languages))
    return found


def load(folder: Path) -> Directory:
    found: Directory = once(("directory", stamp(folder)), lambda: _load(folder))
    return found


def check(revision: Revision, book: Directory, now: datetime) -> list[safety.Refuted]:
    """Of this very directory on this day; it is kept, so that no other one is taken for it."""
    key = ("proof", revision.checksum, id(book), now.date())
    found: list[safety.Refuted] = once(key, lambda: (book, safety.check(revision, book, now)))[1]
    return found


premises.library = library
premises.directory.load = load
proving.safety = SimpleNamespace(check=check)  # type: ignore[assignment]  # what proves is asked for no more than this
