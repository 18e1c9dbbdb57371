"""What only one of several processes may do at a time: whoever holds the lease does it, the others stand by."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

#: Seconds a lease lasts without being renewed, and between two renewals: the longest silence after a process was killed
#: is their sum.
LEASE, RENEW = 3.0, 0.75

Clock = Callable[[], datetime]
#: Until its event is set. It asks the other one before whatever only the holder may do: is it still ours?
Work = Callable[[asyncio.Event, Callable[[], bool]], Awaitable[None]]


class Leases(Protocol):
    """What it needs of storage."""

    async def hold_lease(self, name: str, now: datetime, seconds: float) -> bool: ...


class Hold:
    """The lease as its holder knows it: ours for so long from the moment we asked, even if we are frozen meanwhile.

    By two clocks, because each has its own way of standing still: whichever says that it is over, it is over.
    """

    def __init__(self, leases: Leases, name: str, clock: Clock) -> None:
        self._leases, self._name, self._clock = leases, name, clock
        self._until, self._wall = 0.0, datetime.min.replace(tzinfo=UTC)

    def valid(self) -> bool:
        return time.monotonic() < self._until and self._clock() < self._wall

    async def renewed(self) -> bool:
        """Take it, or keep it. False while another has it. Raises what storage raises; then what was ours runs out."""
        until, now = time.monotonic() + LEASE, self._clock()
        ours = await self._leases.hold_lease(self._name, now, LEASE)
        self._until, self._wall = (until, now + timedelta(seconds=LEASE)) if ours else (0.0, now)
        return ours

    async def given_back(self) -> None:
        """Another may take it at once."""
        self._until = 0.0
        await self._leases.hold_lease(self._name, self._clock(), 0.0)


async def while_alone(leases: Leases, name: str, clock: Clock, stop: asyncio.Event, work: Work) -> None:
    """Do `work` as long as this process holds the lease, until `stop`. `work` ends soon after its event."""
    hold = Hold(leases, name, clock)
    while not stop.is_set():
        if not await hold.renewed():
            await within(stop, RENEW)
            continue
        enough = asyncio.Event()
        working = asyncio.ensure_future(work(enough, hold.valid))
        try:
            while not stop.is_set() and not working.done():
                await within(stop, RENEW)
                if not stop.is_set() and not await hold.renewed():
                    break
        finally:
            enough.set()
            await working
    await hold.given_back()


async def within(stop: asyncio.Event, seconds: float) -> None:
    """Wait so many seconds, or less when it is time to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
