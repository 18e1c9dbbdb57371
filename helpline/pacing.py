"""How fast the helpline may speak: so many messages in all, so many to one contact, and who goes first.

Where not all can be told at once: the numbers of an alarm, then people in the middle of a talk, then newcomers, then
the rest, and with it answers to what was written long ago. A newcomer who has waited too long to be still looking lets
fresh ones go first, and is told when it calms.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from helpline.greeting import GREETING
from helpline.reception import NOTICE, STAFF

#: By the cause of a message: the lower, the sooner. Whatever is not in here is not waited for by anybody.
FIRST = {"alarm": 0, STAFF: 1, NOTICE: 1, "reply": 1, "prompt": 1, "kept": 1, "pin": 1, "goodbye": 1, GREETING: 2}
NEW, LATE, LAST = 2, 3, 4
#: Seconds after which a newcomer is late: otherwise a crowd would make everyone after it wait as long.
FRESH = 1.5


@dataclass
class Bucket:
    """Holds at most `most` turns and fills with `rate` a second."""

    rate: float
    most: float
    filled: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.filled = self.most

    def wait(self, now: float) -> float:
        """Take one turn; returns in how many seconds it comes (0: at once). First come, first served."""
        self.filled, self.at = min(self.most, self.filled + (now - self.at) * self.rate) - 1, now
        return max(0.0, -self.filled / self.rate)

    def is_full(self, now: float) -> bool:
        return self.filled + (now - self.at) * self.rate >= self.most


class Pacing:
    """Turns to send. `in_all` and `per_contact` are (a second, in one burst); the clock counts seconds, never days."""

    def __init__(
        self,
        clock: Callable[[], float],
        in_all: tuple[float, float] = (30, 30),
        per_contact: tuple[float, float] = (1, 3),
    ) -> None:
        self._clock, self._per_contact = clock, per_contact
        self._all = Bucket(*in_all)
        self._contacts: dict[str, Bucket] = {}
        self._queue: list[tuple[int, int, float, asyncio.Future[None]]] = []  # rank, place, since when, who waits
        self._waiting: dict[str, asyncio.Future[None]] = {}  # by contact; nobody waits for two turns at once
        self._numbers = count()
        self._pump: asyncio.TimerHandle | None = None

    async def turn(self, contact: str, *causes: str) -> None:
        """Wait until this contact may be written to. `causes`: of all that waits for her, for what is said to her keeps
        its order: the most urgent of them says who goes first."""
        now = self._clock()
        if len(self._contacts) > 10_000:
            self._contacts = {key: bucket for key, bucket in self._contacts.items() if not bucket.is_full(now)}
        bucket = self._contacts.get(contact) or self._contacts.setdefault(contact, Bucket(*self._per_contact))
        if wait := bucket.wait(now):
            await asyncio.sleep(wait)
        await self._among_all(contact, min(FIRST.get(cause, LAST) for cause in causes))

    def hurry(self, contact: str, cause: str) -> None:
        """Something more has joined what waits for this contact; what stands before it goes as soon as it would."""
        if waiting := self._waiting.get(contact):
            self._stand(FIRST.get(cause, LAST), waiting)

    async def _among_all(self, contact: str, rank: int) -> None:
        if self._pump is None and (wait := self._all.wait(self._clock())) == 0:
            return
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[None] = loop.create_future()
        self._stand(rank, mine)
        if self._pump is None:  # the turn just taken goes to whoever is first when it comes
            self._pump = loop.call_later(wait, self._next)
        self._waiting[contact] = mine
        try:
            await mine
        finally:
            self._waiting.pop(contact, None)

    def _stand(self, rank: int, waiting: asyncio.Future[None]) -> None:
        """In the queue, by rank and then by time. Who stands in it twice goes by the better place."""
        heapq.heappush(self._queue, (rank, next(self._numbers), self._clock(), waiting))

    def _next(self) -> None:
        self._pump = None
        while self._queue:
            rank, number, since, waiting = heapq.heappop(self._queue)
            if waiting.done():  # cancelled while it waited, or told by a better place
                continue
            if rank == NEW and self._clock() - since > FRESH:
                heapq.heappush(self._queue, (LATE, number, since, waiting))
                continue
            waiting.set_result(None)
            break
        if self._queue:
            self._pump = asyncio.get_running_loop().call_later(self._all.wait(self._clock()), self._next)
