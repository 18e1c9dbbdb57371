"""drafts: what editors work on, and what became of it: plain records, and what is asked of storage about them.

There are two kinds of the same thing: `flows`, the conversation, published as a revision; and `directory`, numbers,
hours, replies and words outside the flows, published as an edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from flows.session import Place

Kind = Literal["flows", "directory"]
#: What a draft says, as plain data. For `flows`: languages, flows, translations and made_from, see flows/draft.py.
Content = Mapping[str, Any]
#: So many of a draft's newest saves are kept one by one, for so long. What is older is folded into what the draft says:
#: who took part stays (`Draft.authors`), what each of them did then does not.
SAVES_KEPT, SAVES_KEPT_FOR = 300, timedelta(days=30)


class Moved(Exception):
    """The draft has gone on since the version that was named: look at it again."""


@dataclass(frozen=True)
class Asked:
    """Somebody asks for a second person, for the draft as it was at this version."""

    version: int
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, repr=False)
class Draft:
    """`version` counts its saves, from 1. `based_on`: the number it was made from; None: what Haven ships with.
    `by`, here and below: the id of a staff member. `authors`: everybody who changed it."""

    id: str
    kind: Kind
    name: str
    based_on: int | None
    content: Content
    version: int
    by: str
    begun_at: datetime
    changed_at: datetime
    asked: Asked | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edited:
    """One save of a draft: the changes (flows/changes.py, as plain data) that led to `version`."""

    version: int
    by: str
    at: datetime
    changes: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Published:
    """A revision or an edition without its content. `second`: who agreed. `back_to`: it is this one again. `by` is None
    for what Haven came with, `house` for what was done on the server."""

    kind: Kind
    number: int
    checksum: str
    at: datetime
    by: str | None = None
    second: str | None = None
    note: str = ""
    back_to: int | None = None


@dataclass(frozen=True, repr=False)
class SavedTalk:
    """A talk with what came of it: both plain, see helpline/talks/. Kept until somebody removes it."""

    id: str
    name: str
    talk: Mapping[str, Any]
    expected: Sequence[Any]
    by: str
    at: datetime


def all_told(edits: Sequence[Edited], seen: int, version: int) -> bool:
    """Whether these are all that led from the version that was seen to this one, and none was folded."""
    return sum(seen < one.version <= version for one in edits) >= version - seen


class Drafts(Protocol):
    """What editing asks of storage. Each is one transaction; events are told in it."""

    async def drafts(self) -> Sequence[Draft]: ...
    async def draft(self, draft_id: str) -> Draft | None: ...
    async def begin_draft(self, draft: Draft) -> None: ...

    async def save_draft(
        self,
        draft_id: str,
        version: int,
        content: Content,
        changes: Sequence[Mapping[str, Any]],
        by: str,
        now: datetime,
    ) -> int:
        """The next version. What was asked for is asked no longer. Raises Moved where the draft is not at `version`."""
        ...

    async def name_draft(self, draft_id: str, name: str) -> None: ...
    async def discard_draft(self, draft_id: str, by: str, now: datetime) -> None: ...

    async def edits_since(self, draft_id: str, version: int) -> Sequence[Edited]:
        """Those that are kept: see `all_told`."""
        ...

    async def ask_to_publish(self, draft_id: str, asked: Asked | None) -> None:
        """None takes it back. Raises Moved."""
        ...

    async def publish_draft(self, draft: Draft | None, published: Published, content: str) -> None:
        """The next revision or edition, and its draft is gone. Raises Moved where the draft has gone on, or the number
        is taken by another one published in the same moment."""
        ...

    async def published(self, kind: Kind) -> Sequence[Published]: ...
    async def content_of(self, kind: Kind, number: int) -> str | None: ...
    async def made_from(self, number: int) -> Mapping[str, Any]: ...

    async def saved_talks(self) -> Sequence[SavedTalk]: ...
    async def save_talk(self, talk: SavedTalk) -> None: ...
    async def remove_talk(self, talk_id: str, by: str, now: datetime) -> None: ...

    async def people_on_steps(self, now: datetime) -> Mapping[tuple[int, Place], int]:
        """How many talks that are going on stand at which step of which revision."""
        ...

    async def step_counts(self, revision: int) -> Mapping[tuple[Place, str], int]:
        """How often something happened at each step: see helpline/steps_walked.py."""
        ...
