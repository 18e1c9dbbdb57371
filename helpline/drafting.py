"""Drafts as editors work on them: begun, changed edit by edit, by two people at once; nothing is overwritten unseen.

Every edit is carried out on the newest content. What somebody else did meanwhile stays; where both changed the very
same thing, the second is told and shown what each wrote.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from flows.changes import ABSENT, Change, Conflicts, changes
from flows.edits import AnyEdit, EditRefused, carry_out
from helpline.book import edits as book_edits
from helpline.drafts import Content, Draft, Drafts, Edited, Kind, Moved, all_told
from helpline.errors import BadAsk, Conflicting, DraftMoved, NoSuchDraft, NotAnEdit

#: How often an edit is tried again because another process was faster.
TRIES = 8
#: Of how many drafts the content is remembered, so that an edit reads and parses nothing.
REMEMBERED = 8


@dataclass(frozen=True, repr=False)
class Saved:
    """`changes`: all that happened since the version the editor had seen, hers included. `folded`: that is not kept any
    more, so none are told; look at the draft anew."""

    version: int
    changes: Sequence[Mapping[str, Any]]
    folded: bool = False


@dataclass(frozen=True, repr=False)
class _Known:
    kind: Kind
    version: int
    content: Content


class Drafting:
    """One per process."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._known: dict[str, _Known] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def draft(self, draft_id: str) -> Draft:
        """As it is now. Raises NoSuchDraft."""
        found = await self._drafts.draft(draft_id)
        if found is None:
            self._known.pop(draft_id, None)
            raise NoSuchDraft
        self._remember(draft_id, _Known(found.kind, found.version, found.content))
        return found

    async def at(self, draft_id: str, version: int) -> Draft:
        """Exactly this version. Raises NoSuchDraft, DraftMoved."""
        found = await self.draft(draft_id)
        if found.version != version:
            raise DraftMoved(version=found.version)
        return found

    async def content(self, draft_id: str, version: int) -> Content:
        """The content of this version. Raises NoSuchDraft, DraftMoved."""
        known = self._known.get(draft_id)
        if known is not None and known.version == version:
            return known.content
        return (await self.at(draft_id, version)).content

    async def edit(self, draft_id: str, seen: int, edits: Sequence[AnyEdit], by: str, now: datetime) -> Saved:
        """Carry out these edits, all or none. `seen`: the version their author looked at. Raises NoSuchDraft,
        Conflicting, NotAnEdit, DraftMoved."""
        lock = self._locks.setdefault(draft_id, asyncio.Lock())
        async with lock:
            for _ in range(TRIES):
                try:
                    return await self._edit(draft_id, seen, edits, by, now)
                except Moved:
                    del self._known[draft_id]
        raise DraftMoved

    async def _edit(self, draft_id: str, seen: int, edits: Sequence[AnyEdit], by: str, now: datetime) -> Saved:
        known = await self._lately(draft_id, seen)
        carry = book_edits.carried_out if known.kind == "directory" else carried_out
        try:
            after, done = await asyncio.to_thread(_done, carry, known.content, edits)
        except Conflicts as conflicts:
            since = await self._drafts.edits_since(draft_id, seen)
            raise Conflicting(list(in_conflict(conflicts, since))) from None
        version = known.version
        if done:
            version = await self._drafts.save_draft(draft_id, version, after, done, by, now)
            self._remember(draft_id, _Known(known.kind, version, after))
        if seen == known.version:
            return Saved(version, done)
        since = await self._drafts.edits_since(draft_id, seen)
        if not all_told(since, seen, version):
            return Saved(version, (), folded=True)
        return Saved(version, [change for one in since if one.version <= version for change in one.changes])

    async def _lately(self, draft_id: str, seen: int) -> _Known:
        """What is remembered, unless the editor has seen more: then another process was at work."""
        known = self._known.get(draft_id)
        if known is None or known.version < seen:
            await self.draft(draft_id)
            known = self._known[draft_id]
        if known.version < seen:
            raise BadAsk(field="version", why="unknown")
        return known

    def _remember(self, draft_id: str, known: _Known) -> None:
        before = self._known.pop(draft_id, None)
        self._known[draft_id] = before if before is not None and before.version == known.version else known
        while len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]


def begun(
    draft_id: str, kind: Kind, name: str, based_on: int | None, content: Content, by: str, now: datetime
) -> Draft:
    """A new draft, at its first version."""
    return Draft(draft_id, kind, name, based_on, content, 1, by, now, now, None, (by,))


def carried_out(content: Content, edits: Sequence[AnyEdit]) -> Content:
    """The content after these edits. Raises Conflicts, NotAnEdit."""
    for edit in edits:
        try:
            content = carry_out(content, edit)
        except EditRefused as refused:
            raise NotAnEdit(why=refused.code, **refused.about) from None
    return content


def _done(
    carry: Callable[[Content, Sequence[AnyEdit]], Content], content: Content, edits: Sequence[AnyEdit]
) -> tuple[Content, list[dict[str, Any]]]:
    """The content after these edits, and what they changed: for a thread, files that come in change thousands of
    places."""
    after = carry(content, edits)
    return after, [one.to_plain() for one in changes(content, after)]


def in_conflict(conflicts: Conflicts, since: Sequence[Edited]) -> Iterator[Mapping[str, Any]]:
    """For whoever must choose: what she saw, what she wrote, what stands there now, and who wrote that and when. What
    is left out was not there, or is gone."""
    for change, theirs in zip(conflicts.changes, conflicts.theirs, strict=True):
        who = next((one for one in reversed(since) if _touches(one, change)), None)
        sides = {"before": change.before, "yours": change.after, "theirs": theirs}
        told: dict[str, Any] = {side: value for side, value in sides.items() if value is not ABSENT}
        yield {"path": list(change.path), **told} | ({"by": who.by, "at": who.at.isoformat()} if who else {})


def _touches(edited: Edited, change: Change) -> bool:
    paths = (tuple(one["path"]) for one in edited.changes)
    return any(one[: len(change.path)] == change.path[: len(one)] for one in paths)
