"""The first start: nobody works here yet, so whoever sees the terminal gets a link that makes the first admin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class People(Protocol):
    """What it needs of storage."""

    async def anyone(self) -> bool: ...
    async def invite_first(self, now: datetime) -> str: ...


async def first_link(people: People, clock: Callable[[], datetime], origin: str) -> str | None:
    """The link, good once and for half an hour; None where somebody works here."""
    if await people.anyone():
        return None
    return f"{origin}/console/join/{await people.invite_first(clock())}"
