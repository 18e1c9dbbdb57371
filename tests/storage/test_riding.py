"""Units that may wait ride with the next commit; where none comes they are committed all the same."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import sqlite
from storage.sqlite import SqliteDatabase
from storage.statements import ask
from tests.storage.test_writer import note


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    shutil.copy(sqlite_template, tmp_path / "haven.db")
    one = SqliteDatabase(tmp_path / "haven.db")
    yield one
    await one.close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may wait waits for an hour: a story that ends sooner shows what ended the waiting."""
    monkeypatch.setattr(sqlite, "LINGER", 3600.0)


async def kept(database: SqliteDatabase) -> list[str]:
    return [row[0] for row in await database.read(lambda: ask("SELECT name FROM tally ORDER BY rowid"))]


@pytest.mark.usefixtures("patient")
async def test_what_may_wait_shares_the_commit_of_the_next_unit_and_comes_before_it(database: SqliteDatabase) -> None:
    waiting = [asyncio.ensure_future(database.run(lambda n=n: note(n), lazy=True)) for n in range(3)]
    await asyncio.wait(waiting, timeout=0.05)
    assert not any(one.done() for one in waiting)
    await database.run(lambda: note(3))
    await asyncio.gather(*waiting)
    assert database.commits == 1
    assert await kept(database) == ["note 0", "note 1", "note 2", "note 3"]


async def test_where_nothing_else_comes_those_who_wait_share_a_commit_of_their_own(database: SqliteDatabase) -> None:
    began = time.monotonic()
    await asyncio.gather(*(database.run(lambda n=n: note(n), lazy=True) for n in range(5)))
    assert time.monotonic() - began >= sqlite.LINGER
    assert database.commits == 1


@pytest.mark.usefixtures("patient")
async def test_nobody_urgent_waits_for_those_who_may(database: SqliteDatabase) -> None:
    for number in range(10):
        riding = asyncio.ensure_future(database.run(lambda n=number: note(n), lazy=True))
        await asyncio.sleep(0)
        await database.run(lambda n=number: note(100 + n))
        await riding
    assert database.commits == 10


@pytest.mark.usefixtures("patient")
async def test_closing_writes_down_what_still_waits(database: SqliteDatabase, tmp_path: Path) -> None:
    waiting = asyncio.ensure_future(database.run(lambda: note(1), lazy=True))
    await asyncio.sleep(0)
    await database.close()
    await waiting
    left = sqlite3.connect(tmp_path / "haven.db")
    assert left.execute("SELECT COUNT(*) FROM tally").fetchone()[0] == 1
    left.close()


@pytest.mark.usefixtures("patient")
async def test_one_that_fails_takes_nobody_with_it(database: SqliteDatabase) -> None:
    failing = asyncio.ensure_future(database.run(lambda: ask("INSERT INTO nowhere VALUES (1)"), lazy=True))
    await asyncio.sleep(0)
    await database.run(lambda: note(1))
    with pytest.raises(sqlite.StorageTrouble):
        await failing
    assert await kept(database) == ["note 1"]
