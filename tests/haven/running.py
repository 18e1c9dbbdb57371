"""A running house in the test's own process: real settings, real store, real wire, and an emulator for Telegram."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from emulator.phone import Phone
from emulator.server import Emulator
from haven.logs import Log
from haven.run import run
from haven.settings import Settings, read_settings
from tests import shipped  # noqa: F401  what is shipped is read once
from tests.ports import free_port
from tests.soon import until

SECRET = "s3cret-of-the-webhook-s3cret-of-the-webhook"


@dataclass
class RunningHouse:
    """`log`: everything it wrote. `stop()` closes it as a signal would."""

    emulator: Emulator
    settings: Settings
    log: io.StringIO
    stopping: asyncio.Event
    task: asyncio.Task[None]
    address: str

    async def page(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.address + path) as answer:
            return answer.status, await answer.text()

    async def number(self, name: str) -> float:
        """One number of the metrics page, by its name and labels as they stand there; 0 where it is not there yet."""
        _, text = await self.page("/metrics")
        found = [line.rpartition(" ")[2] for line in text.splitlines() if line.rpartition(" ")[0] == name]
        return float(found[0]) if found else 0.0

    async def all_sent(self, patience: float = 60) -> None:
        """Wait until every update is confirmed and nothing is left to send."""
        await self.emulator.settled(patience)
        async with asyncio.timeout(patience):
            while await self.number('haven_stored{what="outbox"}'):  # noqa: ASYNC110 - another process' page
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        self.stopping.set()
        await self.task


def settings_for(emulator: Emulator, folder: Path, mode: str = "polling", **more: str) -> Settings:
    """Settings of a house with its data and keys in this folder, heard by this emulator."""
    port = free_port()
    given = {
        "HAVEN_TELEGRAM_TOKEN": emulator.bot_token,
        "HAVEN_TELEGRAM_API": emulator.url,
        "HAVEN_PORT": str(port),
        "HAVEN_DATA": str(folder / "data"),
        "HAVEN_KEYS": str(folder / "keys"),
        "HAVEN_PACING": "off",
    }
    if mode == "webhook":
        given |= {"HAVEN_PUBLIC_URL": f"http://127.0.0.1:{port}", "HAVEN_WEBHOOK_SECRET": SECRET}
    return read_settings(given | more)


async def alerted(told: Path, *kinds: str) -> list[str]:
    """Wait until the alert command has written as many words into this file as these; returns them, in their order."""

    def words() -> list[str]:
        return told.read_text().split() if told.exists() else []

    await until(lambda: len(words()) >= len(kinds))
    return words()


async def said_to(phone: Phone, more_than: int, patience: float = 60) -> list[str]:
    """Wait until the bot has said more than so many things on this phone; returns them all."""
    async with asyncio.timeout(patience):
        while len(said := [seen.text for seen in phone.screen() if seen.from_bot]) <= more_than:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return said


@asynccontextmanager
async def running(
    settings: Settings, emulator: Emulator, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> AsyncIterator[RunningHouse]:
    """A house at work; closed at the end, and what went wrong in it is raised."""
    log, stop, opened = io.StringIO(), asyncio.Event(), asyncio.Event()
    address: list[str] = []

    def open_now(where: str) -> None:
        address.append(where.replace("localhost", "127.0.0.1"))
        opened.set()

    task = asyncio.ensure_future(run(settings, Log(log), clock, stop, open_now))
    waiting = asyncio.ensure_future(opened.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        waiting.cancel()
        task.result()
    try:
        yield RunningHouse(emulator, settings, log, stop, task, address[0])
    finally:
        stop.set()
        await task
