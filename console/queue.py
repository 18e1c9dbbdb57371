"""The queue: the cases of her teams as codes and times, without a word of anyone's."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from console.answers import Code, Queue, Row
from console.asked import Given
from console.parts import ConsoleParts
from console.signed_in import needs
from helpline.people import Visit
from helpline.views import Counts, QueueAsk, QueuePage

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
    after: Place | None = None,
) -> Queue:
    """A page of the queue; with a number, that one case, open or closed."""
    if number:
        return shown(parts, visit, await _one(parts, visit, number))
    asked = QueueAsk(team, holder, language, urgency, route, state, None, after or None)
    return shown(parts, visit, await parts.store.queue(asked, visit.staff))


async def _one(parts: ConsoleParts, visit: Visit, number: str) -> QueuePage:
    asked = QueueAsk(state=None, number=number.strip().upper())
    return await parts.store.queue(asked, visit.staff)


def shown(parts: ConsoleParts, visit: Visit, page: QueuePage) -> Queue:
    """What she has seen is remembered, so that live news counts on from there."""
    for row in page.rows:
        parts.hub.saw(visit.staff.id, row.id, row.wrote - row.unseen)
    return Queue(
        rows=tuple(Row.model_validate(row) for row in page.rows),
        total=page.total,
        counts=_counts(page.counts),
        next=page.next,
        seq=page.seq,
    )


def _counts(counts: Counts) -> dict[str, int]:
    return {"waiting": counts.waiting, "mine": counts.mine, "held": counts.held, "urgent": counts.urgent}
