"""What the pages are given: they make nothing themselves, and know no database and no messenger."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from helpline.contact import Address, Words
from helpline.delivery import Worked
from helpline.hers.everything import Everything
from helpline.on_device.leave import Leave
from helpline.ports import DecideCase, House, Loaded, Say
from helpline.sparing import Sparing, SparingEach
from pages.making import Press

#: So often in a minute somebody may try what opens nothing; and so many files are made for those who have leave, whom
#: no stranger's tries shut out.
MOST_GUESSES, MOST_MAKINGS = 30, 60
#: So often in a minute one open page, or one that opens, may ask for something.
MOST_ACTS = 60


class Shelf(Protocol):
    """What the pages ask of storage."""

    async def ticket(self, secret: str, purpose: str, now: datetime) -> str | None: ...
    async def everything(self, case_id: str) -> Everything: ...
    async def fetched(self, secret: str, now: datetime) -> bool: ...
    async def page_asked(self, secret: str, now: datetime) -> Loaded | None: ...
    async def page_asked_of(self, address: Address, now: datetime) -> Loaded | None: ...
    async def open_page(self, secret: str, now: datetime) -> Leave | None: ...
    async def open_page_of(self, address: Address, digest: bytes, until: datetime, now: datetime) -> Leave | None: ...
    async def page_of(self, session: Words, now: datetime) -> Leave | None: ...
    async def move_page(self, session: Words, now: datetime) -> Words | None: ...


class Launched(Protocol):
    """What a messenger says of who opened a page: her chat, the digest of its word, until when that is good."""

    @property
    def address(self) -> Address: ...
    @property
    def digest(self) -> bytes: ...
    @property
    def until(self) -> datetime: ...


@dataclass(frozen=True)
class PageParts:
    """`act` does what was decided to a case, and sees to all that follows. `launched` reads the messenger's word of who
    opened a page; None for every wrong one. `press` makes the files; `dist`: the built page on which hashes are made.
    `guesses`, `makings` and `acts` count."""

    store: Shelf
    house: Callable[[], House]
    clock: Callable[[], datetime]
    languages: tuple[str, ...]
    say: Say
    act: Callable[[str, DecideCase], Awaitable[Worked]]
    launched: Callable[[str, datetime], Launched | None]
    dist: Path
    press: Press = field(default_factory=Press)
    guesses: Sparing = field(default_factory=lambda: Sparing(MOST_GUESSES))
    makings: Sparing = field(default_factory=lambda: Sparing(MOST_MAKINGS))
    acts: SparingEach = field(default_factory=lambda: SparingEach(MOST_ACTS))
