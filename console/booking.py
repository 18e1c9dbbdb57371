"""Numbers, hours, replies and words over the wire: what counts now, cards as contacts see them, a flag, and a book on
its way to be published.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from fastapi import APIRouter

from console.asked import Given
from console.book_answers import BookPage, Cards, CardSeen, Flag, Flagged, Key, OutsideText
from console.draft_answers import DraftId, EntryChanged, PublishingPage, Report, Why
from console.drafting import Editor, asked_for, published_row
from console.pages import language_of
from console.parts import ConsoleParts
from flows.changes import ABSENT, ORDER, changes
from helpline import book_edits
from helpline import book_publishing as books
from helpline.book import read
from helpline.book_cards import instead, seen
from helpline.drafts import Draft, Published
from helpline.entries import DirectoryErrors
from helpline.errors import Declined
from helpline.hours import BRUSSELS
from helpline.people import Visit
from helpline.publishing import signed

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
    at, by = (wish.section, wish.key), visit.staff.id
    made = await books.flag(parts.drafts, at, wish.flagged, by, wish.note, before, house, now)
    await _remember_files(parts, before.number is None)
    book = read((await parts.books.standing()).content)
    shown = instead(book, wish.key, language_of(parts, visit), now) if wish.flagged else ()
    return Flagged(edition=published_row(parts, made), instead=shown)


# ── a draft on its way: the routes are those of every draft, see console/publications.py ─────────────────────────
async def book_on_its_way(parts: ConsoleParts, draft: Draft, visit: Visit, who: Collection[str]) -> PublishingPage:
    """All that somebody needs to see before she publishes, or asks another one to look."""
    prepared = await _prepared(parts, draft)
    refused = _refusal(prepared, visit.staff.id, who)
    made = changes(prepared.before.content, book_edits.tidy(draft.content))
    return PublishingPage(
        version=draft.version,
        running=prepared.before.number or 0,
        difference=None,
        entries=tuple(
            EntryChanged(path=one.path, **_sides(one.before, one.after)) for one in made if one.path[-1] != ORDER
        ),
        people=(),
        second=tuple(map(Why.model_validate, prepared.second)),
        report=Report.model_validate(prepared.report),
        alone=len(who) <= 1,
        asked=asked_for(parts, draft, visit),
        refusal=refused.code if refused else None,
        about=dict(refused.about) if refused else {},
    )


async def ask_for_book(parts: ConsoleParts, draft: Draft, visit: Visit, note: str) -> None:
    await books.ask(parts.drafts, await _prepared(parts, draft), visit.staff.id, note, parts.clock())


async def publish_book(parts: ConsoleParts, draft: Draft, visit: Visit, note: str, who: Collection[str]) -> Published:
    prepared = await _prepared(parts, draft)
    made = await books.publish(parts.drafts, prepared, visit.staff.id, note, who, parts.clock())
    await _remember_files(parts, prepared.before.number is None)
    return made


async def back_to_book(parts: ConsoleParts, number: int, visit: Visit, note: str) -> Published:
    before, now = await parts.books.standing(), parts.clock()
    return await books.go_back(parts.drafts, number, visit.staff.id, note, before, parts.house(), now)


async def _remember_files(parts: ConsoleParts, first: bool) -> None:
    """From the first edition on the files count no more: what they say then is what later ones differ from."""
    if first:
        await parts.books.look(parts.clock())


async def _prepared(parts: ConsoleParts, draft: Draft) -> books.PreparedBook:
    return await books.prepare(parts.drafts, draft, await parts.books.standing(), parts.house(), parts.clock())


def _refusal(prepared: books.PreparedBook, by: str, who: Collection[str]) -> Declined | None:
    try:
        books.publishable(prepared)
        signed(prepared, by, who)
    except Declined as declined:
        return declined
    return None


def _sides(before: object, after: object) -> dict[str, object]:
    return {name: side for name, side in (("before", before), ("after", after)) if side is not ABSENT}
