"""The staff of a simulation: whoever is free takes the case that has waited longest, and holds it for a while.

They do not sign in: in a day that passes in minutes, nobody could keep a console open or answer within the limit. So
the queue is read from the database, in its order, and taking over is only noted here: the person is answered by nobody,
and Haven goes on taking her case for waiting.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from haven.simulate.plan import about
from haven.simulate.population import HOURS, Staff

#: Real seconds between two looks at the queue.
LOOK = 0.25
QUEUE = "SELECT id, waiting_since FROM cases WHERE holder_kind = 'queue' ORDER BY waiting_since, opened_at"


@dataclass(frozen=True)
class Taken:
    """A case that was taken over: in which hour of the day it began to wait, and how many seconds it waited."""

    case: str
    hour: int
    waited: float


@dataclass
class Office:
    """`hour_of`: the hour of the day at a moment of simulated time, which `now` tells."""

    staff: Staff
    database: Path
    now: Callable[[], datetime]
    hour_of: Callable[[datetime], int]
    chance: random.Random
    taken: list[Taken] = field(default_factory=list)
    #: Cases that wait, with the moment since when.
    waiting: dict[str, datetime] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _busy: list[datetime] = field(default_factory=list)

    async def work(self) -> None:
        """Until it is cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOK)

    def look(self) -> None:
        """Who is done is free again; who is free takes over."""
        now = self.now()
        queue = {case: since for case, since in self.queue() if case not in self._known}
        self.waiting = queue
        self._busy = [until for until in self._busy if until > now]
        free = int(self.staff.on_duty[self.hour_of(now) % HOURS]) * self.staff.at_once - len(self._busy)
        for case in list(queue)[: max(0, free)]:
            self.take_over(case, now)

    def take_over(self, case: str, now: datetime) -> None:
        """Noted, and nothing more."""
        since = self.waiting.pop(case)
        self._known.add(case)
        self.taken.append(Taken(case, self.hour_of(since), max(0.0, (now - since).total_seconds())))
        talk = about(self.chance, self.staff.minutes * 60)
        self._busy.append(datetime.fromtimestamp(now.timestamp() + talk, UTC))

    def queue(self) -> list[tuple[str, datetime]]:
        """As the database shows it, read-only."""
        try:
            with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)) as found:
                rows = found.execute(QUEUE).fetchall()
        except sqlite3.OperationalError:
            return []
        return [(case, datetime.fromisoformat(since).replace(tzinfo=UTC)) for case, since in rows]
