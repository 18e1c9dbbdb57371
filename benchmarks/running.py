"""A bot under test, started and listening on a core of its own; and the PostgreSQL that some of them need."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import asyncpg

from benchmarks.bot_api import BotApi, Hook, serve
from benchmarks.bots import Bot, Place, command, database_names, environment
from benchmarks.doors import Fetched, Posted
from benchmarks.machine import DATABASE_CORE, DRIVER_CORE, cores_for, free_port
from benchmarks.people import Crowd
from benchmarks.talk import Talk
from tests.postgres import PostgresServer

#: A sync that takes 5 ms longer: PostgreSQL itself waits (in microseconds) before it flushes, and everybody who
#: commits meanwhile flushes with it. Set for a database, so that one server serves both disks.
SLOW = ("commit_delay = 5000", "commit_siblings = 0")


@dataclass
class Hall:
    """What all bots of a run share: a folder, the talk, PostgreSQL's server, and the houses full of cases."""

    folder: Path
    postgres: PostgresServer | None
    talk: Talk
    stored: dict[Bot, Place] = field(default_factory=dict)

    @property
    def talk_file(self) -> Path:
        return self.folder / "talk.json"

    def database_pid(self, bot: Bot) -> int | None:
        served = self.postgres is not None and bot.engine == "postgresql"
        return self.postgres.process.pid if served and self.postgres and self.postgres.process else None

    async def server_syncs(self) -> int | None:
        """Of PostgreSQL's log, since it was started."""
        assert self.postgres is not None
        connection = await asyncpg.connect(self.postgres.url())
        try:
            found = await connection.fetchval("SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'")
        finally:
            await connection.close()
        return None if found is None else int(found)

    async def place(self, bot: Bot) -> Place:
        """An empty folder and, where it has one, empty databases on the disk this bot is to have."""
        databases = await make_databases(self, bot) if bot.engine == "postgresql" else None
        return Place(
            Path(tempfile.mkdtemp(dir=self.folder)), self.talk_file, "http://127.0.0.1:1", free_port(), databases
        )


@contextlib.contextmanager
def hall(with_postgres: bool) -> Iterator[Hall]:
    """A hall of our own, gone afterwards. PostgreSQL really syncs."""
    with (
        tempfile.TemporaryDirectory(prefix="haven-bench-") as name,
        tempfile.TemporaryDirectory(prefix="haven-bench-postgres-") as home,
    ):
        server = PostgresServer(Path(home), fsync=True).start() if with_postgres else None
        try:
            yield Hall(Path(name), server, Talk())
        finally:
            if server is not None:
                server.stop()


@dataclass
class Running:
    """`pids`: its processes. `place`: where it was started."""

    pids: list[int]
    api: BotApi
    crowd: Crowd
    place: Place


@contextlib.asynccontextmanager
async def running(bot: Bot, hall: Hall) -> AsyncIterator[Running]:
    """Started, introduced, and half a second old. Raises RuntimeError with its last words when it does not start."""
    crowd, api_port = Crowd(), free_port()
    crowd.talk = hall.talk
    api = BotApi(crowd.heard)
    server = await serve(api, api_port)
    place = replace(hall.stored.get(bot) or await hall.place(bot), api=f"http://127.0.0.1:{api_port}")
    processes: list[subprocess.Popen[bytes]] = []
    hooks: list[Hook | None] = []
    try:
        for number in range(bot.processes):
            api.expect()
            processes.append(started(bot, replace(place, port=free_port()), number))
            hooks.append(await heard_of(api, processes[-1], place.folder / "errors.txt"))
        by_webhook = [hook for hook in hooks if hook is not None]
        crowd.door = await Posted(by_webhook, api, crowd.taken).open() if by_webhook else Fetched(api, crowd.taken)
        await asyncio.sleep(0.5)
        yield Running([process.pid for process in processes], api, crowd, place)
    finally:
        for process in processes:
            await end(process)
        server.close()


def started(bot: Bot, place: Place, number: int) -> subprocess.Popen[bytes]:
    """One process of this bot, on a core of its own where there are enough."""
    with (place.folder / "errors.txt").open("ab") as errors:
        process = subprocess.Popen(
            command(bot, place),
            env={**os.environ, **environment(bot, place)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    os.sched_setaffinity(process.pid, cores_for(number, bot.processes))
    return process


async def heard_of(api: BotApi, process: subprocess.Popen[bytes], errors: Path) -> Hook | None:
    for _ in range(600):
        await asyncio.wait({api.ready}, timeout=0.1)
        if api.ready.done():
            return api.ready.result()
        if process.poll() is not None:
            break
    raise RuntimeError(f"the bot did not start: {last_words(errors)}")


def last_words(errors: Path) -> str:
    return errors.read_text(errors="replace")[-2000:]


async def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        await asyncio.to_thread(process.wait, 10)
    except subprocess.TimeoutExpired:
        process.kill()
        await asyncio.to_thread(process.wait)


async def make_databases(hall: Hall, bot: Bot) -> tuple[str, str]:
    assert hall.postgres is not None
    connection = await asyncpg.connect(hall.postgres.url())
    try:
        data, keys = database_names()
        for name in (data, keys):
            await connection.execute(f"CREATE DATABASE {name}")
            for setting in SLOW if bot.slow else ():
                await connection.execute(f"ALTER DATABASE {name} SET {setting}")
    finally:
        await connection.close()
    return hall.postgres.url(data), hall.postgres.url(keys)


# ── houses full of cases, and where everybody runs ────────────────────────────────────────────────────────────────────
async def store_cases(hall: Hall, bots: Sequence[Bot], cases: int) -> None:
    """Fill a house for each of these bots, side by side, with all cores at their disposal."""
    from benchmarks.stored.fill import fill
    from benchmarks.stored.postgres import FILLING

    await set_up_again(hall, FILLING)
    for bot in bots:
        hall.stored[bot] = await hall.place(bot)
    await fill([environment(bot, place) for bot, place in hall.stored.items()], cases)
    await set_up_again(hall, {})


async def set_up_again(hall: Hall, settings: Mapping[str, str]) -> None:
    """PostgreSQL, started again with these settings and no others."""
    if hall.postgres is None:
        return
    connection = await asyncpg.connect(hall.postgres.url())
    try:
        await connection.execute("ALTER SYSTEM RESET ALL")
        for name, value in settings.items():
            await connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    finally:
        await connection.close()
    hall.postgres.stop()
    hall.postgres.start()


def pin(hall: Hall) -> None:
    """From now on the driver and PostgreSQL keep to their cores."""
    if hall.postgres is not None:
        hall.postgres.stop()
        os.sched_setaffinity(0, {DATABASE_CORE})
        hall.postgres.start()
    os.sched_setaffinity(0, {DRIVER_CORE})
