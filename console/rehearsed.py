"""Asked and answered about talks that try a conversation: shapes, read off the objects of the core."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from console.answers import Ask, Id, Shape
from helpline.talks.expected import State
from helpline.talks.talk import AnyMove, Talk

Named = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Number = Annotated[int, Field(ge=1, lt=2**31)]


# ── asked ─────────────────────────────────────────────────────────────────────────────────────────────────────────
class Tried(Ask):
    """In what a talk is held: a draft as it is now, a revision, or, without either, what runs."""

    draft: Id | None = None
    version: Number | None = None
    revision: Number | None = None


class Playing(Tried):
    """`again`: the page asks by itself, because the draft has changed."""

    talk: Talk
    again: bool = False


class Saving(Tried):
    """`id`: of the saved talk that takes this one in its place; a new one without it."""

    id: Id | None = None
    name: Named
    talk: Talk


# ── answered ──────────────────────────────────────────────────────────────────────────────────────────────────────
class Button(Shape):
    label: str
    place: str | None
    key: str | None


class Bubble(Shape):
    """`gone`: at which move it went from the chat, counted from 1; None while it stands there."""

    by: Literal["bot", "contact"]
    text: str
    buttons: tuple[Button, ...]
    says: tuple[str, ...]
    card: str | None
    gone: int | None = None


class Exchange(Shape):
    move: AnyMove
    at: datetime
    bubbles: tuple[Bubble, ...]
    place: str | None
    facts: dict[str, str]
    consents: tuple[str, ...]
    effects: tuple[str, ...]
    events: tuple[str, ...]
    kept: tuple[str, ...]
    holder: str | None
    language: str
    ended: bool
    trouble: Literal["no_button", "no_step", "failed"] | None


class Unread(Shape):
    """Why a draft cannot be tried as it is."""

    flow: str | None
    step: str | None
    field: str | None
    message: str


class Played(Shape):
    """`version` of the draft that was tried, None for a revision. Where it cannot be read: `problems`, no exchanges."""

    version: int | None = None
    exchanges: tuple[Exchange, ...] = ()
    problems: tuple[Unread, ...] = ()


class Other(Shape):
    """Something at one move that is not as it was: `before` and `after` are plain data."""

    move: int
    what: str
    before: Any
    after: Any


class SavedTalk(Shape):
    """`state`: how it goes in what was named; None where that cannot be read. `by` an alias."""

    id: str
    name: str
    by: str
    at: datetime
    talk: dict[str, Any]
    state: State | None
    others: tuple[Other, ...] = ()


class SavedTalks(Shape):
    """`lines`: of the directory, those with hours; `teams`: of this house."""

    talks: tuple[SavedTalk, ...]
    lines: tuple[str, ...]
    teams: tuple[str, ...]


class SavedOne(Shape):
    id: str
