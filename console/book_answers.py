"""What the pages of the directory are answered and ask: cards as contacts see them, words outside the flows, a flag."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from console.answers import Ask, Shape
from console.draft_answers import Plain, PublishedRow, Remark

Key = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]


class CardSeen(Shape):
    """A card as a contact reads it while the line is open, and while it is closed; None where it never is."""

    language: str
    open: tuple[str, ...] | None
    closed: tuple[str, ...] | None
    hidden: bool


class Cards(Shape):
    """`version`: of the draft it was drawn from. Empty where the draft is too broken, or the entry is not there."""

    version: int
    cards: tuple[CardSeen, ...]


class OutsideText(Shape):
    """`said`: how each language says it now, English among them. `where`: the files that say it."""

    text: str
    where: tuple[str, ...]
    said: dict[str, str]
    safety: bool
    label: bool


class BookPage(Shape):
    """What the house goes by now. `edition` is None while the files count. `differs`: Haven ships with another."""

    edition: int | None
    content: Plain
    languages: tuple[str, ...]
    differs: bool
    today: str
    me: str


class Flag(Ask):
    section: Literal["lines", "tools"]
    key: Key
    flagged: bool = True
    note: Remark = ""


class Flagged(Shape):
    """`hidden`: nobody is shown it; what is needed at once stays, whatever is wrong with it. `instead`: what contacts
    see where they saw this entry, by name."""

    edition: PublishedRow
    hidden: bool
    instead: tuple[str, ...] = Field(default=())
