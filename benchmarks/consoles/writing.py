"""People who write while colleagues have their cases: at a steady pace, or each as soon as the last one was taken."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.bot_api import BotApi, Hook
from benchmarks.consoles.filling import Someone
from benchmarks.doors import Posted
from benchmarks.people import text_update

WORDS = "It was sent on to somebody in my class. What happens now, and do I have to do anything myself?"


class Writers:
    """`sent` and `taken`: (case, how many words of hers) → when it left, and when the house said that it is kept."""

    updates = itertools.count(4 * 10**12)
    messages = itertools.count(10**9)

    def __init__(self, people: Sequence[Someone]) -> None:
        self.people = {one.chat: one for one in people}
        self.turns = itertools.cycle(people)
        self.wrote: Counter[str] = Counter()
        self.sent: dict[tuple[str, int], float] = {}
        self.taken: dict[tuple[str, int], float] = {}
        self.errors: Counter[str] = Counter()
        self.on_their_way: dict[int, tuple[str, int]] = {}
        self.again = False
        self.door: Posted

    async def come_to(self, hook: Hook, api: BotApi) -> None:
        self.door = await Posted([hook], api, self.was_taken).open()

    def say(self) -> None:
        """The next one writes, unless her last words are still on their way: then whoever comes after her.

        Raises RuntimeError where that is everybody."""
        if len(self.on_their_way) == len(self.people):
            raise RuntimeError("the house does not keep up: everybody waits")
        while (one := next(self.turns)).chat in self.on_their_way:
            pass
        self.wrote[one.case] += 1
        key = self.on_their_way[one.chat] = (one.case, self.wrote[one.case])
        self.sent[key] = time.perf_counter()
        update = text_update(one.chat, next(self.messages), WORDS)
        self.door.deliver(one.chat, {"update_id": next(self.updates), **update})

    def was_taken(self, chat: int, error: str | None) -> None:
        if error:
            self.errors[error] += 1
        key = self.on_their_way.pop(chat, None)
        if key is not None:
            self.taken[key] = time.perf_counter()
        if self.again:
            asyncio.get_running_loop().call_soon(self.say)

    async def at_a_pace(self, rate: float, seconds: float) -> None:
        """So many a second, whether the house keeps up or not."""
        began = time.perf_counter()
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            self.say()
        await self.silence()

    async def everyone(self, together: int) -> None:
        """Each of them once, so many at a time."""
        for _ in range(0, len(self.people), together):
            for _ in range(together):
                self.say()
            await self.silence()

    @contextlib.contextmanager
    def going_on(self, together: int) -> Iterator[None]:
        """So many at once, as fast as they are taken."""
        self.again = True
        for _ in range(together):
            self.say()
        try:
            yield
        finally:
            self.again = False

    async def silence(self, patience: float = 30.0) -> None:
        """Until every word was taken. Raises TimeoutError."""
        async with asyncio.timeout(patience):
            while self.on_their_way:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
