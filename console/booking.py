"""Numbers, hours, replies and words over the wire: what counts now, cards as contacts see them, a flag, and a book on
its way to be published.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from fastapi import APIRouter

from console.asked import Given
from console.book_answers import BookPage, Cards, CardSeen, Flag, Flagged, Key, OutsideText
from console.draft_answers import DraftId, EntryChanged
from console.drafting import Editor, Numbered, published_row
from console.pages import language_of
from console.parts import ConsoleParts
from flows.changes import ABSENT, ORDER, Change, at, changes
from flows.edits.put import Put
from helpline.book import edits as book_edits
from helpline.book import publishing as books
from helpline.book import read
from helpline.book.cards import instead, seen
from helpline.book.publishing import Content, PreparedBook
from helpline.drafts import Draft, Published
from helpline.entries import DirectoryErrors
from helpline.errors import Conflicting, DraftMoved, NoSuchDraft
from helpline.hours import BRUSSELS
from helpline.people import Visit

router = APIRouter(prefix="/console/api/editing")


@router.get("/directory")
async def directory(parts: Given, visit: Editor) -> BookPage:
    """What the house goes by now: the newest edition, or the files."""
    standing = await parts.books.standing()
    return BookPage(
        edition=standing.number,
        content=book_edits.opened(standing.content, parts.languages),
        languages=parts.languages,
        differs=await parts.books.differs(),
        today=parts.clock().astimezone(BRUSSELS).date().isoformat(),
        me=visit.staff.alias,
    )


@router.get("/outside")
async def outside(parts: Given, visit: Editor) -> tuple[OutsideText, ...]:
    """The texts outside the flows that contacts read, as Haven says them."""
    found = (await parts.books.standing()).outside.values()
    return tuple(
        OutsideText(text=one.text, where=one.where, said=dict(one.said), safety=one.safety, label=one.label)
        for one in found
    )


@router.get("/drafts/{draft}/cards/{section}/{key}")
async def cards(draft: DraftId, section: str, key: Key, parts: Given, visit: Editor) -> Cards:
    """An entry of the draft as it is now, as contacts would see it."""
    found, house, now = await parts.editing.drafting.draft(draft), parts.house(), parts.clock()
    try:
        book = await asyncio.to_thread(read, found.content)
    except DirectoryErrors:
        return Cards(version=found.version, cards=())
    shown = seen(book, section, key, parts.languages, house.operator, now, house.say)
    return Cards(version=found.version, cards=tuple(CardSeen.model_validate(vars(one)) for one in shown))


@router.post("/flag")
async def flag(wish: Flag, parts: Given, visit: Editor) -> Flagged:
    """This is wrong: nobody is shown it from now on. Or it was looked at, and is shown again."""
    before, house, now = await parts.books.standing(), parts.house(), parts.clock()
    place, by = (wish.section, wish.key), visit.staff.id
    made = await books.flag(parts.drafts, place, wish.flagged, by, wish.note, before, house, now)
    await parts.books.remember(made, now)
    await _in_drafts(wish, parts, visit)
    book = read((await parts.books.standing()).content)
    hidden = not book.directory.resolve(wish.key, "en", now)
    shown = instead(book, wish.key, language_of(parts, visit), now) if hidden else ()
    return Flagged(edition=published_row(parts, made), hidden=hidden, instead=shown)


async def _in_drafts(wish: Flag, parts: ConsoleParts, visit: Visit) -> None:
    """Also in what is being worked on, or who publishes that would take the flag away again without a thought."""
    path = [wish.section, wish.key, "flagged"]
    for draft in await parts.drafts.drafts():
        now = at(draft.content, path)
        change = Change(tuple(path), now, True if wish.flagged else ABSENT)
        if draft.kind == "directory" and bool(now) != wish.flagged and at(draft.content, path[:-1]) is not ABSENT:
            put = Put(edit="put", changes=(change.to_plain(),))
            with suppress(Conflicting, DraftMoved, NoSuchDraft):  # somebody is faster: she sees it where she publishes
                await parts.editing.drafting.edit(draft.id, draft.version, [put], visit.staff.id, parts.clock())


@router.get("/published/directory/{number}/difference/{other}")
async def between(number: Numbered, other: Numbered, parts: Given, visit: Editor) -> tuple[EntryChanged, ...]:
    """What became different from one edition to the other, entry by entry."""
    return entries_changed(*[await books.content_of(parts.drafts, one) for one in (number, other)])


# ── a draft on its way: the routes are those of every draft, see console/publications.py ─────────────────────────
async def prepared_book(parts: ConsoleParts, draft: Draft) -> PreparedBook:
    return await books.prepare(parts.drafts, draft, await parts.books.standing(), parts.house(), parts.clock())


def book_changed(prepared: PreparedBook) -> dict[str, Any]:
    changed = entries_changed(prepared.before.content, book_edits.tidy(prepared.draft.content))
    return {"running": prepared.before.number or 0, "difference": None, "entries": changed, "people": ()}


def entries_changed(before: Content, after: Content) -> tuple[EntryChanged, ...]:
    """In which order they are written says nothing to anybody."""
    made = [one for one in changes(before, after) if one.path[-1] != ORDER]
    return tuple(EntryChanged(path=one.path, **_sides(one.before, one.after)) for one in made)


async def back_to_book(parts: ConsoleParts, number: int, visit: Visit, note: str) -> Published:
    before, now = await parts.books.standing(), parts.clock()
    return await books.go_back(parts.drafts, number, visit.staff.id, note, before, parts.house(), now)


def _sides(before: object, after: object) -> dict[str, object]:
    return {name: side for name, side in (("before", before), ("after", after)) if side is not ABSENT}
