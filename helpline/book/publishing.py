"""Door 3, for what stands beside the conversation: a book goes to work as the next edition; contacts see it at once.

The rules are those of the conversation: nothing with a mistake or a broken promise, two people where it is about
safety, one click back.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flows.flow import Revision
from helpline.as_published import checksum_of
from helpline.book.edits import tidy
from helpline.drafts import Draft, Drafts, Published
from helpline.errors import BadAsk, NoSuchRevision, Unchanged
from helpline.own_words import Outside
from helpline.ports import House
from helpline.publishing import Becomes, passes, put

if TYPE_CHECKING:
    from helpline.checking import Report
    from helpline.second_person import Reason

Content = Mapping[str, Any]
#: A section, and an entry in it.
Place = tuple[str, str]


@dataclass(frozen=True, repr=False)
class Standing:
    """What the house goes by now. `number` is None while no edition was published and the files count. `outside`: the
    words outside the flows, by their English."""

    number: int | None
    content: Content
    outside: Mapping[str, Outside]

    @property
    def next(self) -> int:
        return (self.number or 0) + 1


@dataclass(frozen=True, repr=False)
class PreparedBook:
    """A draft, looked at as it would be published. `second`: why a second person must look at it."""

    draft: Draft
    before: Standing
    report: Report
    second: tuple[Reason, ...]

    def becomes(self) -> Becomes:
        passes(self.report)
        text = written(self.draft.content)
        if checksum_of(text) == checksum_of(written(self.before.content)):
            raise Unchanged
        return Becomes(self.before.next, checksum_of(text), text)


async def content_of(drafts: Drafts, number: int) -> Content:
    """Raises NoSuchRevision."""
    text = await drafts.content_of("directory", number)
    if text is None:
        raise NoSuchRevision(number=number)
    found: Content = json.loads(text)
    return found


async def talked_in(drafts: Drafts, house: House, now: datetime) -> Sequence[Revision]:
    """What runs, and what people are still in a talk of: all that shows what stands in the book."""
    numbers = {house.running, *(number for number, _ in await drafts.people_on_steps(now))}
    return [house.revisions[one] for one in sorted(numbers, reverse=True) if one in house.revisions]


async def prepare(drafts: Drafts, draft: Draft, before: Standing, house: House, now: datetime) -> PreparedBook:
    """Everything that is asked of a draft before it is published. It is heavy, so it is done beside the loop."""
    revisions = await talked_in(drafts, house, now)
    return await asyncio.to_thread(_prepared, draft, before, revisions, house, now)


def looked_at(
    content: Content,
    before: Standing,
    revisions: Sequence[Revision],
    house: House,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """The one check there is of a book."""
    from helpline.book.checking import check_book  # it loads the prover: only where somebody edits

    return check_book(tidy(content), before.content, revisions, house.teams, before.outside, now, stop)


def _prepared(
    draft: Draft, before: Standing, revisions: Sequence[Revision], house: House, now: datetime
) -> PreparedBook:
    from helpline.book.second import needs_second

    second = needs_second(before.content, tidy(draft.content), before.outside)
    return PreparedBook(draft, before, looked_at(draft.content, before, revisions, house, now), second)


async def go_back(
    drafts: Drafts, number: int, by: str, note: str, before: Standing, house: House, now: datetime
) -> Published:
    """What an earlier edition said, as the next one: checked as today, alone and at once. Raises NoSuchRevision,
    Broken, Unchanged or Overtaken."""
    was = await content_of(drafts, number)
    again = Published("directory", before.next, "", now, by, None, note, number)
    return await _at_once(drafts, was, again, before, house)


async def flag(
    drafts: Drafts, at: Place, flagged: bool, by: str, note: str, before: Standing, house: House, now: datetime
) -> Published:
    """An entry is wrong, and is hidden at once; or it was looked at, and is shown again. An edition with this one
    change. Raises BadAsk, Broken where a promise would break, Unchanged or Overtaken."""
    section, key = at
    entry = before.content.get(section, {}).get(key) if section in ("lines", "tools") else None
    if not isinstance(entry, Mapping):
        raise BadAsk(field="key", why="unknown")
    changed = {one: value for one, value in entry.items() if one != "flagged"} | ({"flagged": True} if flagged else {})
    content = {**before.content, section: {**before.content[section], key: changed}}
    published = Published("directory", before.next, "", now, by, None, note)
    return await _at_once(drafts, content, published, before, house)


async def _at_once(drafts: Drafts, content: Content, published: Published, before: Standing, house: House) -> Published:
    text = written(content)
    if checksum_of(text) == checksum_of(written(before.content)):
        raise Unchanged
    revisions = await talked_in(drafts, house, published.at)
    passes(await asyncio.to_thread(looked_at, content, before, revisions, house, published.at))
    return await put(drafts, None, replace(published, checksum=checksum_of(text)), text)


def written(content: Content) -> str:
    return json.dumps(tidy(content), ensure_ascii=False)
