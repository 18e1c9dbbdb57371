"""The million on SQLite: written in the order of their ids with nothing synced; afterwards the file is as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.stored.copies import COPIED, Spelling, copying, pattern
from benchmarks.stored.ids import shape_of

FAST = ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -500000")
SPELLING = Spelling(
    numbers=(
        "(WITH RECURSIVE c(i) AS (VALUES ({first}) UNION ALL SELECT i + 1 FROM c WHERE i < {last}) SELECT i FROM c)"
    ),
    digest="digest({spread}, i)",
    moment="strftime('%Y-%m-%d %H:%M:00.000000', {seconds}, 'unixepoch')",
)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """In haste: a crash would cost the file. At the end it is a database with a write-ahead log again."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        for pragma in FAST:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.create_function("digest", 2, digest, deterministic=True)
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
    finally:
        connection.close()


def digest(spread: int, number: int) -> bytes:
    return spread.to_bytes(4, "big") + number.to_bytes(28, "big")


def copy_cases(path: Path, people: int) -> None:
    """Everything `benchmarks.stored.person` left in this file, for so many more people."""
    with opened(path) as connection:
        shape = shape_of(connection.execute("SELECT id FROM contact").fetchone()[0])
        everyone = SPELLING.everyone(shape, people, 1, people)
        for table in COPIED:
            connection.execute(f"CREATE TEMP TABLE pattern_{table} AS {pattern(table, shape)}")
            found = connection.execute(f"SELECT * FROM pattern_{table}")
            columns, rows = [column[0] for column in found.description], len(found.fetchall())
            connection.execute(copying(table, columns, rows, people, everyone))


def write_keys(path: Path, rows: Iterable[tuple[Any, ...]]) -> None:
    with opened(path) as connection:
        connection.executemany("INSERT INTO data_key (id, epoch_id, made_hour, wrapped) VALUES (?, ?, ?, ?)", rows)
