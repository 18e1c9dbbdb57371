"""Polling: ask Telegram for updates, work chats side by side and each chat in order, confirm only what is durable.

Asking confirms, so we ask again while chats still work: a slow one holds back the offset, and nobody else. What comes
again meanwhile is recognised and left alone; where nothing happens, we ask ever more seldom.
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
from bot.telegram.window import Window
from bot.telegram.wire import NotWritten, Unclear
from helpline.ports import Incoming
from helpline.receiving import NotNow

#: Seconds: how long Telegram may hold a question open; the longest pause after trouble.
HOLD, LONGEST_PAUSE = 25, 30.0
#: Seconds between two questions while chats work: the least, and the most once nothing new comes and nothing is done.
SHORTEST, PATIENCE = 0.05, 0.2
#: Seconds between two tries at one update that could not be made durable.
PAUSES = (0.1, 0.3, 1.0, 3.0, 5.0)

#: Is it ours to ask, at this moment?
Held = Callable[[], bool]


def always() -> bool:
    return True


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
        self._window = Window()
        self._chats: dict[str, deque[Incoming]] = {}
        self._stirred = asyncio.Event()  # all is done, or what held everything back
        self._awaited: int | None = None
        self._news = False
        self._pause = SHORTEST
        self._stopping = asyncio.Event()
        self._held: Held = always
        self._troubles = 0

    async def run(self, stop: asyncio.Event, held: Held = always) -> None:
        """Until `stop`: then finish what is in hand, confirm it, and return. It may be run again afterwards.

        `held`: is it still ours to ask? While it is not, Telegram is neither asked nor told anything.
        """
        self._stopping.clear()
        self._window, self._chats = Window(), {}  # what still works for an earlier run must not move this one's offset
        self._held = held
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
                await self._rest()
        finally:
            stopped.cancel()
        self._stopping.set()
        await self._until_stirred(1.0)
        await self._confirm()

    # ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────
    async def _ask(self) -> list[Any]:
        if not self._held():
            await asyncio.sleep(PATIENCE)
            return []
        offset = self._window.offset()
        hold = 0 if self._troubles else HOLD  # after trouble Telegram is to say at once that it is over
        params = {"offset": offset, "timeout": hold, "allowed_updates": list(ALLOWED_UPDATES)}
        try:
            answer = await self._api.call("getUpdates", params, hold + 10)
        except (NotWritten, Unclear):
            answer = Answer(0)
        if not self._held():  # meanwhile another asks: whatever this says, it has heard better
            return []
        if answer.code == 200 and isinstance(answer.result, list):
            self._troubles = 0
            self._channel.heard()
            if not answer.result:
                self._window.begin_again()
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
        if not self._held():
            return
        params = {"offset": self._window.offset(), "timeout": 0, "limit": 1, "allowed_updates": list(ALLOWED_UPDATES)}
        try:
            await self._api.call("getUpdates", params, 0.5)
        except (NotWritten, Unclear):
            self._told("polling_trouble")

    async def _rest(self) -> None:
        """Until it makes sense to ask again: at once when all is done, else soon, and the later the less happens."""
        self._pause = SHORTEST if self._news else min(2 * self._pause, PATIENCE)
        self._news = False
        await self._until_stirred(self._pause)
        if self._window.full:
            self._awaited = self._window.head
            await self._until_stirred(PATIENCE)
            self._awaited = None

    async def _until_stirred(self, seconds: float) -> None:
        self._stirred.clear()
        if self._window.idle:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            return

    # ── working off ───────────────────────────────────────────────────────────────────────────────────────────────
    def _take(self, batch: list[Any]) -> None:
        for payload in batch:
            number = update_id(payload)
            if number is None or self._window.knows(number):
                continue
            self._news = True
            self._window.take(number)
            incoming = self._runner.read(payload)
            if incoming is None:
                self._window.done(number)
            else:
                self._enqueue(incoming)

    def _finish(self, window: Window, number: int) -> None:
        self._news = True
        window.done(number)
        if number == self._awaited or self._window.idle:
            self._stirred.set()

    def _enqueue(self, incoming: Incoming) -> None:
        chat = incoming.address.plain
        if chat in self._chats:
            self._chats[chat].append(incoming)
        else:
            self._chats[chat] = deque([incoming])
            self._spawn(self._work_chat(chat))

    async def _work_chat(self, chat: str) -> None:
        window, chats = self._window, self._chats
        waiting = chats[chat]
        try:
            while waiting and await self._work(waiting[0]):
                self._finish(window, waiting.popleft().update)
        finally:
            del chats[chat]

    async def _work(self, incoming: Incoming) -> bool:
        """True once it is durable; False when Haven stops before."""
        failures = 0
        while True:
            try:
                answer = await self._runner.work_off(incoming)
            except Exception as error:
                if not isinstance(error, NotNow):
                    self._runner.told("incident", error)
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
