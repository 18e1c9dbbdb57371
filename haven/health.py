"""Is Haven alive, and is it ready to hear people? Two questions, two pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from haven.http import Page


@dataclass(frozen=True)
class Health:
    """`storage` raises where the database does not answer; `hears` is false while Telegram refuses our token."""

    storage: Callable[[], Awaitable[object]]
    hears: Callable[[], bool]

    async def live(self) -> tuple[int, bytes]:
        """The process runs and its loop turns."""
        return 200, b"live\n"

    async def ready(self) -> tuple[int, bytes]:
        """The database answers, and Telegram knows our token."""
        if not self.hears():
            return 503, b"telegram refuses the token\n"
        try:
            await self.storage()
        except Exception:  # whatever it is: not ready, and its words stay in here
            return 503, b"the database does not answer\n"
        return 200, b"ready\n"

    def pages(self) -> dict[str, Page]:
        return {"/healthz": self.live, "/healthz/live": self.live, "/healthz/ready": self.ready}
