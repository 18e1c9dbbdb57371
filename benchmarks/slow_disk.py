"""Run a program on a slower disk: 5 ms are added to every commit of SQLite that wrote, one wait for each.

A database is told by `sqlite3.connect`, so the wait is in the thread that commits and the event loop goes on meanwhile,
as with a real disk. A commit that wrote nothing syncs nothing, and waits for nothing. The two syncs of a checkpoint,
one in a thousand pages, are left as they are. Run: python -m benchmarks.slow_disk MODULE [ARGUMENTS]
"""

from __future__ import annotations

import functools
import itertools
import os
import runpy
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

SECONDS = 0.005
#: Where a file is named, it always says how many waits there were, for those who look on from outside.
NAMED = "BENCH_SYNCS"


class SlowConnection(sqlite3.Connection):
    """SQLite's own, waiting once more whenever a transaction that changed rows has ended; `waits` counts."""

    synced, waits = 0, 0

    def execute(self, *words: Any) -> sqlite3.Cursor:
        cursor = super().execute(*words)
        self._wait()
        return cursor

    def executemany(self, *words: Any) -> sqlite3.Cursor:
        cursor = super().executemany(*words)
        self._wait()
        return cursor

    def commit(self) -> None:
        super().commit()
        self._wait()

    def _wait(self) -> None:
        if not self.in_transaction and self.total_changes != self.synced:
            self.synced, self.waits = self.total_changes, self.waits + 1
            note()
            time.sleep(SECONDS)


def notebook() -> Callable[[], None]:
    """Keeps the number of waits, of all connections and threads, in the named file."""
    if NAMED not in os.environ:
        return lambda: None
    handle, numbers = os.open(os.environ[NAMED], os.O_WRONLY | os.O_CREAT, 0o600), itertools.count(1)

    def note() -> None:
        os.pwrite(handle, b"%020d" % next(numbers), 0)

    return note


note = notebook()

if __name__ == "__main__":
    sqlite3.connect = functools.partial(sqlite3.connect, factory=SlowConnection)  # type: ignore[assignment]
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
