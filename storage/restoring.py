"""Bringing a backup back into an empty database, on either engine: all of it in one transaction, or nothing.

What it may not do by itself (judge how old a backup is, open a locked file) is `haven/restore_commands.py`'s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from alembic import command

from storage import key_tables, migrate
from storage.beside import Beside, filling, looking
from storage.database import is_postgres, sqlite_path
from storage.dumped import BadCopy, Contents, Reading
from storage.dumping import newest_schema
from storage.errors import StorageTrouble
from storage.repositories import tally
from storage.settling_in import MARK
from storage.sweeping import spare_until

#: Hands over a backup, from its beginning to its end.
Read = Callable[[Reading], object]
NOT_EMPTY = "{where} is not empty, and a backup is brought back into an empty one only; {what}"
MOVE = "move {file} and what lies beside it under that name to another place"
ANOTHER = "name another database"


def require_empty(url: str, where: str) -> None:
    """Raises BadCopy, saying what to move, where a row lies in any table of this database."""
    if is_postgres(url) or sqlite_path(url).exists():
        with looking(url) as beside:
            tables = [name for name in tables_of(beside) if name != "alembic_version"]
            full = any(beside.ask(f'SELECT 1 FROM "{name}" LIMIT 1') for name in tables)  # noqa: S608
        if full:
            what = ANOTHER if is_postgres(url) else MOVE.format(file=sqlite_path(url))
            raise BadCopy(NOT_EMPTY.format(where=where, what=what))


def tables_of(beside: Beside) -> Sequence[str]:
    """All that this database has."""
    if beside.dialect == "sqlite":
        rows = beside.ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    else:
        rows = beside.ask("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
    return [row[0] for row in rows]


def house_of_data(database_url: str) -> str | None:
    """The id of the house that this database is of; None where there is none."""
    return _noted(database_url, "house", "id")


def house_of_keys(keystore_url: str) -> str | None:
    return _noted(keystore_url, "keystore", "house")


def _noted(url: str, table: str, column: str) -> str | None:
    if not is_postgres(url) and not sqlite_path(url).exists():
        return None
    with looking(url) as beside:
        rows = beside.ask(f"SELECT {column} FROM {table}") if table in tables_of(beside) else []  # noqa: S608 - ours
    return str(rows[0][0]) if rows else None


def bring_back_data(database_url: str, contents: Contents, read: Read) -> None:
    """Into tables as they were then; afterwards they are brought up to date. Raises BadCopy, StorageTrouble."""
    if contents.schema > newest_schema():
        raise BadCopy("this backup was made by a newer Haven; use that one")
    if _schema_of(database_url) != contents.schema:
        asyncio.run(_tables_of_then(database_url, contents.schema))
    with filling(database_url) as beside:
        _pour(beside, contents, read)
        beside.work(tally.add(MARK))
        if beside.dialect == "postgresql":
            beside.ask(
                "SELECT setval(pg_get_serial_sequence('event', 'position'),"
                " (SELECT COALESCE(MAX(position), 0) + 1 FROM event), false)"
            )
    if contents.schema != newest_schema():
        asyncio.run(migrate.upgrade(database_url))


def _schema_of(url: str) -> str | None:
    return _noted(url, "alembic_version", "version_num")


async def _tables_of_then(url: str, schema: str) -> None:
    await migrate.downgrade(url)  # empty ones, of any version
    await migrate.change(url, lambda config: command.upgrade(config, schema))


def bring_back_keys(keystore_url: str, contents: Contents, read: Read, spared: datetime) -> None:
    """`spared`: until then no key is swept because the database does not name it. Raises BadCopy, StorageTrouble."""
    with filling(keystore_url) as beside:
        beside.work(key_tables.schema(beside.dialect))
        _pour(beside, contents, read)
        beside.work(spare_until(spared))


def _pour(beside: Beside, contents: Contents, read: Read) -> None:
    """Every row, in the order in which they were written; what refers to others comes after them."""

    def page(table: str, rows: Sequence[Sequence[Any]]) -> None:
        beside.fill(table, contents.tables[table], rows)

    reading = Reading(page=page)
    read(reading)
    if reading.whole().contents != contents:
        raise StorageTrouble("the backup was exchanged while it was read")
