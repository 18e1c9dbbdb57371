"""The busy house at work: on SQLite one process; on PostgreSQL two, people at the first and consoles at the second."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from benchmarks.bot_api import BotApi, Hook, serve
from benchmarks.bots import HAVEN, HAVEN_PAIR, Bot, environment
from benchmarks.consoles.costing import costs_of
from benchmarks.consoles.filling import Busy, fill
from benchmarks.consoles.found import Cost
from benchmarks.machine import Use, free_port
from benchmarks.running import Hall, end, heard_of, started

HOUSES = (HAVEN, HAVEN_PAIR)


@dataclass(frozen=True)
class Size:
    """How busy: open cases, consoles, lines of the longest talk; who writes while they are open, and how fast."""

    cases: int = 10_000
    consoles: int = 200
    lines: int = 500
    writers: int = 1000
    pace: float = 50.0
    calls: int = 50
    paced: float = 20.0
    warm_up: float = 0.7
    fast: float = 2.0


QUICK = Size(cases=2000, paced=5.0, fast=1.5)


class Phones:
    """What the bot said, by chat: the moment the first message with these words was on the wire."""

    def __init__(self) -> None:
        self.waited: dict[tuple[int, str], asyncio.Future[float]] = {}

    def heard(self, chat: int, message: Mapping[str, Any]) -> None:
        waiting = self.waited.pop((chat, str(message["text"])), None)
        if waiting is not None:
            waiting.set_result(time.perf_counter())

    def wait_for(self, chat: int, text: str) -> asyncio.Future[float]:
        found = self.waited[chat, text] = asyncio.get_running_loop().create_future()
        return found


@dataclass
class Standing:
    """`door`: where people's words go. `origin`: where its consoles are."""

    bot: Bot
    busy: Busy
    size: Size
    costs: tuple[Cost, ...]
    api: BotApi
    door: Hook
    origin: str
    pids: list[int]
    database: int | None
    phones: Phones = field(default_factory=Phones)

    def used(self) -> Use:
        return Use.now(self.pids, self.database)


@contextlib.asynccontextmanager
async def standing(bot: Bot, size: Size, hall: Hall) -> AsyncIterator[Standing]:
    """Filled, started, and half a second old."""
    phones, api_port = Phones(), free_port()
    api = BotApi(phones.heard)
    server = await serve(api, api_port)
    place = replace(await hall.place(bot), api=f"http://127.0.0.1:{api_port}")
    busy = await fill(environment(bot, place), size.cases, size.consoles, size.lines)
    costs = await costs_of(environment(bot, place), busy)
    processes: list[subprocess.Popen[bytes]] = []
    hooks: list[Hook] = []
    try:
        for number in range(bot.processes):
            api.expect()
            processes.append(started(bot, replace(place, port=free_port()), number))
            hook = await heard_of(api, processes[-1], place.folder / "errors.txt")
            assert hook is not None, "it was started with a webhook"
            hooks.append(hook)
        await asyncio.sleep(0.5)
        parts = urlsplit(hooks[-1].url)
        pids = [process.pid for process in processes]
        origin, database = f"{parts.scheme}://{parts.netloc}", hall.database_pid(bot)
        yield Standing(bot, busy, size, costs, api, hooks[0], origin, pids, database, phones)
    finally:
        for process in processes:
            await end(process)
        server.close()
