"""The crowd of the crash drill: people who write on while the house falls down, and what each of them must have heard.

Some wait in a queue and write numbered lines; newcomers say hello; walkers go the whole road, press by press, until a
team has their case. All of them are people: nobody presses a button that is not there yet.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from emulator.phone import Phone
from emulator.server import Emulator
from tests.road import to_the_queue

#: A word that is heard as nothing but itself; "word 15" would be Dutch for turning fifteen.
WORD = "line number"
#: So many updates may wait at Telegram before the crowd holds its breath; so many walk at once.
MOST_PENDING, MOST_WALKING = 60, 8
#: Each text is known by its beginning: hours, expectations and numbers stand further on.
BEGINNING = 18


@dataclass
class Crowd:
    """`written`: the lines of each who waits. `road`, `greeting`: what is heard where nothing disturbs."""

    emulator: Emulator
    chance: Random
    hello: float
    walking: float
    patience: float = 100.0
    waiting: list[Phone] = field(default_factory=list)
    written: list[list[str]] = field(default_factory=list)
    newcomers: list[Phone] = field(default_factory=list)
    walkers: list[Phone] = field(default_factory=list)
    stranded: int = 0
    limit: int = 0
    road: list[str] = field(default_factory=list)
    greeting: list[str] = field(default_factory=list)
    _walks: set[asyncio.Task[None]] = field(default_factory=set)

    async def gather(self, waiting: int) -> None:
        """In the quiet before the storm: one says hello, one goes to the queue, and then the others follow."""
        newcomer = self.emulator.phone(language="en")
        await newcomer.says("hello")
        while not (await newcomer.hears(60)).buttons:
            continue
        self.greeting = heard(self.emulator, newcomer)
        self.waiting = [self.emulator.phone(language="en") for _ in range(waiting)]
        self.written = [[] for _ in self.waiting]
        await to_the_queue(self.waiting[0])
        self.road = heard(self.emulator, self.waiting[0])
        await asyncio.gather(*(to_the_queue(phone) for phone in self.waiting[1:]))

    async def write(self, updates: int) -> None:
        """Until Telegram has been given so many updates, all walks ended. Never beyond `limit`, which others move."""
        while (made := len(self.emulator.updates)) < updates:
            if made >= self.limit or len(self.emulator.updates.pending) >= MOST_PENDING:
                await asyncio.sleep(0.005)
                continue
            await self._someone()
            await asyncio.sleep(0)
        if self._walks:
            await asyncio.wait(self._walks)

    async def _someone(self) -> None:
        luck = self.chance.random()
        if luck < self.hello:
            self.newcomers.append(self.emulator.phone(language="en"))
            await self.newcomers[-1].says("hello")
        elif luck < self.hello + self.walking and len(self._walks) < MOST_WALKING:
            walk = asyncio.ensure_future(self._walk())
            self._walks.add(walk)
            walk.add_done_callback(self._walks.discard)
        else:
            whose = self.chance.randrange(len(self.waiting))
            line = f"{WORD} {sum(map(len, self.written)) + 1000}"
            self.written[whose].append(line)
            await self.waiting[whose].says(line)

    async def _walk(self) -> None:
        phone = self.emulator.phone(language="en")
        self.walkers.append(phone)
        try:
            await to_the_queue(phone, self.patience)
        except TimeoutError:
            self.stranded += 1

    # ── what came of it ───────────────────────────────────────────────────────────────────────────────────────────
    def missing(self) -> int:
        """Texts that somebody ought to have heard, and has not."""
        return sum((Counter(ought) - Counter(has)).total() for ought, has in self._oughts())

    def disordered(self) -> int:
        """People who heard everything, in another order. A text heard again does not count."""
        return sum(not (Counter(ought) - Counter(has)) and not follows(ought, has) for ought, has in self._oughts())

    def _oughts(self) -> list[tuple[list[str], list[str]]]:
        walked = [(self.road, heard(self.emulator, phone)) for phone in (*self.walkers, *self.waiting)]
        return walked + [(self.greeting, heard(self.emulator, phone)) for phone in self.newcomers]


def heard(emulator: Emulator, phone: Phone) -> list[str]:
    """What Telegram brought to this phone, in order, by the beginnings of the texts and without numbers."""
    sent = emulator.ledger.of("sendMessage", chat_id=phone.chat_id)
    return [re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}|\d+", "#", entry.params["text"])[:BEGINNING] for entry in sent]


def follows(ought: list[str], has: list[str]) -> bool:
    """Is the one found in the other, in its order?"""
    rest = iter(has)
    return all(text in rest for text in ought)
