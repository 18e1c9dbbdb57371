"""A case: opened for a reason that is noted, read again while that lasts, and what goes with reading it."""

from __future__ import annotations

from fastapi import APIRouter

from console.answers import Copied, Exposures, Id, Ok, Opening, Page, Reply, Seen
from console.asked import Given, PassingReader, Reader, holds, readable, row_of
from console.pages import page_for
from console.refusals import Refused
from helpline.errors import NotHers
from helpline.evidence import Item
from helpline.replies import replies

router = APIRouter(prefix="/console/api/cases/{case}")


@router.post("/open")
async def opened(case: Id, opening: Opening, parts: Given, visit: Reader) -> Page:
    """Each opening is noted, with why. Her own cases need no reason."""
    row = await row_of(parts, case, visit)
    reason = "holds" if holds(row, visit) else opening.reason
    if reason is None:
        raise Refused(403, "reason_needed")
    await parts.store.note_viewing(visit.sign_in, case, visit.staff, reason, parts.clock())
    return page_for(parts, visit, await parts.store.case_page(case, visit.staff))


@router.get("")
async def page(case: Id, parts: Given, visit: PassingReader) -> Page:
    """Again, while it is hers or what she said holds."""
    await readable(parts, case, visit)
    return page_for(parts, visit, await parts.store.case_page(case, visit.staff))


@router.post("/seen")
async def seen(case: Id, words: Seen, parts: Given, visit: PassingReader) -> Ok:
    """So many of her words were on the screen."""
    row = await readable(parts, case, visit)
    count = min(words.wrote, row.wrote)
    await parts.store.see(visit.staff.id, case, count)
    return Ok()


@router.post("/typing")
async def typing(case: Id, parts: Given, visit: Reader) -> Ok:
    """Only whoever holds the case is seen typing."""
    row = await row_of(parts, case, visit)
    if not holds(row, visit):
        raise NotHers(holder=row.holder.kind)
    if address := await parts.store.address_of(case):
        await parts.typing(address)
    return Ok()


@router.post("/unfold")
async def unfold(case: Id, parts: Given, visit: Reader) -> Exposures:
    """She has read something hard: counted for her own sake."""
    await readable(parts, case, visit)
    return Exposures(exposures=await parts.store.count_exposure(visit.sign_in))


@router.post("/items/{item}/copy")
async def copied(case: Id, item: Id, parts: Given, visit: Reader) -> Copied:
    """A link or hash as it was given, as text; who took it stands in its custody before she has it."""
    await readable(parts, case, visit)
    found = next((one for one in (await parts.store.case_page(case, visit.staff)).case.items if one.id == item), None)
    if found is None:
        raise Refused(404, "no_such_item")
    await parts.store.custody(case, item, visit.staff.id, "copied", parts.clock())
    return Copied(text=_whole(found))


def _whole(item: Item) -> str:
    return item.value or item.normalised or item.as_typed


@router.get("/replies")
async def canned(case: Id, parts: Given, visit: Reader) -> list[Reply]:
    """What counsellors often say, in the contact's language, filled in."""
    await readable(parts, case, visit)
    known = (await parts.store.case_page(case, visit.staff)).case
    found = replies(parts.house(), known.language, known, visit.staff, parts.clock())
    return [Reply.model_validate(one) for one in found]
