"""The queue: the cases of her teams as codes and times, without a word of anyone's."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from console.answers import Code, Counts, Queue, Row
from console.asked import Given
from console.signed_in import needs
from helpline.outliving import all_kept
from helpline.people import Visit
from helpline.retention import WARNED_BEFORE
from helpline.views import Ending, QueueAsk

router = APIRouter(prefix="/console/api")
Holding = Literal["mine", "waiting", "held", "bot"]
Number = Annotated[str, Query(max_length=20)]
Place = Annotated[str, Query(max_length=200, pattern=r"^[A-Za-z0-9_.:+|~=-]*$")]


@router.get("/queue")
async def queue(
    parts: Given,
    visit: Annotated[Visit, Depends(needs("see_queue"))],
    team: Code | None = None,
    holder: Holding | None = None,
    language: Code | None = None,
    urgency: Code | None = None,
    route: Code | None = None,
    state: Literal["open", "closed"] = "open",
    number: Number | None = None,
    ends: Literal["soon", "kept"] | None = None,
    after: Place | None = None,
) -> Queue:
    """A page of the queue; with a number, that one case, open or closed. `ends`: of open and closed ones alike, those
    that are erased within two weeks, or those that staff keep beyond their time."""
    asked = QueueAsk(team, holder, language, urgency, route, None if ends else state, None, after or None)
    if ends == "soon":
        house = parts.house()
        asked = replace(asked, ending=Ending(parts.clock() + WARNED_BEFORE, all_kept(house), house.teams[0]))
    elif ends == "kept":
        asked = replace(asked, kept_on=True)
    if number:
        asked = QueueAsk(state=None, number=number)
    page = await parts.store.queue(asked, visit.staff)
    return Queue(
        rows=tuple(Row.model_validate(row) for row in page.rows),
        total=page.total,
        counts=Counts.model_validate(page.counts),
        next=page.next,
        seq=page.seq,
    )
