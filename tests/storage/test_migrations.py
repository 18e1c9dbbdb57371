"""The migrations and the declared tables are one schema, on both engines, and rows survive the way up."""

import asyncio
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from helpline.case import Holder
from storage import Store, migrate, open_store
from storage.postgres import split_url
from storage.statements import ask
from storage.tables import Table
from tests.postgres import PostgresServer, execute
from tests.storage.people import HOUSE, NOW, Decision, case, event, line, writes

NEW_COLUMNS = "SELECT language, wrote, wrote_at IS NOT NULL, holder_since = waiting_since FROM cases"


def shape(connection: Any) -> dict[str, Any]:
    """What a database says of itself: columns, keys, indexes, checks."""
    found = inspect(connection)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(table)},
            "primary": found.get_pk_constraint(table)["constrained_columns"],
            "foreign": named(found.get_foreign_keys(table)),
            "unique": named(found.get_unique_constraints(table)),
            "checks": named(found.get_check_constraints(table)),
            "indexes": {i["name"]: (i["column_names"], bool(i["unique"])) for i in found.get_indexes(table)},
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def named(constraints: Iterable[Any]) -> dict[str, str]:
    return {one["name"]: str(sorted((k, str(v)) for k, v in one.items() if k != "comment")) for one in constraints}


async def test_on_sqlite_the_migrations_make_the_declared_tables(tmp_path: Path) -> None:
    await migrate.upgrade(f"sqlite:///{tmp_path}/migrated.db")
    declared = create_engine(f"sqlite:///{tmp_path}/declared.db")
    Table.metadata.create_all(declared)
    migrated = create_engine(f"sqlite:///{tmp_path}/migrated.db")
    with declared.connect() as wanted, migrated.connect() as found:
        assert shape(found) == shape(wanted)
        assert len(shape(found)) == len(Table.metadata.tables)
    declared.dispose()
    migrated.dispose()


async def test_on_postgresql_the_migrations_make_the_declared_tables(postgres_server: PostgresServer) -> None:
    shapes = []
    for name, make in (("declared_one", False), ("migrated_one", True)):
        await execute(postgres_server.url(), f"DROP DATABASE IF EXISTS {name}")
        await execute(postgres_server.url(), f"CREATE DATABASE {name}")
        url = postgres_server.url(name)
        if make:
            await migrate.upgrade(url)
        engine = create_async_engine(split_url(url)[0].replace("postgresql://", "postgresql+asyncpg://"))
        async with engine.begin() as connection:
            if not make:
                await connection.run_sync(Table.metadata.create_all)
            shapes.append(await connection.run_sync(shape))
        await engine.dispose()
    assert shapes[0] == shapes[1]


async def test_coming_up_twice_keeps_every_row(
    store: Store, engine_url: str, keystore_url: str, keys_folder: Path
) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept, events=(event(),), transcript=(line("x"),)))
    before = {table: await count(store, table) for table in Table.metadata.tables}
    await store.close()
    await migrate.upgrade(engine_url)
    again = await open_store(engine_url, keystore_url, keys_folder, process="again")
    assert {table: await count(again, table) for table in Table.metadata.tables} == before
    read = Decision()
    await again.work_off(writes(2), NOW, HOUSE, read)
    assert read.last.case == kept
    await again.close()


async def test_down_and_up_again_with_rows_present(tmp_path: Path, postgres_server: PostgresServer) -> None:
    for url in await fresh(tmp_path, postgres_server, "down_and_up"):
        keys = tmp_path / url.partition(":")[0]
        store = await open_store(url, f"sqlite:///{keys}/keys.db", keys, process="p")
        await store.work_off(writes(1), NOW, HOUSE, Decision("hi", case=case(), events=(event(),)))
        await store.close()
        await migrate.downgrade(url)
        await migrate.upgrade(url)
        keys = keys.with_name(
            f"new {keys.name}"
        )  # without its rows it is a new database, and the old keys are not its own
        store = await open_store(url, f"sqlite:///{keys}/keys.db", keys, process="p")
        assert (await store.counts(NOW))["contacts"] == 0
        assert (await store.work_off(writes(1), NOW, HOUSE, Decision("hi"))).fresh
        await store.close()


