"""The demo: the same house, with a Telegram of its own on this machine. Nothing in it is real.

It keeps its data in folders of its own, begins empty at every start, and does not start where a real house lives.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from emulator.server import Emulator
from haven.demo_staff import move_in, told
from haven.folders import IN_DATA, IN_KEYS, close, make
from haven.logs import Log
from haven.run import run
from haven.settings import Settings, WrongSetting, is_loopback
from storage.people import People
from storage.sqlite import hold_alone

#: Stands in the demo's folders: only what holds it is emptied.
MARK = ".demo"
#: To our own emulator, past any proxy of the machine.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
#: Seconds between two looks at the emulator's clock.
TICK = 0.25


class EmulatorClock:
    """Haven's clock in the demo is the emulator's, read over HTTP; between two looks it runs on by itself, as fast."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/emulator/clock"
        self._seen = self._looked = datetime.now(UTC)
        self._speed = 1.0

    def __call__(self) -> datetime:
        return self._seen + (datetime.now(UTC) - self._looked) * self._speed

    async def look(self) -> None:
        self._seen, self._speed, self._looked = *await asyncio.to_thread(self._read), datetime.now(UTC)

    async def keep_looking(self) -> None:
        while True:
            try:
                await self.look()
            except OSError:
                return  # the emulator has closed, and so does the demo
            await asyncio.sleep(TICK)

    def _read(self) -> tuple[datetime, float]:
        with DIRECTLY.open(self._url, timeout=5) as answer:
            told = json.load(answer)
            return datetime.fromisoformat(told["now"]), float(told["speed"])


async def run_demo(settings: Settings, log: Log, out: TextIO, stop: asyncio.Event) -> None:
    """Emulator and house in one process. Raises WrongSetting where a real house lives."""
    refuse_beside_the_real(settings)
    apart = replace(settings, data=settings.data / "demo", keys=settings.keys / "demo")
    close(settings.data, "HAVEN_DATA", IN_DATA)
    close(settings.keys, "HAVEN_KEYS", IN_KEYS)
    for folder in (apart.data, apart.keys):
        _empty(folder)
    emulator = Emulator(port=_free_or_any(settings.port + 1))
    await emulator.start()
    try:
        clock = EmulatorClock(emulator.url)
        await clock.look()
        looking = asyncio.ensure_future(clock.keep_looking())
        here = replace(apart, telegram_token=emulator.bot_token, telegram_api=emulator.url)
        for language in here.languages:
            emulator.phone(language=language)
        log.write("demo_started")
        links: dict[str, str] = {}

        async def prepare(people: People, origin: str) -> Mapping[str, str]:
            links.update(await move_in(people, here.languages, clock()))
            return links

        await run(here, log, clock, stop, banner(out, emulator.url, links), prepare)
        looking.cancel()
    finally:
        await emulator.stop()


def banner(out: TextIO, phones: str, links: Mapping[str, str]) -> Callable[[str], None]:
    """Says loudly, once the house is open, that this is a demo, and where to look. `links`: ways in of its staff."""

    def opened(house: str) -> None:
        port = phones.rpartition(":")[2]
        lines = (
            "This is a DEMO: nobody reads along, nothing is real, nothing is kept.",
            "Set HAVEN_TELEGRAM_TOKEN to run the real bot.",
            "",
            f"  the phone page   http://localhost:{port}/",
            f"  health           {house}/healthz",
            f"  metrics          {house}/metrics",
            "",
            "The console, signed in as:",
            *told(links, house),
            "",
            "Ctrl-C stops it.",
        )
        width = max(map(len, lines))
        out.write("\n".join(("┌" + "─" * (width + 2) + "┐", *(f"│ {line:<{width}} │" for line in lines))))
        out.write("\n└" + "─" * (width + 2) + "┘\n")
        out.flush()

    return opened


def refuse_beside_the_real(settings: Settings) -> None:
    """Raises WrongSetting where the settings or the data folder belong to a house that real people write to."""
    if settings.public_url:
        raise WrongSetting("The demo does not start where HAVEN_PUBLIC_URL is set; set HAVEN_TELEGRAM_TOKEN too.")
    if settings.database_url:
        raise WrongSetting("The demo does not start where HAVEN_DATABASE_URL is set; set HAVEN_TELEGRAM_TOKEN too.")
    if not is_loopback(settings.host):
        raise WrongSetting("The demo listens on this machine only; leave HAVEN_HOST out or set HAVEN_TELEGRAM_TOKEN.")
    if _is_lived_in(settings.data / "haven.db"):
        raise WrongSetting(
            "The demo does not start where real cases are kept or staff work;"
            " set HAVEN_TELEGRAM_TOKEN, or another HAVEN_DATA."
        )


def _is_lived_in(database: Path) -> bool:
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            held = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            # A house from before there were staff has no table of them.
            return any(_has_rows(connection, table) for table in ("cases", "staff") if table in held | {"cases"})
    except sqlite3.Error:
        return True  # unreadable: rather no demo than one beside somebody's case


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    return bool(connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0])  # noqa: S608 - ours


def _empty(folder: Path) -> None:
    """A folder of the demo's own, empty. What it did not make itself it does not touch."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise WrongSetting(f"{folder} is not the demo's own; move it away, or set another HAVEN_DATA and HAVEN_KEYS.")
    if folder.exists():
        hold_alone(folder / "haven.db").close()  # another demo may be at work in it: then InUse
    shutil.rmtree(folder, ignore_errors=True)
    make(folder)
    (folder / MARK).touch()


def _free_or_any(port: int) -> int:
    from haven.http import listen

    try:
        listen("127.0.0.1", port).close()
    except (OSError, OverflowError):
        return 0
    return port
