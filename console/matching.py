"""The same picture in another case of the team: asked with one button, where the house allows it, and noted in both."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends

from console.answers import Id, Shape
from console.asked import Given, Reader, readable
from console.refusals import Refused
from console.signed_in import needs
from helpline.matching import Match
from helpline.people import Visit
from helpline.views import QueueRow

router = APIRouter(prefix="/console/api/cases/{case}")
Matcher = Annotated[Visit, Depends(needs("match"))]


class Hit(Shape):
    """`asked`: which hash of the case asked from. `sure`: same_file, almost_surely or probably. `bits`: how far apart
    two PDQ hashes are. `turn`: how the other picture lies."""

    asked: str
    sure: str
    bits: int | None
    turn: str


class Found(Shape):
    """Another case: no more of it than the queue shows."""

    id: str
    number: str
    state: str
    hits: tuple[Hit, ...]


class Matched(Shape):
    """`hashes`, `cases`: with how many of how many it was compared."""

    found: tuple[Found, ...]
    hashes: int
    cases: int


@router.post("/match")
async def match(case: Id, parts: Given, visit: Reader, _: Matcher) -> Matched:
    """Only from a case she may read now, only among cases of its team. Opening one asks for a reason as ever."""
    row = await readable(parts, case, visit)
    if not parts.matching:
        raise Refused(404, "matching_off")
    items = (await parts.store.case_page(case, visit.staff)).case.items
    compared = await parts.store.matched(case, row.team or "", items, visit.staff, parts.clock())
    rows = await parts.store.rows({one.case for one in compared.matches}, visit.staff)
    known = {one.id: one for one in rows if one.team == row.team}
    return Matched(found=_found(compared.matches, known), hashes=compared.hashes, cases=compared.cases)


def _found(matches: tuple[Match, ...], known: dict[str, QueueRow]) -> tuple[Found, ...]:
    """Case by case, the closest first. A case that has gone meanwhile is not among them."""
    order = list(dict.fromkeys(one.case for one in matches))
    by_case = groupby(sorted(matches, key=lambda one: order.index(one.case)), lambda one: one.case)
    return tuple(
        Found(
            id=case,
            number=known[case].number,
            state=known[case].state,
            hits=tuple(Hit.model_validate(one) for one in hits),
        )
        for case, hits in by_case
        if case in known
    )
