"""A bot under test, started and listening on a core of its own; and the PostgreSQL that some of them need."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from benchmarks.bot_api import BotApi, Hook, serve
from benchmarks.bots import Bot, Place, command, database_names, environment
from benchmarks.doors import Fetched, Posted
from benchmarks.machine import BOT_CORE, free_port
from benchmarks.people import Crowd
from benchmarks.talk import Talk
from tests.postgres import PostgresServer

#: A sync that takes 5 ms longer: PostgreSQL itself waits (in microseconds) before it flushes, and everybody who
#: commits meanwhile flushes with it. Set for a database, so that one server serves both disks.
SLOW = ("commit_delay = 5000", "commit_siblings = 0")


@dataclass
class Hall:
    """What all bots of a run share: a folder, the talk, and PostgreSQL's server."""

    folder: Path
    postgres: PostgresServer | None
    talk: Talk

    @property
    def talk_file(self) -> Path:
        return self.folder / "talk.json"

    def database_pid(self, bot: Bot) -> int | None:
        served = self.postgres is not None and bot.engine == "postgresql"
        return self.postgres.process.pid if served and self.postgres and self.postgres.process else None


@contextlib.contextmanager
def hall(with_postgres: bool) -> Iterator[Hall]:
    """A hall of our own, gone afterwards. PostgreSQL really syncs, and shares the driver's core."""
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
    pid: int
    api: BotApi
    crowd: Crowd


@contextlib.asynccontextmanager
async def running(bot: Bot, hall: Hall) -> AsyncIterator[Running]:
    """Started, introduced, and one second old. Raises RuntimeError with its last words when it does not start."""
    crowd, api_port = Crowd(), free_port()
    crowd.talk = hall.talk
    api = BotApi(crowd.heard)
    server = await serve(api, api_port)
    folder = Path(tempfile.mkdtemp(dir=hall.folder))
    databases = await make_databases(hall, bot) if bot.engine == "postgresql" else None
    place = Place(folder, hall.talk_file, f"http://127.0.0.1:{api_port}", free_port(), databases)
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(  # noqa: ASYNC220 - started once, before anything is measured
            command(bot, place),
            env={**os.environ, **environment(bot, place)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
            preexec_fn=lambda: os.sched_setaffinity(0, {BOT_CORE}),
        )
    try:
        hook = await heard_of(api, process, folder / "errors.txt")
        crowd.door = Fetched(api, crowd.taken) if hook is None else await Posted(hook, api, crowd.taken).open()
        await asyncio.sleep(1)
        yield Running(process.pid, api, crowd)
    finally:
        await end(process)
        server.close()


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
    """Two empty databases, on the disk this bot is to have."""
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
