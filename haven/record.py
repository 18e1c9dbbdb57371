"""The record of what was done, watched: its newest number goes into the log every hour, to be carried off the machine
from there, and every night the whole of it is walked. Where it is broken, staff are told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from haven.logs import Log
from helpline.audit import Findings, Head

#: Seconds between two heads in the log; between two looks whether it is night; and before the first of these.
HEAD, LOOK, FIRST = 3600.0, 600.0, 60.0
#: The hour of the night, in UTC. Whoever was not running then does it when it runs again.
HOUR = 2
#: Seconds one process has for it alone.
ALONE = 3600.0
#: So many broken places stand in the log.
NAMED = 10


class Store(Protocol):
    """What it needs of storage."""

    async def audit(self, anchor: Head | None = None) -> Findings: ...
    async def audit_head(self) -> Head: ...
    async def last_verified(self) -> datetime | None: ...
    async def note_verified(self, found: Findings, now: datetime) -> None: ...
    async def hold_lease(self, name: str, now: datetime, seconds: float) -> bool: ...


class Record:
    """`tell` alerts staff, by the code `audit`. What was in the log last is what the next night is held against."""

    def __init__(self, store: Store, clock: Callable[[], datetime], log: Log, tell: Callable[[str], None]) -> None:
        self._store, self._clock, self._log, self._tell = store, clock, log, tell
        self._anchor: Head | None = None

    async def note_head(self) -> None:
        head = await self._store.audit_head()
        if head.seq:
            self._anchor = head
            self._log.write("audit_head", number=head.seq, digest=head.digest.hex())

    async def watch(self) -> None:
        """Until cancelled."""
        await asyncio.sleep(FIRST)
        while True:
            await self.look()
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """Walk it, where that was not done since the last time it was night."""
        now = self._clock()
        if not is_due(await self._store.last_verified(), now) or not (await self._store.audit_head()).seq:
            return
        if await self._store.hold_lease("audit", now, ALONE):
            await self.verify(now)

    async def verify(self, now: datetime) -> None:
        found = await self._store.audit(self._anchor)
        await self._store.note_verified(found, now)
        if found.whole:
            self._log.write("audit_whole", count=found.count)
            return
        for one in found.broken[:NAMED]:
            self._log.write("audit_broken", kind=one.how, number=one.first, count=one.last - one.first + 1)
        self._tell("audit")


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether the hour of the night has come since. A last time that lies ahead was told by a clock that was wrong."""
    night = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return now >= night and (last is None or last < night or last > now)
