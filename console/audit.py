"""The record of what was done, for who may read it: who did what, when, to which case; codes, and no word of anyone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import AfterValidator, AwareDatetime, Field

from console.answers import Code, Id, Shape, Someone
from console.asked import Given
from console.signed_in import needs
from helpline.audit import AuditAsk
from helpline.events import KINDS
from helpline.people import Visit

router = APIRouter(prefix="/console/api")


def _in_the_calendar(given: datetime) -> datetime:
    """At its ends, an hour in another zone is no hour at all."""
    try:
        return given.astimezone(UTC)
    except OverflowError:
        raise ValueError("no such moment") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_the_calendar)]
Number = Annotated[str, Query(max_length=20)]
Before = Annotated[int, Query(ge=1, lt=2**62)]


class AuditEvent(Shape):
    """`case` is an id that only this house understands."""

    seq: int
    kind: str
    at: datetime
    alias: str | None
    whom: str | None
    case: str | None
    about: dict[str, str | int] = Field(default_factory=dict)
    purged: bool


class Verified(Shape):
    at: datetime
    count: int
    broken: int


class Audit(Shape):
    """`head`: the newest number and its digest, as it is kept elsewhere."""

    rows: tuple[AuditEvent, ...]
    next: int | None
    head: str
    verified: Verified | None
    kinds: tuple[str, ...]
    staff: tuple[Someone, ...]


@router.get("/audit")
async def read(
    parts: Given,
    visit: Annotated[Visit, Depends(needs("read_audit"))],
    kind: Code | None = None,
    staff: Id | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    number: Number | None = None,
    case: Id | None = None,
    before: Before | None = None,
) -> Audit:
    """The newest events that fit, a hundred at a time. Reading it is an event too."""
    asked = AuditAsk(kind, staff, since, until, number or None, case, before)
    page = await parts.store.audit_page(asked, visit.sign_in, visit.staff.id, parts.clock())
    people: list[dict[str, Any]] = [{"id": one, "alias": alias} for one, alias in page.staff]
    return Audit(
        rows=tuple(AuditEvent.model_validate(row) for row in page.rows),
        next=page.next,
        head=str(page.head),
        verified=None if page.verified is None else Verified.model_validate(page.verified),
        kinds=KINDS,
        staff=tuple(Someone.model_validate(one) for one in people),
    )
