"""Looking into a database from outside, read-only, whichever engine it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import asyncpg


async def look(url: str, question: str) -> Sequence[Sequence[Any]]:
    """The rows of one question."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True, timeout=60)) as found:
            return found.execute(question).fetchall()
    connection = await asyncpg.connect(url.partition("?")[0])
    try:
        return [tuple(row) for row in await connection.fetch(question)]
    finally:
        await connection.close()
