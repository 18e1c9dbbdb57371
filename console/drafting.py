"""Drafts over the wire: begun, read, edited by several at once, checked as one types, discarded."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from console.answers import Ok, Someone
from console.asked import Given
from console.called import entry_names
from console.draft_answers import (
    AskedFor,
    Begun,
    DraftId,
    DraftPage,
    DraftRow,
    EditedBy,
    Edits,
    Entry,
    Naming,
    NewDraft,
    News,
    PublishedRow,
    Report,
    Saved,
)
from console.editing import looked_at_now
from console.long_bodies import described, read_long
from console.pages import language_of
from console.parts import ConsoleParts
from console.remarks import report_for
from console.signed_in import needs, needs_step_up
from flows.draft import content_of
from flows.shape import shapes
from helpline.book import edits as book_edits
from helpline.book import publishing as book_publishing
from helpline.drafting import begun
from helpline.drafts import Content, Draft, Published, all_told
from helpline.errors import BadAsk, Conflicting
from helpline.people import Visit
from helpline.publishing import looked_at, newest, revision

router = APIRouter(prefix="/console/api/editing")
Editor = Annotated[Visit, Depends(needs("edit_flows"))]
#: The same, for what an open page asks by itself: it does not keep a sign-in alive.
PassingEditor = Annotated[Visit, Depends(needs("edit_flows", passing=True))]
Numbered = Annotated[int, Path(ge=1, lt=2**31)]
#: To undo what files brought in is long, too.
EDITS = described(version={"type": "integer"}, edits={"type": "array", "items": {"type": "object"}})
#: Drafts there may be: whoever begins one more puts another away first.
MOST_DRAFTS = 50


async def publisher(
    visit: Editor, may: Annotated[Visit, Depends(needs("publish"))], again: Annotated[Visit, Depends(needs_step_up)]
) -> Visit:
    """Whoever may publish, and has just shown again who she is: in this order, or others would be asked in vain."""
    return visit


Publisher = Annotated[Visit, Depends(publisher)]


async def asker(visit: Editor, again: Annotated[Visit, Depends(needs_step_up)]) -> Visit:
    """Whoever asks for a second person is the first of two: an unlocked screen is nobody."""
    return visit


Asker = Annotated[Visit, Depends(asker)]


@router.get("/shapes")
async def all_shapes(visit: Editor) -> dict[str, Any]:
    """For each type of step what it is for and which fields it has: forms draw themselves from it."""
    return dict(shapes())


@router.post("/drafts")
async def begin(new: NewDraft, parts: Given, visit: Editor) -> Begun:
    """From what runs, from an earlier revision, or from what Haven ships with now, together with the house's own."""
    if len(await parts.drafts.drafts()) >= MOST_DRAFTS:
        raise BadAsk(field="drafts", why="too_many")
    beginning = _a_book if new.kind == "directory" else _beginning
    based_on, content, clashes = await beginning(parts, new.start)
    now, by = parts.clock(), visit.staff.id
    draft = begun(parts.house().chance.id(), new.kind, new.name, based_on, content, by, now)
    await parts.drafts.begin_draft(draft)
    if new.start == "shipped":
        await (parts.books if new.kind == "directory" else parts.shipped).look(now)
    return Begun(**vars(_page(parts, draft, visit)), clashes=clashes)


async def _beginning(parts: ConsoleParts, start: int | str) -> tuple[int | None, Content, tuple[dict[str, Any], ...]]:
    if start == "shipped":
        content, clashes = await parts.shipped.brought_together()
        return None, content, tuple(map(dict, clashes))
    number = start if isinstance(start, int) else (await newest(parts.drafts, parts.house())).number
    made_from = await parts.drafts.made_from(number)
    return number, content_of(await revision(parts.drafts, number), made_from), ()


async def _a_book(parts: ConsoleParts, start: int | str) -> tuple[int | None, Content, tuple[dict[str, Any], ...]]:
    """Numbers, hours, replies and words, as the house goes by them, as it once did, or with what Haven ships now."""
    if start == "shipped":
        content, clashes = await parts.books.brought_together()
        return None, book_edits.opened(content, parts.languages), tuple(map(dict, clashes))
    if isinstance(start, int):
        content = await book_publishing.content_of(parts.drafts, start)
        return start, book_edits.opened(content, parts.languages), ()
    standing = await parts.books.standing()
    return standing.number, book_edits.opened(standing.content, parts.languages), ()


@router.get("/drafts/{draft}")
async def page(draft: DraftId, parts: Given, visit: Editor) -> DraftPage:
    found = await parts.editing.drafting.draft(draft)
    parts.editing.be_here(draft, visit.staff.id, parts.clock())
    return _page(parts, found, visit)


@router.post("/drafts/{draft}/name")
async def name(draft: DraftId, naming: Naming, parts: Given, visit: Editor) -> Ok:
    await parts.editing.drafting.draft(draft)
    await parts.drafts.name_draft(draft, naming.name)
    return Ok()


