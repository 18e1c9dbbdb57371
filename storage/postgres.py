"""PostgreSQL: a pool of connections, one transaction per unit, locks that end with it; for most two round trips."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache, partial
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from storage.errors import StorageTrouble, WrongProfile
from storage.holding import HELD, HOLD, MOVED
from storage.news import TROUBLES, News, PostgresNews
from storage.statements import Asked, Held, Lock, Look, Rows, Statement, Steps, Together

T = TypeVar("T")
#: Setting → what it must be. The last two may be off only where the address says so: a throw-away server for tests.
PROFILE = {
    "server_encoding": "UTF8",
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "synchronous_commit": "on",
}
DURABLE = {"fsync": "on", "full_page_writes": "on"}
#: In the address of a test server: `?haven_durable=off`.
FLAG = "haven_durable"
#: Each question must see what is committed when it is asked, whatever the server's usual is; and a process that stands
#: still in the middle of a unit must not hold anyone's lock for long.
SESSION = {
    "application_name": "haven",
    "jit": "off",
    "default_transaction_isolation": "read committed",
    "idle_in_transaction_session_timeout": "30s",
}
TRIES = 4
#: Who still sees what was there before this transaction: a rewriting would keep its dead rows for them.
LOOKS_BACK = (
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND GREATEST(age(backend_xmin), age(backend_xid)) > age($1::text::xid))"
)
#: Seconds between two looks whether somebody does, and how many looks.
LOOK_AGAIN, LOOKS = 0.05, 100
#: Seconds a lazy unit waits before it begins: what its caller gathers meanwhile is one unit instead of many.
LINGER = 0.05


def split_url(url: str) -> tuple[str, bool]:
    """The address for the driver, and whether the server must be durable."""
    parts = urlsplit(url.replace("postgres://", "postgresql://", 1))
    query = dict(parse_qsl(parts.query))
    durable = query.pop(FLAG, "on") != "off"
    return urlunsplit(parts._replace(query=urlencode(query))), durable


async def assert_profile(connection: Any, durable: bool = True) -> None:
    """Raises WrongProfile, naming the setting."""
    wanted = PROFILE | (DURABLE if durable else {})
    rows = await connection.fetch("SELECT name, setting FROM pg_settings WHERE name = ANY($1)", list(wanted))
    found = {row["name"]: row["setting"] for row in rows}
    for name, value in wanted.items():
        if found.get(name) != value:
            raise WrongProfile(f"PostgreSQL: {name} must be {value}")


async def leave_clean(connection: Any) -> None:
    """Before a connection goes back to the pool. Units set nothing on it: only one cut off half way needs a reset."""
    if connection.is_in_transaction():
        await connection.reset()


async def all_look_ahead(connection: Any) -> bool:
    """Nobody sees rows any more that are dead by now. False where somebody goes on looking back, as a long backup may:
    for that one they are kept, and an hour later it is tried again."""
    now = await connection.fetchval("SELECT pg_current_xact_id()::xid::text")
    for _ in range(LOOKS):
        if not await connection.fetchval(LOOKS_BACK, now):
            return True
        await asyncio.sleep(LOOK_AGAIN)
    return False


class PostgresDatabase:
    """Runs units on pooled connections. Make it with `open`. Bound to the event loop it was opened in."""

    dialect = "postgresql"

    def __init__(self, pool: Any, address: str) -> None:
        self.pool = pool
        self.news: News = PostgresNews(pool, address)
        self.commits = 0
        self._closed = False
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    async def open(cls, url: str, size: int = 12) -> PostgresDatabase:
        address, durable = split_url(url)

        async def check(connection: Any) -> None:
            await assert_profile(connection, durable)
            await connection.execute(HOLD)

        async def connect() -> Any:
            return await asyncpg.create_pool(
                address,
                min_size=1,
                max_size=size,
                init=check,
                reset=leave_clean,
                command_timeout=30,
                statement_cache_size=256,
                server_settings=SESSION,
            )

        return cls(await spoken(connect), address)

    async def run(self, make: Callable[[], Steps[T]], lazy: bool = False) -> T:
        """Run one unit; returns when it is durable. A cancelled caller does not stop it half way."""
        task = asyncio.ensure_future(self._tried(make, LINGER if lazy else 0.0))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def read(self, make: Callable[[], Steps[T]]) -> T:
        """Run reading steps on one connection, as one snapshot."""

        async def reading() -> T:
            async with (
                self.pool.acquire() as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                return await drive(connection, make())

        return await spoken(reading)

    async def tidy(self, *tables: str) -> bool:
        """Rewrite these tables of ours, so that their files hold no dead row. False where it could not be done now."""

        async def rewriting() -> bool:
            async with self.pool.acquire() as connection:
                done = await all_look_ahead(connection)
                for table in tables:
                    await connection.execute(f"VACUUM FULL {table}")
            return done

        try:
            return await spoken(rewriting)
        except StorageTrouble:  # another holds the table: an hour later it is tried again
            return False

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._running:
            await asyncio.wait(set(self._running), timeout=5)
        try:
            await asyncio.wait_for(self.pool.close(), 5)
        except TROUBLES:
            self.pool.terminate()

    async def _tried(self, make: Callable[[], Steps[T]], pause: float) -> T:
        if pause:
            await asyncio.sleep(pause)

        async def once(first: bool) -> T:
            async with self.pool.acquire() as connection:
                return await (at_once if first else transact)(connection, make())

        for attempt in range(TRIES):
            try:
                result = await spoken(partial(once, attempt == 0))
            except Rivalry:
                if attempt == TRIES - 1:
                    raise
                continue
            self.commits += 1
            return result
        raise AssertionError("unreachable")


class Rivalry(StorageTrouble):
    """Two transactions stood in each other's way; run again."""


