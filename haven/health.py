"""Is Haven alive, and is it ready to hear people? Two questions, two pages; and the page of numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from haven.http import Page
from haven.metrics import Metrics
from storage.errors import StorageTrouble

#: Seconds a page waits for the database.
PATIENCE = 2.0


@dataclass(frozen=True)
class Health:
    """`storage` raises where the database does not answer; `hears` is false while Telegram refuses our token,
    `called` while it has not been told yet where to call us (always true for polling)."""

    storage: Callable[[], Awaitable[object]]
    hears: Callable[[], bool]
    called: Callable[[], bool] = lambda: True

    async def live(self) -> tuple[int, bytes]:
        """The process runs and its loop turns."""
        return 200, b"live\n"

    async def ready(self) -> tuple[int, bytes]:
        """The database answers, and Telegram knows our token and our address."""
        if not self.hears():
            return 503, b"telegram refuses the token\n"
        if not self.called():
            return 503, b"the webhook is not set yet\n"
        try:
            async with asyncio.timeout(PATIENCE):
                await self.storage()
        except Exception:  # whatever it is: not ready, and its words stay in here
            return 503, b"the database does not answer\n"
        return 200, b"ready\n"

    def pages(self) -> dict[str, Page]:
        return {"/healthz": self.live, "/healthz/live": self.live, "/healthz/ready": self.ready}


@dataclass(frozen=True)
class Numbers:
    """The page of numbers: what this process counted, and what the database holds as long as it answers."""

    metrics: Metrics
    stored: Callable[[], Awaitable[Mapping[str, int | float]]]
    in_hand: Callable[[], int]

    async def page(self) -> tuple[int, bytes]:
        stored: Mapping[str, int | float] = {}
        try:
            async with asyncio.timeout(PATIENCE):
                stored = await self.stored()
        except (StorageTrouble, OSError):  # TimeoutError is one; what this process counted is still worth reading
            pass
        return 200, self.metrics.text(stored, self.in_hand())
