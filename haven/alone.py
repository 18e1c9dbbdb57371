"""What only one of several processes may do at a time: whoever holds the lease does it, the others stand by."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

#: Seconds a lease lasts without being renewed, and between two renewals.
LEASE, RENEW = 5.0, 1.5


class Leases(Protocol):
    """What it needs of storage."""

    async def hold_lease(self, name: str, now: datetime, seconds: float) -> bool: ...


async def while_alone(
    leases: Leases,
    name: str,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    work: Callable[[asyncio.Event], Awaitable[None]],
) -> None:
    """Do `work` as long as this process holds the lease, until `stop`. `work` ends soon after its event."""
    while not stop.is_set():
        if not await leases.hold_lease(name, clock(), LEASE):
            await within(stop, RENEW)
            continue
        enough = asyncio.Event()
        working = asyncio.ensure_future(work(enough))
        try:
            while not stop.is_set() and not working.done():
                await within(stop, RENEW)
                if not stop.is_set() and not await leases.hold_lease(name, clock(), LEASE):
                    break
        finally:
            enough.set()
            await working
    await leases.hold_lease(name, clock(), 0.0)


async def within(stop: asyncio.Event, seconds: float) -> None:
    """Wait so many seconds, or less when it is time to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
