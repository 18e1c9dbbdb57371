"""A connection of one's own, beside the house: to read a whole database as it is at one moment, or to fill an empty
one.

Not for the event loop: whoever uses it waits, in a command or in a thread of her own.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, Protocol, TypeVar

import asyncpg

from storage import postgres, sqlite
from storage.database import is_postgres, sqlite_path
from storage.errors import InUse, StorageTrouble
from storage.news import TROUBLES
from storage.postgres import split_url
from storage.sqlite import hold_alone, plain, spelled, trouble
from storage.sqlite_profile import open_reader, open_writer
from storage.statements import Rows, Steps, moment

T = TypeVar("T")

#: How a column's values are written down where the engines differ; an empty word: as they are.
Kind = Literal["", "bytes", "time", "flag"]
#: Whoever else of a house is connected to this database.
OTHERS = (
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND application_name LIKE 'haven%'"
)
#: Rows in hand at a time.
PAGE = 200


class Beside(Protocol):
    """Statements are those of both engines, with `$1` for a place."""

    dialect: str

    def ask(self, sql: str, *values: Any) -> Rows: ...

    def work(self, steps: Steps[T]) -> T:
        """Steps that are the house's own."""
        ...

    def pages(self, sql: str, *values: Any) -> Iterator[Rows]:
        """All rows, some at a time."""
        ...

    def fill(self, table: str, columns: Mapping[str, Kind], rows: Sequence[Sequence[Any]]) -> None:
        """Times come as text in UTC, as SQLite keeps them."""
        ...


@contextmanager
def looking(url: str) -> Iterator[Beside]:
    """The database as it is now, whatever is written meanwhile. Raises StorageTrouble."""
    with _on_postgres(url, True) if is_postgres(url) else _on_sqlite(url, True) as beside:
        yield beside


@contextmanager
def filling(url: str) -> Iterator[Beside]:
    """One transaction, durable at its end; where something is raised, nothing has happened. A SQLite file is made where
    it is missing. Raises InUse where a house is at work in it, StorageTrouble."""
    with _on_postgres(url, False) if is_postgres(url) else _on_sqlite(url, False) as beside:
        yield beside


# ── SQLite ────────────────────────────────────────────────────────────────────────────────────────────────────────
class _Sqlite:
    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, sql: str, *values: Any) -> Rows:
        return self._connection.execute(spelled(sql), plain(values)).fetchall()

    def work(self, steps: Steps[T]) -> T:
        return sqlite.drive(self._connection, steps)

    def pages(self, sql: str, *values: Any) -> Iterator[Rows]:
        found = self._connection.execute(spelled(sql), plain(values))
        while rows := found.fetchmany(PAGE):
            yield rows

    def fill(self, table: str, columns: Mapping[str, Kind], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


@contextmanager
def _on_sqlite(url: str, only_look: bool) -> Iterator[Beside]:
    path = sqlite_path(url)
    if only_look and not path.exists():
        raise StorageTrouble(f"there is no {path.name}")
    held = None if only_look else hold_alone(path)
    try:
        connection = open_reader(path) if only_look else open_writer(path)
        try:
            connection.execute("BEGIN" if only_look else "BEGIN IMMEDIATE")
            yield _Sqlite(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()  # what was not committed is undone
    except sqlite3.Error as error:
        raise trouble(error) from None
    finally:
        if held is not None:
            held.close()


# ── PostgreSQL ────────────────────────────────────────────────────────────────────────────────────────────────────
class _Postgres:
    dialect = "postgresql"

    def __init__(self, runner: asyncio.Runner, connection: Any) -> None:
        self._runner, self._connection = runner, connection

    def ask(self, sql: str, *values: Any) -> Rows:
        return list(self._runner.run(self._connection.fetch(sql, *values)))

    def work(self, steps: Steps[T]) -> T:
        return self._runner.run(postgres.drive(self._connection, steps))

    def pages(self, sql: str, *values: Any) -> Iterator[Rows]:
        async def opened() -> Any:
            return await self._connection.cursor(sql, *values)

        async def more(cursor: Any) -> Any:
            return await cursor.fetch(PAGE)

        cursor = self._runner.run(opened())
        while rows := self._runner.run(more(cursor)):
            yield rows

    def fill(self, table: str, columns: Mapping[str, Kind], rows: Sequence[Sequence[Any]]) -> None:
        kinds = tuple(columns.values())
        told = [tuple(_own(kind, value) for kind, value in zip(kinds, row, strict=True)) for row in rows]

        async def copied() -> None:
            await self._connection.copy_records_to_table(table, records=told, columns=list(columns))

        self._runner.run(copied())


def _own(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind == "time":
        return moment(value)
    return bool(value) if kind == "flag" else value


@contextmanager
def _on_postgres(url: str, only_look: bool) -> Iterator[Beside]:
    address, _ = split_url(url)
    with asyncio.Runner() as runner:
        try:
            connection = runner.run(_connected(address))
            try:
                if not only_look:
                    runner.run(_alone(connection))
                runner.run(connection.execute(_begun(only_look)))
                yield _Postgres(runner, connection)
                runner.run(connection.execute("COMMIT"))
            finally:
                runner.run(connection.close(timeout=10))  # what was not committed is undone
        except TROUBLES as error:  # its words may name values
            raise StorageTrouble(f"PostgreSQL: {type(error).__name__}") from None


async def _connected(address: str) -> Any:
    told = {"application_name": "haven beside", "jit": "off"}
    return await asyncpg.connect(address, timeout=10, server_settings=told)


async def _alone(connection: Any) -> None:
    """Raises InUse where another process of a house is connected to this database."""
    if await connection.fetchval(OTHERS):
        raise InUse("another Haven is already using this database; stop it first")


def _begun(only_look: bool) -> str:
    return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if only_look else "BEGIN"
