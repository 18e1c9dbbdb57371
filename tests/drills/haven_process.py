"""Haven as the operator runs it: a process of its own, started, killed and started again on the same folders."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from emulator.server import Emulator
from tests import shipped
from tests.drills.nursery import Child, Nursery
from tests.ports import free_port

HOUSE = ("-m", "haven", "run")
SECRET = "s3cret-of-the-webhook-s3cret-of-the-webhook"


@dataclass
class HavenProcess:
    """`haven run` against an emulator. `folder` holds data, keys, the log and the temporary folder. A `fresh` one makes
    even its tables itself, which takes as long as the rest of its start; any other finds them made, and empty."""

    emulator: Emulator
    folder: Path
    mode: str = "polling"
    database: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    program: tuple[str, ...] = HOUSE
    port: int = field(default_factory=free_port)
    nursery: Nursery | None = None
    fresh: bool = False
    process: subprocess.Popen[bytes] | Child | None = None

    def environment(self) -> dict[str, str]:
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)
        set_here = {
            "HAVEN_TELEGRAM_TOKEN": self.emulator.bot_token,
            "HAVEN_TELEGRAM_API": self.emulator.url,
            "HAVEN_HOST": "127.0.0.1",
            "HAVEN_PORT": str(self.port),
            "HAVEN_DATA": str(self.folder / "data"),
            "HAVEN_KEYS": str(self.folder / "keys"),
            "HAVEN_OPERATOR": "Test Helpline",
            "HAVEN_PACING": "off",
            "TMPDIR": str(self.folder / "tmp"),
        }
        if self.mode == "webhook":
            set_here |= {"HAVEN_PUBLIC_URL": f"http://127.0.0.1:{self.port}", "HAVEN_WEBHOOK_SECRET": SECRET}
        own = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
        return {**own, **set_here, **self.database, **self.extra}

    async def start(self) -> None:
        """Start, and return once it says it is ready. Raises RuntimeError with the last of its log otherwise."""
        await self.begin()
        if not await self.ready():
            raise RuntimeError(f"Haven did not start: {self.log.read_text()[-2000:]}")

    async def begin(self) -> None:
        """Start, and return at once."""
        self.process = await asyncio.to_thread(self._born)

    async def ready(self) -> bool:
        """True once it answers, False where it died before or says nothing for a minute of looks."""
        for _ in range(1200):
            if self.process is None or self.process.poll() is not None:
                return False
            if await asyncio.to_thread(self.answers, "/healthz/ready"):
                return True
            await asyncio.sleep(0.05)
        return False

    def _born(self) -> subprocess.Popen[bytes] | Child:
        environment = self.environment()
        if not self.fresh and not self.database:
            shipped.lay_tables(self.folder / "data")
        if self.nursery:
            return self.nursery.born(self.program, self.folder, environment, self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *self.program], cwd=self.folder, env=environment, stdout=log, stderr=log
            )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ended(self, seconds: float) -> bool:
        """Wait so long for its end; True where it has come."""
        with suppress(subprocess.TimeoutExpired):
            return self.process is None or self.process.wait(seconds) is not None
        return False

    @property
    def log(self) -> Path:
        return self.folder / "haven.log"

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def answers(self, path: str) -> bool:
        try:
            self.get(path)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
        return True

    def kill(self) -> None:
        """SIGKILL: no goodbye, no last commit."""
        self.signal(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as systemd sends it."""
        self.signal(signal.SIGTERM)

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(60)
