"""Alerts: a command of the operator's own is run with one word, the kind, and nothing else. Nothing waits for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

#: At most so many alerts wait; the command has so many seconds.
MOST_WAITING, SECONDS = 64, 10.0


class Alerts:
    """`tell` returns at once; `run` works what was told, one at a time, until it is cancelled."""

    def __init__(self, command: tuple[str, ...], log: Callable[..., None]) -> None:
        self._command, self._log = command, log
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)

    def tell(self, kind: str) -> None:
        if not self._command:
            return
        try:
            self._waiting.put_nowait(kind)
        except asyncio.QueueFull:
            self._log("alert_dropped", kind=kind)

    async def run(self) -> None:
        while True:
            kind = await self._waiting.get()
            if not await self._call(kind):
                self._log("alert_failed", kind=kind)

    async def _call(self, kind: str) -> bool:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                kind,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                # Our own settings hold the token and the database's password: they are nobody else's business.
                env={name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")},
            )
        except (OSError, ValueError):
            return False
        try:
            async with asyncio.timeout(SECONDS):
                return await process.wait() == 0
        except TimeoutError:
            return False
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
