"""Door 3: what editors made goes to work, as the next revision.

Nothing is published that a check finds wrong or that breaks a promise, whoever asks for it. What is said to a child, or
to somebody in danger, is looked at by two people.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from flows.draft import content_of, read
from flows.flow import Revision
from helpline.drafts import Asked, Content, Draft, Drafts, Moved, Published, SavedTalk
from helpline.errors import (
    Alone,
    Broken,
    Declined,
    DraftMoved,
    NoSuchRevision,
    Overtaken,
    OwnAsk,
    SecondNeeded,
    Superseded,
    TalksChanged,
    Unchanged,
)
from helpline.ports import House

if TYPE_CHECKING:
    from helpline.checking import Report
    from helpline.second_person import Reason

#: Who publishes with a command on the server, in the record.
HOUSE = "house"


@dataclass(frozen=True, repr=False)
class Prepared:
    """A draft of the conversation, looked at as it would be published. `before`: what runs now. `revision` is None
    where the draft is too broken to be one. `second`: why a second person must look at it; empty: one is enough."""

    draft: Draft
    before: Revision
    revision: Revision | None
    report: Report
    second: tuple[Reason, ...]

    def becomes(self) -> Becomes:
        after = publishable(self)
        return Becomes(after.number, after.checksum, after.to_json())


class Becomes(NamedTuple):
    """What would be published, as it is kept."""

    number: int
    checksum: str
    text: str


class Looked(Protocol):
    """A draft that was looked at, of whatever kind: everything here counts for the conversation and for what stands
    beside it (`helpline/book/publishing.py`)."""

    @property
    def draft(self) -> Draft: ...
    @property
    def report(self) -> Report: ...
    @property
    def second(self) -> tuple[Reason, ...]: ...
    def becomes(self) -> Becomes:
        """Raises Broken, TalksChanged or Unchanged."""


async def newest(drafts: Drafts, house: House) -> Revision:
    """What runs in new conversations, or will in a moment: storage may be ahead of this process. What is no longer as
    it was published does not run."""
    for number in sorted((one.number for one in await drafts.published("flows")), reverse=True):
        if number in house.revisions:
            return house.revisions[number]
        with suppress(NoSuchRevision):
            return await revision(drafts, number)
    raise NoSuchRevision


async def _next(drafts: Drafts) -> int:
    return max((one.number for one in await drafts.published("flows")), default=0) + 1


async def revision(drafts: Drafts, number: int) -> Revision:
    """Raises NoSuchRevision."""
    text = await drafts.content_of("flows", number)
    if text is None:
        raise NoSuchRevision(number=number)
    return Revision.from_json(text)


# ── a draft ───────────────────────────────────────────────────────────────────────────────────────────────────────
async def prepare(drafts: Drafts, draft: Draft, house: House, now: datetime, known: Report | None = None) -> Prepared:
    """Everything that is asked of a draft before it is published. It is heavy, so it is done beside the loop. `known`:
    what a check has just said of this very version."""
    number, before = await _next(drafts), await newest(drafts, house)
    talks = tuple(await drafts.saved_talks())
    return await asyncio.to_thread(_prepared, draft, number, before, house, now, talks, known)


def _prepared(
    draft: Draft,
    number: int,
    before: Revision,
    house: House,
    now: datetime,
    talks: tuple[SavedTalk, ...],
    known: Report | None,
) -> Prepared:
    from helpline.second_person import needs_second  # it loads the prover: only where something is published

    after = read(draft.content, number).revision
    second = needs_second(before, after, house.directory) if after else ()
    return Prepared(draft, before, after, known or looked_at(draft.content, house, now, talks), second)


def looked_at(
    content: Content,
    house: House,
    now: datetime,
    talks: Sequence[SavedTalk] = (),
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """The one check there is: of a draft, of what is to be published, of what is to run again. `stop`: asked now and
    then; once it says yes, Superseded is raised."""
    from helpline import checking

    try:
        return checking.check_content(content, house.directory, now, talks, house=house, stop=stop)
    except checking.Superseded:
        raise Superseded from None


def reasons_against(report: Report) -> tuple[str, ...]:
    """Everything that stands in the way of publishing, a line each; of a broken promise its shortest conversation."""
    wrong = [f"{_place(one.flow, one.step)}: {one.message}" for one in report.errors]
    for one in report.refuted:
        talk = "".join(f"\n    {line}" for line in one.conversation)
        wrong.append(f"{_place(one.flow, one.step)}: {one.promise}: {one.message}{talk}")
    return tuple(wrong)


def passes(report: Report) -> None:
    """Raises Broken where there is a mistake or a promise is broken."""
    if reasons := reasons_against(report):
        raise Broken(reasons, errors=len(report.errors), promises=len(report.refuted))


def publishable(prepared: Prepared) -> Revision:
    """The revision it becomes. Raises Broken, TalksChanged or Unchanged."""
    passes(prepared.report)
    assert prepared.revision is not None
    if changed := sum(not one.passed for one in prepared.report.talks):
        raise TalksChanged(talks=changed)
    if prepared.revision.checksum == prepared.before.checksum:
        raise Unchanged
    return prepared.revision


def signed(looked: Looked, by: str, publishers: Collection[str]) -> tuple[str, str | None]:
    """Who publishes it and who agreed: whoever asked, and `by` as the second person. `publishers`: who may. Raises
    SecondNeeded, OwnAsk or Alone."""
    asked = asked_for(looked.draft)
    if asked is not None and by not in (asked.by, HOUSE):
        return asked.by, by
    if not looked.second:
        return by, None
    if len(set(publishers)) <= 1:
        if by == HOUSE:
            return by, None
        raise Alone
    if asked is not None and asked.by == by:
        raise OwnAsk
    raise SecondNeeded(steps=len(looked.second))


def refusal(looked: Looked, by: str, publishers: Collection[str]) -> Declined | None:
    """Why it could not be published by this one, if it could not. It is heavy."""
    try:
        looked.becomes()
        signed(looked, by, publishers)
    except Declined as declined:
        return declined
    return None


async def ask(drafts: Drafts, looked: Looked, by: str, note: str, now: datetime) -> None:
    """Ask a second person to look at it, exactly as it is. Raises what `becomes` raises, and DraftMoved."""
    await asyncio.to_thread(looked.becomes)
    draft = looked.draft
    try:
        await drafts.ask_to_publish(draft.id, Asked(draft.version, by, now, note))
    except Moved:
        raise DraftMoved(version=draft.version) from None


async def publish(
    drafts: Drafts, looked: Looked, by: str, note: str, publishers: Collection[str], now: datetime
) -> Published:
    """The next revision or edition, in force at once. Raises what `becomes` and `signed` raise; Overtaken, where
    something else was published or the draft was changed in the same moment."""
    after, draft = await asyncio.to_thread(looked.becomes), looked.draft
    author, second = signed(looked, by, publishers)
    asked = asked_for(draft)
    words = note or (asked.note if asked else "")
    published = Published(draft.kind, after.number, after.checksum, now, author, second, words)
    return await put(drafts, draft, published, after.text)


# ── back to what was ──────────────────────────────────────────────────────────────────────────────────────────────
async def go_back(drafts: Drafts, number: int, by: str, note: str, house: House, now: datetime) -> Published:
    """What an earlier revision said, as the next one. It is checked as it would be today; whoever goes back does so
    alone and at once, and saved talks, which belong to what came after, are not asked. Raises NoSuchRevision, Broken,
    Unchanged or Overtaken."""
    before, was = await newest(drafts, house), await revision(drafts, number)
    if was.checksum == before.checksum:
        raise Unchanged
    passes(await asyncio.to_thread(looked_at, content_of(was), house, now))
    again = replace(was, number=await _next(drafts))
    published = Published("flows", again.number, again.checksum, now, by, None, note, number)
    return await put(drafts, None, published, again.to_json())


async def put(drafts: Drafts, draft: Draft | None, published: Published, text: str) -> Published:
    """To work with it. Raises Overtaken."""
    try:
        await drafts.publish_draft(draft, published, text)
    except Moved:
        raise Overtaken from None
    return published


def asked_for(draft: Draft) -> Asked | None:
    return draft.asked if draft.asked is not None and draft.asked.version == draft.version else None


def _place(flow: str | None, step: str | None) -> str:
    return ".".join(one for one in (flow, step) if one) or "everywhere"