async def at_once(connection: Any, steps: Steps[T]) -> T:
    """Look without holding anything, then hold, compare and write with one statement (`storage/holding.py`).

    Raises Rivalry where something moved, or where the unit is not of this kind and is to be run by `transact`.
    """
    try:
        asked = next(steps)
        if not isinstance(asked, Held):
            return await transact(connection, steps, asked)
        held, rows = asked, await connection.fetch(asked.with_mark, *asked.values)
        mark = rows[0][-1]
        while isinstance(asked := steps.send(rows), Look):
            rows = await connection.fetch(asked.sql, *asked.values)
        if not isinstance(asked, Together) or not asked.all_of_it:
            raise Rivalry("PostgreSQL: more than one write")
        holding = Statement(HELD, (*held.values, held.number, mark))
        await together(connection, (*asked.statements, holding))
        steps.send([])
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        steps.close()
    raise AssertionError("it said that this was all of it")


async def transact(connection: Any, steps: Steps[T], asked: Asked | None = None) -> T:
    """All or nothing. A first lock travels with BEGIN, to save a round trip. `asked`: what was asked already."""
    started = False
    try:
        asked = next(steps) if asked is None else asked
        begin = "BEGIN"
        if isinstance(asked, Lock | Held):
            begin = f"BEGIN; SELECT pg_advisory_xact_lock({asked.number:d})"
        started = True
        await connection.execute(begin)
        if isinstance(asked, Lock):
            asked = steps.send([])
        result = await drive(connection, steps, asked)
        await connection.execute("COMMIT")
    except StopIteration as end:
        await connection.execute("COMMIT") if started else None
        nothing_left: T = end.value
        return nothing_left
    except BaseException:
        if started and not connection.is_closed():
            await connection.execute("ROLLBACK")
        raise
    finally:
        steps.close()
    return result


async def drive(connection: Any, steps: Steps[T], asked: Any = None) -> T:
    """Run the steps on this connection."""
    try:
        asked = next(steps) if asked is None else asked
        while True:
            asked = steps.send(await answer(connection, asked))
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        steps.close()


async def answer(connection: Any, asked: Asked) -> Rows:
    if isinstance(asked, Lock):
        await connection.execute(f"SELECT pg_advisory_xact_lock({asked.number:d})")
        return []
    if isinstance(asked, Together):
        await together(connection, asked.statements)
        return []
    rows: Rows = await connection.fetch(asked.sql, *asked.values)
    return rows


async def together(connection: Any, statements: Sequence[Statement]) -> None:
    values = [value for one in statements for value in one.values]
    await connection.execute(joined(tuple((one.sql, len(one.values)) for one in statements)), *values)


@lru_cache(maxsize=512)
def joined(statements: tuple[tuple[str, int], ...]) -> str:
    """Several writes as one statement: `WITH w0 AS (…), w1 AS (…) …`, the places counted on; the last runs first."""
    texts, before = [], 0
    for sql, count in statements:
        texts.append(re.sub(r"\$(\d+)", lambda place, shift=before: f"${int(place[1]) + shift}", sql))  # type: ignore[misc]
        before += count
    if len(texts) == 1:
        return texts[0]
    named = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(texts[:-1]))
    return f"WITH {named} {texts[-1]}"


async def spoken(work: Callable[[], Awaitable[T]]) -> T:
    """Run it; whatever the driver says becomes StorageTrouble with the class alone: its messages echo values."""
    try:
        return await work()
    except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError) as error:
        kind: type[StorageTrouble] = Rivalry
        name = type(error).__name__
    except TROUBLES as error:
        kind, name = StorageTrouble, type(error).__name__
        if getattr(error, "sqlstate", None) == MOVED:
            kind = Rivalry
    raise kind(f"PostgreSQL: {name}")
