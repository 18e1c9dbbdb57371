"""Polling: the bot asks for updates and confirms the last ones by asking for what comes after them."""

from __future__ import annotations

import asyncio
from typing import Any

from emulator.errors import conflict
from emulator.telegram import Telegram
from emulator.updates import Delivered

_LONGEST = 50  # seconds
_MOST = 100


class Polling:
    """getUpdates. Only one may wait at a time; a second one ends the first."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._turn = 0
        self._why = ""
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    def end(self, why: str) -> None:
        """End whoever waits, with this conflict."""
        self._turn += 1
        self._why = why
        self.wake()

    async def get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Waits up to `timeout` seconds for the first update. Raises ApiError 409 when another one took over."""
        self._telegram.updates.allow(params.get("allowed_updates"))
        self.end("terminated by other getUpdates request; make sure that only one bot instance is running")
        turn = self._turn
        self._confirm(params.get("offset", 0))
        limit = params.get("limit", _MOST)
        limit = limit if 1 <= limit <= _MOST else _MOST
        wait = min(max(params.get("timeout", 0), 0), _LONGEST)
        found = await self._wait(turn, params.get("offset", 0), limit, wait)
        for update in found:
            update.attempts += 1
        return [update.payload for update in found]

    def _confirm(self, offset: int) -> None:
        updates = self._telegram.updates
        waiting = updates.waiting()
        for update in waiting[:offset] if offset < 0 else []:
            updates.forget(update, "forgotten")
        for update in waiting if offset > 0 else []:
            if update.update_id < offset:
                updates.confirm(update)

    async def _wait(self, turn: int, offset: int, limit: int, seconds: float) -> list[Delivered]:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while True:
            self._woken.clear()
            found = [one for one in self._telegram.updates.waiting() if one.update_id >= offset][:limit]
            left = until - loop.time()
            if found or left <= 0 or self._telegram.news.closed:
                return found
            try:
                async with asyncio.timeout(left):
                    await self._woken.wait()
            except TimeoutError:
                return []
            if turn != self._turn:
                raise conflict(self._why)
