"""Haven does not start on a connection that is less safe than it must be, and says which setting is wrong."""

import sqlite3
from pathlib import Path

import asyncpg
import pytest

from storage.errors import InUse, StorageTrouble, WrongProfile
from storage.postgres import PROFILE, PostgresDatabase
from storage.postgres import assert_profile as assert_postgres
from storage.sqlite import SqliteDatabase
from storage.sqlite_profile import READER, WRITER, assert_profile, open_reader, open_writer
from tests.postgres import PostgresServer

OTHERWISE = {
    "wal_autocheckpoint": 1000,
    "journal_mode": "DELETE",
    "synchronous": 1,
    "foreign_keys": 0,
    "secure_delete": 0,
    "trusted_schema": 1,
    "temp_store": 1,
    "busy_timeout": 0,
    "query_only": 1,
}


@pytest.mark.parametrize("pragma", WRITER)
def test_a_writer_with_one_wrong_setting_is_refused(tmp_path: Path, pragma: str) -> None:
    connection = open_writer(tmp_path / "a.db")
    assert_profile(connection, WRITER)  # control: as it was opened it is right
    connection.execute(f"PRAGMA {pragma} = {OTHERWISE[pragma]}")
    with pytest.raises(WrongProfile, match=pragma):
        assert_profile(connection, WRITER)
    connection.close()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "a.db")
    writer.execute("CREATE TABLE t (x)")
    reader = open_reader(tmp_path / "a.db")
    assert_profile(reader, READER)
    for statement in ("INSERT INTO t VALUES (1)", "PRAGMA wal_checkpoint(TRUNCATE)"):
        with pytest.raises(sqlite3.OperationalError):
            reader.execute(statement)
    reader.close()
    writer.close()


async def test_exactly_one_process_writes(tmp_path: Path) -> None:
    first = SqliteDatabase(tmp_path / "a.db")
    with pytest.raises(InUse, match=r"another Haven is already using a\.db"):
        SqliteDatabase(tmp_path / "a.db")
    await first.close()
    await SqliteDatabase(tmp_path / "a.db").close()


async def test_a_closed_database_says_so(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "a.db")
    await database.close()
    with pytest.raises(StorageTrouble, match="closed"):
        await database.run(lambda: iter(()))  # type: ignore[arg-type,return-value]


async def test_a_server_that_does_not_sync_is_refused_unless_thrown_away(
    postgres_server: PostgresServer,
) -> None:
    url = postgres_server.url()
    await (await PostgresDatabase.open(url)).close()
    with pytest.raises(WrongProfile, match="fsync"):
        await PostgresDatabase.open(url.partition("?")[0])


async def test_a_connection_that_does_not_wait_for_the_disk_is_refused(postgres_server: PostgresServer) -> None:
    connection = await asyncpg.connect(postgres_server.url().partition("?")[0])
    await assert_postgres(connection, durable=False)
    await connection.execute("SET synchronous_commit = off")
    with pytest.raises(WrongProfile, match="synchronous_commit"):
        await assert_postgres(connection, durable=False)
    await connection.close()
    assert PROFILE["synchronous_commit"] == "on"
