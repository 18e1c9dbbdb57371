"""What runs, what ran before, what is about to: published by whoever may, seen by two where it must be; taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from console.answers import Ok
from console.asked import Given
from console.booking import back_to_book, book_changed, prepared_book
from console.called import name_in
from console.comparing import compared
from console.draft_answers import (
    Back,
    Between,
    DraftId,
    Kind,
    Numbers,
    Overview,
    People,
    PublishedRow,
    Publishing,
    PublishingPage,
    StepNumbers,
    Warned,
    Why,
)
from console.drafting import Asker, Editor, Numbered, Publisher, asked_for, draft_row, entries, published_row
from console.pages import language_of
from console.parts import ConsoleParts
from console.remarks import report_for
from console.signed_in import needs
from flows.difference import difference
from flows.flow import Revision
from flows.session import Place
from helpline import publishing
from helpline.book.publishing import PreparedBook
from helpline.drafts import Draft
from helpline.people import Visit
from helpline.publishing import Prepared
from helpline.steps_walked import in_fives, shown

router = APIRouter(prefix="/console/api/editing")


@router.get("/overview")
async def overview(parts: Given, visit: Editor) -> Overview:
    """Where editors begin: what runs, what is being worked on, what asks to be looked at."""
    rows = await _published(parts, "flows")
    drafts = sorted(await parts.drafts.drafts(), key=lambda one: one.changed_at, reverse=True)
    return Overview(
        running=rows[0],
        drafts=tuple(draft_row(parts, one, visit) for one in drafts),
        revisions=rows,
        editions=await _published(parts, "directory"),
        shipped_differs=await parts.shipped.differs(),
        directory_differs=await parts.books.differs(),
        warnings=await _warned(parts, visit),
        may_publish=visit.staff.may("publish"),
    )


@router.get("/published/{kind}")
async def published(kind: Kind, parts: Given, visit: Editor) -> tuple[PublishedRow, ...]:
    """The newest first."""
    return await _published(parts, kind)


@router.get("/published/flows/{number}/difference/{other}")
async def between(number: Numbered, other: Numbered, parts: Given, visit: Editor) -> Between:
    """What became different from one to the other."""
    before, after = [await publishing.revision(parts.drafts, one) for one in (number, other)]
    return await asyncio.to_thread(compared, before, after, entries(parts, visit))


@router.post("/published/{kind}/{number}/back")
async def back(kind: Kind, number: Numbered, wish: Back, parts: Given, visit: Publisher) -> PublishedRow:
    """What an earlier one said runs again, as the next one; at once, and by one person."""
    house, now = parts.house(), parts.clock()
    if kind == "directory":
        return published_row(parts, await back_to_book(parts, number, visit, wish.note))
    return published_row(parts, await publishing.go_back(parts.drafts, number, visit.staff.id, wish.note, house, now))


# ── a draft on its way ────────────────────────────────────────────────────────────────────────────────────────────
@router.get("/drafts/{draft}/publishing")
async def on_its_way(draft: DraftId, parts: Given, visit: Editor) -> PublishingPage:
    """All that somebody needs to see before she publishes, or asks another one to look."""
    found, who = await parts.editing.drafting.draft(draft), await publishers(parts)
    looked = await _prepared(parts, found)
    refused = await asyncio.to_thread(publishing.refusal, looked, visit.staff.id, who)
    return PublishingPage(
        version=looked.draft.version,
        second=tuple(map(Why.model_validate, looked.second)),
        report=report_for(parts, visit, looked.report, looked.draft.content),
        alone=len(who) <= 1,
        asked=asked_for(parts, looked.draft, visit),
        refusal=refused.code if refused else None,
        about=dict(refused.about) if refused else {},
        **(book_changed(looked) if isinstance(looked, PreparedBook) else await _changed(parts, looked)),
    )


async def _changed(parts: ConsoleParts, prepared: Prepared) -> dict[str, Any]:
    before, after = prepared.before, prepared.revision
    return {
        "running": before.number,
        "difference": await asyncio.to_thread(difference, before, after) if after else None,
        "people": await _people(parts, before, after),
    }


@router.post("/drafts/{draft}/ask")
async def ask(draft: DraftId, wish: Publishing, parts: Given, visit: Asker) -> Ok:
    """A second person is to look at it as it is now. Whoever changes it afterwards asks anew."""
    looked = await _prepared(parts, await parts.editing.drafting.at(draft, wish.version))
    await publishing.ask(parts.drafts, looked, visit.staff.id, wish.note, parts.clock())
    return Ok()


@router.post("/drafts/{draft}/unask")
async def unask(draft: DraftId, parts: Given, visit: Editor) -> Ok:
    await parts.editing.drafting.draft(draft)
    await parts.drafts.ask_to_publish(draft, None)
    return Ok()


@router.post("/drafts/{draft}/publish")
async def publish(draft: DraftId, wish: Publishing, parts: Given, visit: Publisher) -> PublishedRow:
    """To work with it; where somebody else asked for that, this is how the second person agrees."""
    looked = await _prepared(parts, await parts.editing.drafting.at(draft, wish.version))
    who, now = await publishers(parts), parts.clock()
    made = await publishing.publish(parts.drafts, looked, visit.staff.id, wish.note, who, now)
    await parts.books.remember(made, now)
    return published_row(parts, made)


# ── counts ────────────────────────────────────────────────────────────────────────────────────────────────────────
@router.get("/numbers")
async def numbers(parts: Given, visit: Annotated[Visit, Depends(needs("see_numbers"))]) -> Numbers:
    """How often what happened at each step of what runs: in fives, so that no number is one person."""
    running = await publishing.newest(parts.drafts, parts.house())
    counts = await parts.drafts.step_counts(running.number)
    found = shown(running, counts, await _standing(parts, running.number))
    steps = {str(place): StepNumbers.model_validate(one) for place, one in found.items()}
    return Numbers(revision=running.number, steps=steps)


async def _standing(parts: ConsoleParts, number: int) -> dict[Place, int]:
    found = await parts.drafts.people_on_steps(parts.clock())
    return {place: count for (revision, place), count in found.items() if revision == number}


async def _people(parts: ConsoleParts, before: Revision, after: Revision | None) -> tuple[People, ...]:
    if after is None:
        return ()
    here = await _standing(parts, before.number)
    changed = {
        place
        for place in here
        if before.step(place) != after.step(place) or _words(before, place) != _words(after, place)
    }
    return tuple(People(place=str(place), people=in_fives(here[place])) for place in sorted(changed, key=str))


def _words(revision: Revision, place: Place) -> list[dict[str, str]]:
    beginning = f"{place}."
    return [
        {key: text for key, text in words.items() if key.startswith(beginning)}
        for words in revision.texts.translations.values()
    ]


async def _warned(parts: ConsoleParts, visit: Visit) -> tuple[Warned, ...]:
    content, language = (await parts.books.standing()).content, language_of(parts, visit)
    found = await parts.books.ahead(parts.clock())
    return tuple(Warned(**vars(one), name=name_in(content, one.section, one.entry, language)) for one in found)


# ── telling ───────────────────────────────────────────────────────────────────────────────────────────────────────
async def publishers(parts: ConsoleParts) -> Collection[str]:
    """Everybody who may publish, by id."""
    return [one.id for one in await parts.people.all() if one.may("publish")]


async def _prepared(parts: ConsoleParts, draft: Draft) -> Prepared | PreparedBook:
    if draft.kind == "directory":
        return await prepared_book(parts, draft)
    return await parts.editing.prepared(draft, parts.house(), parts.clock())


async def _published(parts: ConsoleParts, kind: Kind) -> tuple[PublishedRow, ...]:
    found = sorted(await parts.drafts.published(kind), key=lambda one: -one.number)
    return tuple(published_row(parts, one) for one in found)