async def test_cases_from_before_there_were_staff_come_along(tmp_path: Path, postgres_server: PostgresServer) -> None:
    """What was written is counted from the events, the language stands there once it is saved again, and a case sealed
    with less in it opens."""
    for url in await fresh(tmp_path, postgres_server, "before_staff"):
        keys = tmp_path / url.partition(":")[0]
        kept = replace(case(language="fr"), holder=Holder("queue", "helpline", None, 1), waiting_since=NOW)
        wrote = tuple(event("contact_wrote", kept.id) for _ in range(3))
        store = await open_store(url, f"sqlite:///{keys}/keys.db", keys, process="p")
        await store.work_off(writes(1), NOW, HOUSE, Decision("hi", case=kept, events=wrote, transcript=(line("x"),)))
        await store.close()
        await migrate.downgrade(url, "0003")
        store = await open_store(url, f"sqlite:///{keys}/keys.db", keys, process="p")
        assert [tuple(row) for row in await store.database.read(lambda: ask(NEW_COLUMNS))] == [("", 3, True, True)]
        [row] = await store.rows([kept.id])
        assert (row.language, row.wrote) == ("fr", 3)
        read = Decision()
        await store.work_off(writes(2), NOW, HOUSE, read)
        assert read.last.case is not None
        since = read.last.case.holder.since
        assert replace(read.last.case, wrote=0, wrote_at=None, holder=kept.holder) == kept
        assert since == NOW
        await store.work_off(writes(3), NOW, HOUSE, Decision(case=replace(kept, urgency="urgent")))
        assert (await store.database.read(lambda: ask("SELECT language FROM cases")))[0][0] == "fr"
        await store.close()


async def fresh(tmp_path: Path, server: PostgresServer, name: str) -> tuple[str, str]:
    """An empty database on each engine."""
    await execute(server.url(), f"DROP DATABASE IF EXISTS {name}")
    await execute(server.url(), f"CREATE DATABASE {name}")
    return f"sqlite:///{tmp_path}/{name}.db", server.url(name)


async def test_the_database_itself_refuses_what_is_not_sealed(store: Store, engine: str) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    with pytest.raises(Exception, match=r"Trouble|SQLite|PostgreSQL"):
        await store.database.run(lambda: ask("UPDATE session SET sealed = $1", b"hello, in the clear"))
    assert engine in ("sqlite", "postgresql")


async def test_a_row_cannot_refer_to_one_that_is_not_there(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    with pytest.raises(Exception, match=r"IntegrityError|ForeignKeyViolation"):
        await store.database.run(lambda: ask("DELETE FROM contact"))


async def count(store: Store, table: str) -> int:
    return int((await store.database.read(lambda: ask(f"SELECT COUNT(*) FROM {table}")))[0][0])


async def test_a_database_that_is_up_to_date_does_not_wait_for_alembic(
    engine_urls: tuple[str, str], tmp_path: Path
) -> None:
    """Alembic costs half a second and thirty megabytes: a house that only restarts is spared both."""
    opens = (
        "import asyncio, sys; from pathlib import Path; from storage import open_store\n"
        "async def main():\n"
        f"    keys = Path({str(tmp_path / 'keys')!r})\n"
        f"    store = await open_store({engine_urls[0]!r}, {engine_urls[1]!r}, keys, process='t')\n"
        "    await store.close()\n"
        "asyncio.run(main()); print('alembic' in sys.modules)"
    )
    run = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", opens], capture_output=True, text=True, check=False
    )
    assert run.stdout.strip() == "False", run.stderr[-500:]
