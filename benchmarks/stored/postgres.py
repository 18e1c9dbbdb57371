"""The million on PostgreSQL: copied by the server itself into emptied tables, which it need not note in its log."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import asyncpg

from benchmarks.stored.copies import COPIED, Spelling, copying, pattern
from benchmarks.stored.ids import Shape, shape_of

#: So that what is copied into a table emptied in the same transaction is not written twice; set while it is filled.
FILLING = {"wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "8GB", "checkpoint_timeout": "1h"}
AT_A_TIME = 20_000
#: Rows that refer to the copied ones; they are emptied with them, and stay empty.
BESIDE = ("outbox", "message", "note", "kept_back", "seen_words", "viewing", "ticket", "page_session")
SPELLING = Spelling(
    numbers="generate_series({first}::bigint, {last}::bigint) c(i)",
    digest="decode(lpad(to_hex({spread}), 8, '0') || lpad(to_hex(i), 56, '0'), 'hex')",
    moment="date_trunc('minute', to_timestamp({seconds}))",
)


async def copy_cases(url: str, people: int) -> None:
    """Foreign keys are not asked. No vacuum comes by itself afterwards: it would run beside what is measured."""
    connection: Any = await asyncpg.connect(url)
    try:
        await connection.execute("SET session_replication_role = replica")
        shape = shape_of(await connection.fetchval("SELECT id FROM contact"))
        async with connection.transaction():
            for table in COPIED:
                await connection.execute(f"CREATE TEMP TABLE pattern_{table} AS {pattern(table, shape)}")
            await connection.execute(f"TRUNCATE {', '.join((*COPIED, *BESIDE))}")
            for table in COPIED:
                await copy_table(connection, table, shape, people)
                await connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
        await connection.execute("SET default_statistics_target = 10; ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def copy_table(connection: Any, table: str, shape: Shape, people: int) -> None:
    found = await connection.prepare(f"SELECT * FROM pattern_{table}")
    columns = [attribute.name for attribute in found.get_attributes()]
    rows = len(await found.fetch())
    for first in range(1, people + 1, AT_A_TIME):
        last = min(people, first + AT_A_TIME - 1)
        everyone = SPELLING.everyone(shape, people, first, last)
        await connection.execute(copying(table, columns, rows, people, everyone))


async def write_keys(url: str, rows: Iterable[tuple[Any, ...]]) -> None:
    connection: Any = await asyncpg.connect(url)
    columns, rest = ("id", "epoch_id", "made_hour", "wrapped"), iter(rows)
    try:
        await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        while group := list(islice(rest, AT_A_TIME)):
            await connection.copy_records_to_table("data_key", records=group, columns=columns)
        await connection.execute("ANALYZE data_key")
    finally:
        await connection.close()
