"""Alerts: a command of the operator's own is run with one word, the kind, and nothing else. Nothing waits for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

#: Every word the command may be called with.
KINDS = (
    "waiting",
    "recalled",
    "crisis",
    "danger",
    "lapsed",
    "parked",
    "promise",
    "token_refused",
    "storage",
    "audit",
    "bot_name",
)
#: At most so many alerts wait; the command has so many seconds.
MOST_WAITING, SECONDS = 64, 10.0


class Alerts:
    """`tell` returns at once; `run` works what was told, one at a time, until it is cancelled."""

    def __init__(self, command: tuple[str, ...], log: Callable[..., None]) -> None:
        self._command, self._log = command, log
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._calls: set[asyncio.Task[None]] = set()
        #: Told of each kind, and whose case it is, besides the command: the group of staff, where there is one.
        self.also: Callable[[str, str | None], None] = lambda kind, team: None

    def tell(self, kind: str, team: str | None = None) -> None:
        self.also(kind, team)
        if not self._command:
            return
        try:
            self._waiting.put_nowait(kind)
        except asyncio.QueueFull:
            self._log("alert_dropped", kind=kind)

    async def run(self) -> None:
        while True:
            await self._begin(await self._waiting.get())

    async def finish(self, seconds: float) -> None:
        """The house closes: what runs may end, what waits is told at once, each kind once; then no more."""
        kinds = {self._waiting.get_nowait() for _ in range(self._waiting.qsize())}
        for kind in sorted(kinds):
            self._begin(kind)
        if not self._calls:
            return
        _, late = await asyncio.wait(set(self._calls), timeout=max(0.0, seconds))
        for call in late:
            call.cancel()
        if late:
            await asyncio.wait(late)

    def _begin(self, kind: str) -> asyncio.Task[None]:
        call = asyncio.ensure_future(self._tell_now(kind))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        return call

    async def _tell_now(self, kind: str) -> None:
        told = False
        try:
            told = await self._call(kind)
        finally:
            if not told:
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
                start_new_session=True,  # a Ctrl-C or a stop told to our whole group is not meant for it
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
