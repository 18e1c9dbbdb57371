"""What the console's API answers and what it is asked: the shapes, in one place. The browser's types come from it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from helpline.contact import Words


def _plain(value: Any) -> Any:
    """Words are shown here, to who may read them, and nowhere else."""
    return value.plain if isinstance(value, Words) else value


#: Text that a contact or a colleague wrote. It reaches the browser as data and becomes a text node.
Text = Annotated[str, BeforeValidator(_plain)]
#: What somebody types in a field of the console.
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
Id = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
#: A passkey is known by a name of its maker's choosing, in letters that can stand in an address.
PasskeyId = Annotated[str, StringConstraints(max_length=1400, pattern=r"^[A-Za-z0-9_-]+$")]
Code = Annotated[str, StringConstraints(max_length=32, pattern=r"^[a-z0-9_-]+$")]
#: Why somebody opens a case that she does not hold.
Reason = Literal["taking_over", "asked", "supervision", "quality", "safety"]
REASONS: tuple[str, ...] = get_args(Reason)


class Shape(BaseModel):
    """Of an answer: read off the core's own objects by the names of their fields."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Ask(BaseModel):
    """Of a request: nothing beyond what is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────
class Someone(Shape):
    id: str
    alias: str


class Colleague(Someone):
    teams: tuple[str, ...] = ()


class Present(Someone):
    available: bool


class Team(Shape):
    key: str
    name: str


class Member(Someone):
    login: str
    roles: tuple[str, ...]
    permissions: tuple[str, ...] = ()
    teams: tuple[str, ...]
    languages: tuple[str, ...]
    active: bool = True


class Me(Shape):
    staff: Member
    language: str
    operator: str
    teams: tuple[Team, ...]
    exposures: int
    stepped_up_until: datetime | None
    available: bool
    demo: bool
    outcomes: tuple[str, ...]
    safe_times: tuple[str, ...]
    reasons: tuple[str, ...]
    all_teams: tuple[Team, ...] = ()
    all_languages: tuple[str, ...] = ()


class MyWish(Ask):
    language: Code | None = None
    available: bool | None = None


# ── the queue ─────────────────────────────────────────────────────────────────────────────────────────────────────
class Holder(Shape):
    kind: str
    staff: str | None = None
    alias: str | None = None
    since: datetime | None = None


class Row(Shape):
    id: str
    number: str
    team: str | None
    language: str
    urgency: str
    route: str
    state: str
    holder: Holder
    waiting_since: datetime | None
    opened_at: datetime
    wrote_at: datetime | None
    wrote: int
    unseen: int = 0
    looking: tuple[Someone, ...] = ()
    answer_by: datetime | None
    numbers_by: datetime | None
    locked: bool = False
    outcome: str | None


class Counts(Shape):
    waiting: int
    mine: int
    held: int
    urgent: int


class Queue(Shape):
    rows: tuple[Row, ...]
    total: int
    counts: Counts
    next: str | None = None
    seq: int = 0


# ── a case ────────────────────────────────────────────────────────────────────────────────────────────────────────
class Line(Shape):
    id: str
    by: str
    staff: str | None
    alias: str | None
    text: Text
    at: datetime
    fate: str
    hard: bool


class Fact(Shape):
    key: str
    value: str
    label: str


class Answer(Shape):
    key: str
    text: Text


class Consent(Shape):
    id: str
    scope: str
    text: Text
    language: str
    given_at: datetime
    withdrawn_at: datetime | None


class Custody(Shape):
    act: str
    alias: str | None
    at: datetime


class Item(Shape):
    id: str
    kind: str
    platform: str | None
    shown: Text
    state: str | None
    algorithm: str | None
    quality: str | int | float | None
    label: str | None
    given_at: datetime | None
    custody: tuple[Custody, ...] = ()
    origin: str
    tool: str | None
    media: str | None
    size: str | None
    file: str | None
    raw: bool


class Happening(Shape):
    seq: int | None
    kind: str
    at: datetime
    alias: str | None
    about: dict[str, str | int] = Field(default_factory=dict)


class Note(Shape):
    id: str
    alias: str | None
    text: Text
    at: datetime


class Page(Shape):
    row: Row
    lines: tuple[Line, ...]
    facts: tuple[Fact, ...]
    words: tuple[Answer, ...]
    consents: tuple[Consent, ...]
    items: tuple[Item, ...]
    history: tuple[Happening, ...]
    notes: tuple[Note, ...]
    safe_time: str | None
    kept_back: int
    drafts: str
    kept_until: datetime | None
    kept_for: str | None
    barred_until: datetime | None
    blocked: bool
    may: tuple[str, ...]
    match: bool
    handback: tuple[str, ...]
    colleagues: tuple[Colleague, ...]
    teams: tuple[Team, ...]


class Opening(Ask):
    reason: Reason | None = None


class Done(Shape):
    """`row` is None where she may not see the case any more. `fresh` False: it had been done before."""

    row: Row | None
    fresh: bool


class Seen(Ask):
    wrote: int = Field(ge=0, lt=2**31)


class Exposures(Shape):
    exposures: int


class Copied(Shape):
    text: str


class Reply(Shape):
    key: str
    title: str
    text: str


class Here(Ask):
    case: Id | None = None
    available: bool = True


class Heard(Shape):
    """A heartbeat was heard. `now`: the house's time, for whatever the console counts; its own clock may be wrong."""

    now: datetime


# ── what every route may say ──────────────────────────────────────────────────────────────────────────────────────
class Refused(Shape):
    """Every refusal: a code the console puts into words, and what it is about. Never what was typed."""

    refusal: str
    about: dict[str, Any] = Field(default_factory=dict)


class Ok(Shape):
    ok: bool = True
