"""The Haven that is simulated upon: `haven run` in a process of its own, by the emulator's clock."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import urllib.error
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from emulator.server import Emulator
from haven.demo import DIRECTLY, EmulatorClock
from haven.logs import Log, mute_libraries
from haven.run import run, stop_on_signals
from haven.settings import WrongSetting, read_settings
from haven.simulate.weighing import Weight, weigh

SECRET = secrets.token_hex(20)
#: Real seconds until it must be open, and until it must have closed.
OPENS, CLOSES = 60.0, 15.0
PAGES = ("page_count", "freelist_count", "page_size")


@dataclass
class House:
    """Data and keys in `folder`, which is thrown away with it. Telegram's sending limits are off: an hour of
    simulated messages goes out in a minute; the report compares them with the limits instead."""

    emulator: Emulator
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    port: int = 0

    async def start(self) -> None:
        """Returns when it is open. Raises WrongSetting where it does not open."""
        self.port = _free_port()
        log = (self.folder / "haven.log").open("wb")
        with log:
            self.process = await asyncio.to_thread(
                subprocess.Popen,
                [sys.executable, "-m", "haven.simulate.house"],
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the simulation; it closes the house itself
            )
        until = asyncio.get_running_loop().time() + OPENS
        while asyncio.get_running_loop().time() < until and self.process.poll() is None:
            if await asyncio.to_thread(self._is_open):
                return
            await asyncio.sleep(0.05)
        raise WrongSetting("the Haven to simulate upon did not open; try `haven run` to see why")

    def environment(self) -> dict[str, str]:
        """Its own settings and none of ours: it must never meet real data."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
        here = f"http://127.0.0.1:{self.port}"
        return own | {
            "HAVEN_TELEGRAM_TOKEN": self.emulator.bot_token,
            "HAVEN_TELEGRAM_API": self.emulator.url,
            "HAVEN_PUBLIC_URL": here,
            "HAVEN_WEBHOOK_SECRET": SECRET,
            "HAVEN_PORT": str(self.port),
            "HAVEN_DATA": str(self.data),
            "HAVEN_KEYS": str(self.folder / "keys"),
            "HAVEN_PACING": "off",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def weight(self) -> Weight | None:
        """Its disk is what its two databases hold: their files grow in steps. None where the system has no /proc."""
        try:
            weight = weigh(self.process.pid, ()) if self.process else None
        except OSError:
            return None
        held = sum(_held(file) for file in (self.data / "haven.db", self.folder / "keys" / "keys.db"))
        return replace(weight, disk=held) if weight else None

    async def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                await asyncio.to_thread(self.process.wait, CLOSES)
            except subprocess.TimeoutExpired:
                self.process.kill()
                await asyncio.to_thread(self.process.wait)

    def _is_open(self) -> bool:
        try:
            with DIRECTLY.open(f"http://127.0.0.1:{self.port}/healthz/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _held(database: Path) -> int:
    """Bytes of the pages that hold something, whether they stand in the file or still in its journal."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as found:
        pages, free, size = (found.execute(f"PRAGMA {name}").fetchone()[0] for name in PAGES)
    return int((pages - free) * size)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


async def open_house() -> None:
    """In the process of its own: until it is told to stop, or the emulator has gone."""
    stop_on_signals(stop := asyncio.Event())
    settings, log = read_settings(dict(os.environ)), Log(sys.stderr)
    mute_libraries(log)
    clock = EmulatorClock(settings.telegram_api)
    await clock.look()
    looking = asyncio.ensure_future(clock.keep_looking())
    looking.add_done_callback(lambda _: stop.set())
    await run(settings, log, clock, stop, lambda address: None)
    looking.cancel()


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(open_house())
