"""Polling against an emulator, for the tests of asking."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.telegram.api import BotApi
from bot.telegram.channel import TelegramChannel
from bot.telegram.polling import Polling
from bot.telegram.runner import Runner
from emulator.server import Emulator
from helpline.ports import Incoming

Receive = Callable[[Incoming], Awaitable[str | None]]


class Poller:
    """Polling against an emulator, with a house behind it that the test plays itself."""

    def __init__(self, emulator: Emulator, group: asyncio.TaskGroup, receive: Receive) -> None:
        self.told: list[str] = []
        self.api = BotApi(emulator.url, emulator.bot_token)
        channel = TelegramChannel(self.api, lambda: datetime.now(UTC), self.told.append)
        runner = Runner(receive, channel, lambda: datetime.now(UTC), lambda code, error: self.told.append(code))
        self.polling = Polling(self.api, runner, channel, group.create_task, self.told.append)
        self.stop = asyncio.Event()
        self.task = group.create_task(self.polling.run(self.stop))

    async def end(self) -> None:
        self.stop.set()
        await self.task
        await self.api.close()
