"""SQLite: one thread, one connection that writes, one commit for all who wait, and a reader that cannot write."""

from __future__ import annotations

import asyncio
import fcntl
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, TypeVar

from storage.errors import InUse, StorageTrouble
from storage.news import News
from storage.sqlite_profile import open_reader, open_writer
from storage.statements import Asked, Lock, Rows, Steps, Together

T = TypeVar("T")
#: Units that share one commit at most.
GROUP = 256
#: Seconds that a unit which may wait is left to wait for others, so that it shares their sync.
LINGER = 0.05
#: Pages in the log after which it is copied into the main file as soon as nobody waits.
PAGES = 1000


@dataclass(slots=True)
class Job:
    """One unit waiting for the writer. `make` starts it afresh; the outcome goes to `future` on `loop`. A `lazy` one
    calls for no sync of its own while others may come."""

    make: Callable[[], Steps[Any]]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    lazy: bool = False
    result: Any = None
    error: BaseException | None = None


class SqliteDatabase:
    """Runs units in the writer thread. `commits` counts the transactions that were synced, for those who measure."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.commits = 0
        self._closed = False
        self.news = News()
        self._copied = 0  # pages of the log that were copied into the main file
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._held: IO[bytes] = hold_alone(path)
        try:
            self._connection = open_writer(path)
            self._reader_thread = ThreadPoolExecutor(1, "haven-reader")
            self._reader: sqlite3.Connection | None = None
        except BaseException:
            self._held.close()
            raise
        self._thread = threading.Thread(target=self._write, name="haven-writer", daemon=True)
        self._thread.start()

    # ── from the event loop ───────────────────────────────────────────────────────────────────────────────────────
    async def run(self, make: Callable[[], Steps[T]], lazy: bool = False) -> T:
        """Run one unit; returns when it is durable. A cancelled caller does not stop it half way. A `lazy` one rides
        with the next commit, and is committed by itself where none comes within LINGER."""
        if self._closed:
            raise StorageTrouble("SQLite: closed")
        loop = asyncio.get_running_loop()
        job = Job(make, loop, loop.create_future(), lazy)
        self._jobs.put(job)
        result: T = await job.future
        return result

    async def read(self, make: Callable[[], Steps[T]]) -> T:
        """Run reading steps beside the writer, on what is committed."""
        if self._closed:
            raise StorageTrouble("SQLite: closed")
        return await asyncio.get_running_loop().run_in_executor(self._reader_thread, self._read, make)

    async def tidy(self, *_tables: str) -> bool:
        """Empty the write-ahead log into the main file. False while a reader held it back."""
        if self._closed:
            raise StorageTrouble("SQLite: closed")
        loop = asyncio.get_running_loop()
        job = Job(_nothing, loop, loop.create_future())
        job.result = "checkpoint"
        self._jobs.put(job)
        return bool(await job.future)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        if self._reader is not None:
            await asyncio.get_running_loop().run_in_executor(self._reader_thread, self._reader.close)
        self._reader_thread.shutdown()
        self._connection.close()
        self._held.close()

    # ── in the threads ────────────────────────────────────────────────────────────────────────────────────────────
    def _read(self, make: Callable[[], Steps[T]]) -> T:
        try:
            if self._reader is None:
                self._reader = open_reader(self.path)
            self._reader.execute("BEGIN")
            try:
                return drive(self._reader, make())
            finally:
                self._reader.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise trouble(error) from None

    def _write(self) -> None:
        while True:
            group = self._gathered()
            jobs = [job for job in group if job is not None]
            self._work_off(jobs)
            if len(jobs) < len(group):  # None: nothing comes after it
                return
            self._copy_log()

    def _copy_log(self) -> None:
        """Empty the log where nobody waits for it, so that no commit has to. It is not known how long the log is: a
        commit writes some 15 pages, and one more for every three rows."""
        written = 15 * self.commits + self._connection.total_changes // 3
        if self._jobs.empty() and written - self._copied >= PAGES:
            self._copied = written
            with suppress(sqlite3.Error):  # it is tried again, at the latest by a commit
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _gathered(self) -> list[Job | None]:
        """Whoever waits now, in the order they came; where all of them may wait, whoever comes while they do."""
        job = self._jobs.get()
        group, patient, until = [job], True, time.monotonic() + LINGER
        with suppress(Empty):
            while job is not None and len(group) < GROUP:
                patient = patient and job.lazy
                job = self._jobs.get(patient, max(0.0, until - time.monotonic()))
                group.append(job)
        return group

    def _work_off(self, group: list[Job]) -> None:
        chores = [job for job in group if job.result == "checkpoint"]
        units = [job for job in group if job.result != "checkpoint"]
        if units:
            self._one_commit(units)
        for chore in chores:
            try:
                chore.result = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            except sqlite3.Error as error:
                chore.error = trouble(error)
        report(group)

    def _one_commit(self, units: list[Job]) -> None:
        """All of them in one transaction. Where one fails after it has written, each is run again by itself: that is
        rare, and a savepoint around each unit costs every one of them a twentieth of its time."""
        connection, clean = self._connection, True
        try:
            connection.execute("BEGIN IMMEDIATE")
            clean = all(leaves_clean(connection, job) for job in units)
            connection.execute("COMMIT" if clean else "ROLLBACK")
            self.commits += clean
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            for job in units:
                job.error = job.error or trouble(error)
        if not clean and len(units) > 1:
            for job in units:
                self._one_commit([job])


def leaves_clean(connection: sqlite3.Connection, job: Job) -> bool:
    """Run one unit; False where it failed and has changed something before."""
    before = connection.total_changes
    job.error = None
    try:
        job.result = drive(connection, job.make())
    except Exception as error:
        if not connection.in_transaction:  # the engine gave up the whole transaction: disk full, I/O error
            raise sqlite3.OperationalError("transaction lost") from None
        job.error = trouble(error) if isinstance(error, sqlite3.Error) else error
        return connection.total_changes == before
    return True


def drive(connection: sqlite3.Connection, steps: Steps[T]) -> T:
    """Run the steps on this connection, in this thread."""
    try:
        asked = next(steps)
        while True:
            asked = steps.send(answer(connection, asked))
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        steps.close()


def answer(connection: sqlite3.Connection, asked: Asked) -> Rows:
    if isinstance(asked, Lock):
        return []
    if isinstance(asked, Together):
        for one in asked.statements:
            connection.execute(spelled(one.sql), plain(one.values))
        return []
    return connection.execute(spelled(asked.sql), plain(asked.values)).fetchall()


@lru_cache(maxsize=1024)
def spelled(sql: str) -> str:
    """The statement in SQLite's spelling: `?1` for `$1`; it has one writer, so no row needs a lock."""
    return re.sub(r"\$(\d+)", r"?\1", re.sub(r" FOR UPDATE( OF o FOR SHARE OF c)?( SKIP LOCKED)?", "", sql))


def plain(values: Sequence[Any]) -> Sequence[Any]:
    """Times as text in UTC, as SQLAlchemy reads them, so that they sort and compare: 2026-03-14 20:15:42.123456"""
    return [stamped(value) if isinstance(value, datetime) else value for value in values]


@lru_cache(maxsize=1024)
def stamped(at: datetime) -> str:
    """A few moments stand in many rows: the same one is not spelled twice."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def report(group: list[Job]) -> None:
    """Wake everyone who waits with one call per loop."""
    loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in group:
        loops.setdefault(job.loop, []).append(job)
    for loop, jobs in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_wake, jobs)


def _wake(jobs: list[Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


def trouble(error: Exception) -> StorageTrouble:
    """What SQLite said, without its words: they may name values."""
    code = getattr(error, "sqlite_errorname", None)
    return StorageTrouble(f"SQLite: {type(error).__name__} {code or ''}".strip())


def hold_alone(path: Path) -> IO[bytes]:
    """Exactly one process writes a SQLite file. Raises InUse; the system lets go of it when the process ends."""
    held = path.with_name(path.name + ".lock").open("ab")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise InUse(f"another Haven is already using {path.name}; stop it first") from None
    return held


def _nothing() -> Steps[None]:
    return
    yield