@router.post("/drafts/{draft}/discard")
async def discard(draft: DraftId, parts: Given, visit: Editor) -> Ok:
    """With all that was changed in it."""
    await parts.editing.drafting.draft(draft)
    await parts.drafts.discard_draft(draft, visit.staff.id, parts.clock())
    return Ok()


@router.post("/drafts/{draft}/edits", openapi_extra=EDITS)
async def edit(draft: DraftId, request: Request, parts: Given, visit: Editor) -> Saved:
    """All of them, or none: what was changed meanwhile is shown, never overwritten."""
    asked, now = await read_long(request, Edits), parts.clock()
    try:
        saved = await parts.editing.drafting.edit(draft, asked.version, asked.edits, visit.staff.id, now)
    except Conflicting as conflicting:
        told = [one | {"by": alias(parts, one.get("by"))} for one in map(dict, conflicting.conflicts)]
        raise Conflicting(told) from None
    return Saved(version=saved.version, changes=tuple(map(dict, saved.changes)), folded=saved.folded)


@router.get("/drafts/{draft}/since/{version}")
async def since(draft: DraftId, version: Numbered, parts: Given, visit: PassingEditor) -> News:
    """What happened to it since this version, and who has it open. An open editor asks this every few seconds."""
    now, found = parts.clock(), await parts.editing.drafting.draft(draft)
    parts.editing.be_here(draft, visit.staff.id, now)
    edits = await parts.drafts.edits_since(draft, version) if version < found.version else ()
    told = tuple(
        EditedBy(version=one.version, by=alias(parts, one.by), at=one.at, changes=tuple(map(dict, one.changes)))
        for one in edits
    )
    row, folded = draft_row(parts, found, visit), not all_told(edits, version, found.version)
    return News(version=found.version, name=found.name, edits=told, here=row.here, asked=row.asked, folded=folded)


@router.post("/drafts/{draft}/check")
async def check(draft: DraftId, parts: Given, visit: Editor) -> Report:
    """What is wrong with it as it is now: mistakes, broken promises, saved talks that go another way."""
    found, talks, house = await parts.editing.drafting.draft(draft), await parts.drafts.saved_talks(), parts.house()
    now = parts.clock()
    if found.kind == "directory":
        return await _check_book(found, parts, visit, now)
    about = looked_at_now(found, house, talks, now)
    report = await parts.editing.checks.of(
        draft, about, lambda stop: looked_at(found.content, house, now, tuple(talks), stop)
    )
    return report_for(parts, visit, report, found.content)


async def _check_book(found: Draft, parts: ConsoleParts, visit: Visit, now: datetime) -> Report:
    house, before = parts.house(), await parts.books.standing()
    about = (looked_at_now(found, house, (), now), before.number)
    running = [house.revisions[house.running]]
    report = await parts.editing.checks.of(
        found.id, about, lambda stop: book_publishing.looked_at(found.content, before, running, house, now, stop)
    )
    return report_for(parts, visit, report, found.content)


# ── telling ───────────────────────────────────────────────────────────────────────────────────────────────────────
def alias(parts: ConsoleParts, staff_id: str | None) -> str:
    """What somebody is called; `house`, and whoever is not known any more, by id."""
    known = parts.house().colleagues.get(staff_id or "")
    return known.alias if known else staff_id or ""


def draft_row(parts: ConsoleParts, draft: Draft, visit: Visit) -> DraftRow:
    return DraftRow(**_told(parts, draft, visit))


def asked_for(parts: ConsoleParts, draft: Draft, visit: Visit) -> AskedFor | None:
    asked = draft.asked
    if asked is None or asked.version != draft.version:
        return None
    mine = asked.by == visit.staff.id
    return AskedFor(version=asked.version, by=alias(parts, asked.by), mine=mine, at=asked.at, note=asked.note)


def _page(parts: ConsoleParts, draft: Draft, visit: Visit) -> DraftPage:
    return DraftPage(**_told(parts, draft, visit), content=dict(draft.content), entries=entries(parts, visit))


def entries(parts: ConsoleParts, visit: Visit) -> tuple[Entry, ...]:
    """All that a step can show, by its name in the editor's language."""
    names = entry_names(parts, language_of(parts, visit))
    return tuple(Entry(key=key, name=name) for key, name in sorted(names.items(), key=lambda one: one[1].casefold()))


def _told(parts: ConsoleParts, draft: Draft, visit: Visit) -> dict[str, Any]:
    here = parts.editing.here(draft.id, visit.staff.id, parts.clock())
    return {
        "id": draft.id,
        "kind": draft.kind,
        "name": draft.name,
        "based_on": draft.based_on,
        "version": draft.version,
        "by": alias(parts, draft.by),
        "begun_at": draft.begun_at,
        "changed_at": draft.changed_at,
        "authors": tuple(alias(parts, one) for one in draft.authors),
        "asked": asked_for(parts, draft, visit),
        "here": tuple(Someone(id=one, alias=alias(parts, one)) for one in here),
    }


def published_row(parts: ConsoleParts, one: Published) -> PublishedRow:
    by, second = (alias(parts, who) if who else None for who in (one.by, one.second))
    return PublishedRow.model_validate(vars(one) | {"by": by, "second": second})
