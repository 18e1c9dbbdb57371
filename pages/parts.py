"""What the pages are given: they make nothing themselves, and know no database and no messenger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from helpline.everything import Everything
from helpline.ports import House, Say
from helpline.sparing import Sparing
from pages.making import Press

#: So often in a minute somebody may try what opens nothing; and so many files are made for those who have leave, whom
#: no stranger's tries shut out.
MOST_GUESSES, MOST_MAKINGS = 30, 60


class Shelf(Protocol):
    """What the pages ask of storage."""

    async def ticket(self, secret: str, purpose: str, now: datetime) -> str | None: ...
    async def everything(self, case_id: str) -> Everything: ...
    async def fetched(self, secret: str, now: datetime) -> bool: ...


@dataclass(frozen=True)
class PageParts:
    """`press` makes the files; `guesses` and `makings` count."""

    store: Shelf
    house: Callable[[], House]
    clock: Callable[[], datetime]
    languages: tuple[str, ...]
    say: Say
    press: Press = field(default_factory=Press)
    guesses: Sparing = field(default_factory=lambda: Sparing(MOST_GUESSES))
    makings: Sparing = field(default_factory=lambda: Sparing(MOST_MAKINGS))
