"""The database by its address: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from storage.errors import StorageTrouble, kind_of
from storage.news import News
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from storage.statements import Steps

T = TypeVar("T")


class Database(Protocol):
    """What both engines can do with a unit (`storage/statements.py`)."""

    dialect: str
    commits: int
    news: News

    async def run(self, make: Callable[[], Steps[T]], lazy: bool = False) -> T:
        """Run one unit as one transaction; returns when it is durable. A `lazy` one may wait a moment for others."""
        ...

    async def read(self, make: Callable[[], Steps[T]]) -> T:
        """Run steps that only read."""
        ...

    async def tidy(self, *tables: str) -> bool:
        """Take what was erased out of the log, or out of these tables' files, as far as the engine lets us."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let go."""
        ...


def sqlite_path(url: str) -> Path:
    """The file of `sqlite:///relative` or `sqlite:////absolute`. Raises StorageTrouble on anything else."""
    if not url.startswith("sqlite:///") or len(url) == len("sqlite:///"):
        raise StorageTrouble("a database address is sqlite:///path or postgresql://…")
    return Path(url.removeprefix("sqlite:///"))


def is_postgres(url: str) -> bool:
    return url.startswith(("postgresql://", "postgres://"))


async def open_database(url: str) -> Database:
    """Open it with its profile asserted. Makes the folder of a SQLite file, readable by its owner alone."""
    if is_postgres(url):
        return await PostgresDatabase.open(url)
    path = sqlite_path(url)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return SqliteDatabase(path)
    except (OSError, sqlite3.Error) as error:
        raise StorageTrouble(f"cannot open the SQLite file {path.name}: {kind_of(error)}") from None
