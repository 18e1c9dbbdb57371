"""Haven as the operator runs it: a process of its own, started, killed and started again on the same folders."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from emulator.server import Emulator

SECRET = "s3cret-of-the-webhook-s3cret-of-the-webhook"


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@dataclass
class HavenProcess:
    """`haven run` against an emulator. `folder` holds data, keys, the log and the temporary folder."""

    emulator: Emulator
    folder: Path
    mode: str = "polling"
    database: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    program: tuple[str, ...] = ("-m", "haven", "run")
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

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
        environment = self.environment()
        with self.log.open("ab") as log:
            self.process = await asyncio.to_thread(
                subprocess.Popen,
                [sys.executable, *self.program],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        for _ in range(600):
            if self.process.poll() is not None:
                break
            if await asyncio.to_thread(self.answers, "/healthz/ready"):
                return
            await asyncio.sleep(0.05)
        raise RuntimeError(f"Haven did not start: {self.log.read_text()[-2000:]}")

    @property
    def log(self) -> Path:
        return self.folder / "haven.log"

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2) as answer:
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
            self.process.wait(15)
