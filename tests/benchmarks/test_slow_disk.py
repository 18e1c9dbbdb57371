"""The slow disk of the benchmark: one wait for each commit that wrote, none for those that did not."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.slow_disk import SECONDS, SlowConnection


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[SlowConnection]:
    connection = sqlite3.connect(tmp_path / "slow.db", isolation_level=None, factory=SlowConnection)
    connection.execute("CREATE TABLE said (words TEXT)")
    yield connection
    connection.close()


def test_many_writes_in_one_commit_wait_once(slow: SlowConnection) -> None:
    began = time.monotonic()
    slow.execute("BEGIN IMMEDIATE")
    for _ in range(5):
        slow.execute("INSERT INTO said VALUES ('a')")
    assert slow.waits == 0
    slow.execute("COMMIT")
    assert slow.waits == 1
    assert time.monotonic() - began >= SECONDS


def test_a_commit_that_wrote_nothing_waits_for_nothing(slow: SlowConnection) -> None:
    slow.execute("BEGIN IMMEDIATE")
    slow.execute("SELECT * FROM said").fetchall()
    slow.execute("COMMIT")
    assert slow.waits == 0


def test_a_write_outside_a_transaction_and_a_commit_by_method_wait_too(slow: SlowConnection) -> None:
    slow.execute("INSERT INTO said VALUES ('a')")
    slow.execute("BEGIN")
    slow.execute("INSERT INTO said VALUES ('b')")
    slow.commit()
    assert slow.waits == 2
