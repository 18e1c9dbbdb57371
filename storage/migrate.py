"""Bringing the tables up to date, on both engines, from code.

`python -m storage.migrate new "what changes"` writes the next step.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import is_postgres, sqlite_path
from storage.errors import StorageTrouble, kind_of
from storage.postgres import split_url
from storage.sqlite import hold_alone

MIGRATING = 0x48_41_56_45_4E_03
FOLDER = Path(__file__).parent / "migrations"


async def upgrade(url: str) -> None:
    """Bring the tables of this database to the newest shape. Raises StorageTrouble; never shows a stored value."""
    await change(url, lambda config: command.upgrade(config, "head"))


async def downgrade(url: str, to: str = "base") -> None:
    """Back to an earlier shape. For tests of the way up: it drops what the earlier shape does not know."""
    await change(url, lambda config: command.downgrade(config, to))


async def change(url: str, work: Callable[[Config], None]) -> None:
    try:
        if is_postgres(url):
            await on_postgres(url, work)
        else:
            await asyncio.to_thread(on_sqlite, url, work)
    except (SQLAlchemyError, OSError) as error:
        raise StorageTrouble(f"the tables could not be brought up to date: {kind_of(error)}") from None


async def on_postgres(url: str, work: Callable[[Config], None]) -> None:
    address, _ = split_url(url)
    engine = create_async_engine(
        address.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool, hide_parameters=True
    )
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))
            await connection.run_sync(lambda sync: work(configured(sync)))
    finally:
        await engine.dispose()


def on_sqlite(url: str, work: Callable[[Config], None]) -> None:
    """Foreign keys are off before it begins, since a rebuilt table would take its children with it; then checked."""
    path = sqlite_path(url)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = hold_alone(path)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            work(configured(connection))
            if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise StorageTrouble("after the change a row refers to one that is not there; nothing was changed")
    finally:
        engine.dispose()
        held.close()


def prepare(connection: Any, _record: object) -> None:
    """The driver opens no transaction of its own, erased pages are zeroed, tables may be rebuilt."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = OFF", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def configured(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def new(what: str) -> None:
    """Write the step from the newest migration to the tables as they are declared now."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.db"
        asyncio.run(upgrade(url))
        asyncio.run(change(url, lambda config: draft(config, what)))


def draft(config: Config, what: str) -> None:
    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    command.revision(config, what, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "new":
        sys.exit('usage: python -m storage.migrate new "what changes"')
    new(sys.argv[2])
