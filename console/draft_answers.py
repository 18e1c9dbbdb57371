"""What the editor's API answers and is asked: drafts, edits, what was published, what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from console.answers import Ask, Shape, Someone
from flows.difference import Difference
from flows.edits import AnyEdit
from helpline.talks.talk import Talk

#: What a draft is called, in one line; and what somebody says to what she publishes.
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Remark = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
]
DraftId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Kind = Literal["flows", "directory"]
Version = Annotated[int, Field(ge=1, lt=2**31)]
Number = Annotated[int, Field(ge=1, lt=2**31)]
#: Plain data at a place of a draft: how it looks, only the draft knows.
Plain = dict[str, Any]


# ── drafts ────────────────────────────────────────────────────────────────────────────────────────────────────────
class AskedFor(Shape):
    """Somebody asks for a second person. `mine`: it is who looks at it."""

    version: int
    by: str
    mine: bool
    at: datetime
    note: str


class DraftRow(Shape):
    """`by` and `authors` by alias. `here`: who else has it open."""

    id: str
    kind: Kind
    name: str
    based_on: int | None
    version: int
    by: str
    begun_at: datetime
    changed_at: datetime
    authors: tuple[str, ...]
    asked: AskedFor | None
    here: tuple[Someone, ...] = ()


class Entry(Shape):
    """Something in the directory that a step can show, by name."""

    key: str
    name: str


class DraftPage(DraftRow):
    content: Plain
    entries: tuple[Entry, ...]


class Begun(DraftPage):
    """`clashes`: where what Haven ships and this house both changed the same; the house's own stands."""

    clashes: tuple[Plain, ...] = ()


class NewDraft(Ask):
    kind: Kind = "flows"
    start: Annotated[Number | Literal["running", "shipped"], Field(alias="from")] = "running"
    name: Name


class Naming(Ask):
    name: Name


class Edits(Ask):
    version: Version
    edits: Annotated[tuple[AnyEdit, ...], Field(min_length=1, max_length=200)]


class Saved(Shape):
    """`changes`: all since the version that was named. `folded`: they are not kept any more; fetch the draft anew."""

    version: int
    changes: tuple[Plain, ...]
    folded: bool = False


class EditedBy(Shape):
    version: int
    by: str
    at: datetime
    changes: tuple[Plain, ...]


class News(Shape):
    """`folded`: not all that happened since is kept any more; fetch the draft anew."""

    version: int
    name: str
    edits: tuple[EditedBy, ...]
    here: tuple[Someone, ...]
    asked: AskedFor | None
    folded: bool = False


# ── what a check finds ────────────────────────────────────────────────────────────────────────────────────────────
class Issue(Shape):
    """`talk` leads to where it can be seen, where one can."""

    level: Literal["error", "warning"]
    flow: str | None
    step: str | None
    field: str | None
    language: str | None
    message: str
    code: str
    talk: Talk | None = None


class Refuted(Shape):
    """A promise that is broken, with the shortest conversation that breaks it, and the talk that plays it."""

    promise: str
    flow: str | None
    step: str | None
    message: str
    conversation: tuple[str, ...]
    talk: Talk | None


class TalkRow(Shape):
    id: str
    name: str
    passed: bool


class Report(Shape):
    issues: tuple[Issue, ...]
    refuted: tuple[Refuted, ...]
    talks: tuple[TalkRow, ...]
    milliseconds: int


@dataclass(frozen=True)
class Between(Difference):
    """Two published versions. `content`: of the steps it is about, as in a draft; `entries`: what cards may show."""

    content: Plain = dataclass_field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


# ── publishing ────────────────────────────────────────────────────────────────────────────────────────────────────
class Why(Shape):
    """Why a second person must look: at which step, because of what."""

    flow: str | None
    step: str | None
    key: str | None
    why: str


class People(Shape):
    """How many stand just now at a step that changes, in whole fives (0: fewer than five). They finish in theirs."""

    place: str
    people: int


class EntryChanged(Shape):
    """Of the directory: where something becomes different, and what stood and will stand there."""

    path: tuple[str, ...]
    before: Any = None
    after: Any = None


class PublishingPage(Shape):
    """`difference` is None where the draft is too broken to be compared, and of the directory: there `entries` is what
    becomes different, and `running` is 0 while the files count. `refusal`: why it cannot be published by who looks at
    it, as publishing would say."""

    version: int
    running: int
    difference: Difference | None
    entries: tuple[EntryChanged, ...] = ()
    people: tuple[People, ...]
    second: tuple[Why, ...]
    report: Report
    alone: bool
    asked: AskedFor | None
    refusal: str | None
    about: dict[str, Any] = Field(default_factory=dict)


class Publishing(Ask):
    version: Version
    note: Remark = ""


class Back(Ask):
    note: Remark = ""


class PublishedRow(Shape):
    """By alias. `by` is None for what Haven came with."""

    kind: Kind
    number: int
    checksum: str
    at: datetime
    by: str | None
    second: str | None
    note: str
    back_to: int | None


class Warned(Shape):
    """Something in the directory that asks to be looked at, by key and by name. `days` until it counts as out of
    date; below zero: since. `hidden`: contacts do not see it any more."""

    section: str
    entry: str
    name: str
    why: Literal["flagged", "overdue", "soon", "unreviewed"]
    days: int
    hidden: bool


class Overview(Shape):
    running: PublishedRow
    drafts: tuple[DraftRow, ...]
    revisions: tuple[PublishedRow, ...]
    editions: tuple[PublishedRow, ...]
    shipped_differs: bool
    directory_differs: bool = False
    warnings: tuple[Warned, ...]
    may_publish: bool


class StepNumbers(Shape):
    """In whole fives; 0: fewer than five."""

    came: int
    answered: int
    left: int
    human: int
    here: int


class Numbers(Shape):
    """Of the revision that runs: what happened at each step, by its place."""

    revision: int
    steps: dict[str, StepNumbers]


# ── exchange ──────────────────────────────────────────────────────────────────────────────────────────────────────
class Imported(Ask):
    """Files by name; of a zip its bytes, in base 64. `dry`: only look what they would change."""

    version: Version
    files: Annotated[dict[str, str], Field(min_length=1, max_length=200)]
    dry: bool = False


class Unused(Shape):
    """What of a file was not understood or not used. `line` is 0 where it is about all of it."""

    file: str
    line: int
    message: str


class Imports(Shape):
    """`difference` is None where what is there, or what would be, is too broken to be compared."""

    version: int
    difference: Difference | None
    problems: tuple[Unused, ...]
    changes: tuple[Plain, ...] = ()
