"""Polling: ask Telegram for updates, work chats side by side and each chat in order, confirm only what is durable.

Telegram forgets what lies below the offset we ask for. So the offset never passes the oldest update still in hand; what
comes again meanwhile is recognised and left alone.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from bot.telegram.api import Answer, BotApi
from bot.telegram.channel import KNOCK, TelegramChannel
from bot.telegram.runner import Runner
from bot.telegram.updates import ALLOWED_UPDATES, update_id
from bot.telegram.wire import NotWritten, Unclear
from helpline.ports import Incoming
from helpline.receiving import NotNow

#: Seconds: how long Telegram may hold a question open; how long one slow chat may hold up the next question; the
#: longest pause after trouble.
HOLD, PATIENCE, LONGEST_PAUSE = 25, 0.5, 30.0
#: Seconds between two tries at one update that could not be made durable.
PAUSES = (0.1, 0.3, 1.0, 3.0, 5.0)


class Polling:
    """`spawn` starts a task that has a parent; `told(code)` hears of trouble with Telegram."""

    def __init__(
        self,
        api: BotApi,
        runner: Runner,
        channel: TelegramChannel,
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        told: Callable[[str], None],
    ) -> None:
        self._api, self._runner, self._channel, self._spawn, self._told = api, runner, channel, spawn, told
        self._in_hand: set[int] = set()
        self._done: set[int] = set()
        self._chats: dict[str, deque[Incoming]] = {}
        self._all_done = asyncio.Event()
        self._stopping = asyncio.Event()
        self._offset = 0
        self._troubles = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`: then finish what is in hand, confirm it, and return. It may be run again afterwards."""
        self._stopping.clear()
        self._in_hand.clear()
        self._done.clear()
        self._offset = 0
        stopped = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                asking = asyncio.ensure_future(self._ask())
                await asyncio.wait({asking, stopped}, return_when=asyncio.FIRST_COMPLETED)
                if not asking.done():
                    asking.cancel()
                    await asyncio.wait({asking})
                    break
                self._take(asking.result())
                await self._until_done(PATIENCE)
        finally:
            stopped.cancel()
        self._stopping.set()
        await self._until_done(1.0)
        await self._confirm()

    # ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────
    async def _ask(self) -> list[Any]:
        params = {"offset": self._offset, "timeout": HOLD, "allowed_updates": list(ALLOWED_UPDATES)}
        try:
            answer = await self._api.call("getUpdates", params, HOLD + 10)
        except (NotWritten, Unclear):
            answer = Answer(0)
        if answer.code == 200 and isinstance(answer.result, list):
            self._troubles = 0
            self._channel.heard()
            if not answer.result and not self._in_hand:
                # All is confirmed. After a week of silence Telegram may begin again with lower numbers.
                self._offset = 0
            return answer.result
        await self._recover(answer)
        return []

    async def _recover(self, answer: Answer) -> None:
        if answer.code == 409 and "webhook" in answer.description:
            self._told("webhook_removed")
            await self._channel.remove_webhook()
            return
        self._troubles += 1
        pause = answer.retry_after or min(LONGEST_PAUSE, 0.25 * 2 ** min(self._troubles, 10))
        if answer.code == 409:
            self._told("polling_conflict")
        elif answer.code in (401, 404):
            self._channel.refused()
            pause = min(LONGEST_PAUSE, KNOCK)
        else:
            self._told("polling_trouble")
        await asyncio.sleep(pause)

    async def _confirm(self) -> None:
        """Tell Telegram what is done, without waiting for more. Where that fails it comes again and is known."""
        params = {"offset": self._offset, "timeout": 0, "limit": 1, "allowed_updates": list(ALLOWED_UPDATES)}
        try:
            await self._api.call("getUpdates", params, 0.5)
        except (NotWritten, Unclear):
            self._told("polling_trouble")

    # ── working off ───────────────────────────────────────────────────────────────────────────────────────────────
    def _take(self, batch: list[Any]) -> None:
        for payload in batch:
            number = update_id(payload)
            if number is None or number in self._in_hand or number in self._done:
                continue
            incoming = self._runner.read(payload)
            if incoming is None:
                self._done.add(number)
            else:
                self._in_hand.add(number)
                self._enqueue(incoming)
        self._advance()

    def _enqueue(self, incoming: Incoming) -> None:
        chat = incoming.address.plain
        if chat in self._chats:
            self._chats[chat].append(incoming)
        else:
            self._chats[chat] = deque([incoming])
            self._spawn(self._work_chat(chat))

    async def _work_chat(self, chat: str) -> None:
        waiting = self._chats[chat]
        try:
            while waiting and await self._work(waiting[0]):
                self._in_hand.discard(waiting[0].update)
                self._done.add(waiting.popleft().update)
                self._advance()
        finally:
            del self._chats[chat]

    async def _work(self, incoming: Incoming) -> bool:
        """True once it is durable; False when Haven stops before."""
        failures = 0
        while True:
            try:
                answer = await self._runner.work_off(incoming)
            except NotNow:
                pause = PAUSES[min(failures, len(PAUSES) - 1)]
                failures += 1
                if await self._stops_within(pause):
                    return False
            else:
                if answer is not None and incoming.callback is not None:
                    self._spawn(self._channel.answer(incoming.callback, answer))
                return True

    async def _stops_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return False
        return True

    def _advance(self) -> None:
        if self._in_hand:
            self._offset = min(self._in_hand)
            self._done = {number for number in self._done if number >= self._offset}
            self._all_done.clear()
            return
        if self._done:
            self._offset = max(self._done) + 1
            self._done.clear()
        self._all_done.set()

    async def _until_done(self, seconds: float) -> None:
        if not self._in_hand:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._all_done.wait()
        except TimeoutError:
            return
