"""What Haven ships with, read and proved once in a process of tests: every house begins with the same files and tables.

Whoever starts houses in the test's own process imports this. What a story changes is read and proved anew.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Hashable
from datetime import datetime
from pathlib import Path
from threading import RLock
from types import SimpleNamespace
from typing import Any

from flows.flow import Revision
from haven import premises, proving, wiring
from helpline import directory, safety
from helpline.directory import Directory
from storage import store
from storage.database import is_postgres, sqlite_path
from storage.store import Store

_known: dict[Hashable, Any] = {}
#: Houses that open at the same moment ask from several threads, and what makes tables knows only one at a time.
_one_makes = RLock()
_library, _load = premises.library, directory.load


def once(key: Hashable, make: Callable[[], Any]) -> Any:
    with _one_makes:
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


def tables() -> bytes:
    """A SQLite file as Haven makes it where there is none: migrated, and empty. The stories of storage tell how."""

    def made() -> bytes:
        from storage import migrate

        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/data/haven.db"
            migrate.on_sqlite(url, lambda config: migrate.command.upgrade(config, "head"))
            return sqlite_path(url).read_bytes()

    found: bytes = once(("tables", store.STEPS), made)
    return found


def lay_tables(folder: Path) -> None:
    """Where nothing is kept yet, for a house in a process of its own."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if not any(folder.iterdir()):
        (folder / "haven.db").write_bytes(tables())


async def open_store(database: str, keystore: str, keys: Path, *, process: str) -> Store:
    """A house that is new finds its tables made, and makes all else itself."""
    if not is_postgres(database) and not (path := sqlite_path(database)).exists() and path.parent.exists():
        path.write_bytes(await asyncio.to_thread(tables))
    return await store.open_store(database, keystore, keys, process=process)


premises.library = library
premises.directory.load = load
wiring.open_store = open_store  # type: ignore[attr-defined]  # by the house alone: storage's own stories make theirs
proving.safety = SimpleNamespace(check=check)  # type: ignore[assignment]  # what proves is asked for no more than this
