"""What in the book asks to be looked at: flagged, out of date, so within a month, or never reviewed by anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from helpline.book import Book
from helpline.entries import Checked, Entry
from helpline.hours import BRUSSELS

Why = Literal["flagged", "overdue", "soon", "unreviewed"]
#: For so long before something counts as out of date, editors are warned.
AHEAD = timedelta(days=30)
#: What stands as `reviewer` until a person was one.
NOBODY = "none yet"
_ORDER: tuple[Why, ...] = ("flagged", "overdue", "soon", "unreviewed")


@dataclass(frozen=True)
class Ahead:
    """`days` until it counts as out of date; below zero: since. `hidden`: contacts do not see it any more."""

    section: str
    entry: str
    why: Why
    days: int
    hidden: bool


def ahead(book: Book, now: datetime) -> tuple[Ahead, ...]:
    """The most urgent first; each once, for its gravest reason."""
    today = now.astimezone(BRUSSELS).date()
    found = [one for section, key, entry in _checked(book) if (one := _ahead(section, key, entry, today))]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.why), one.days, one.section, one.entry)))


def state_of(entry: Checked, today: date) -> Why | None:
    """None: somebody has reviewed it, and it is in date for long."""
    if entry.flagged:
        return "flagged"
    if today > entry.valid_until:
        return "overdue"
    if today + AHEAD > entry.valid_until:
        return "soon"
    return "unreviewed" if entry.reviewer == NOBODY else None


def _checked(book: Book) -> Iterator[tuple[str, str, Checked]]:
    for key, entry in book.directory.entries.items():
        yield book.sections.get(key, "lines"), key, entry
    for key, platform in book.platforms.by_key.items():
        yield "platforms", key, platform


def _ahead(section: str, key: str, entry: Checked, today: date) -> Ahead | None:
    why = state_of(entry, today)
    if why is None:
        return None
    hidden = isinstance(entry, Entry) and not entry.shown(today)
    return Ahead(section, key, why, (entry.valid_until - today).days, hidden)
