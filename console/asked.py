"""What every route needs to know first: the parts it was given, the row she asks about, and whether she may read it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from console.parts import ConsoleParts
from console.refusals import Refused
from console.signed_in import needs, parts_of
from helpline.errors import NoSuchCase
from helpline.people import Visit
from helpline.views import QueueRow


async def given(request: Request) -> ConsoleParts:
    """As a coroutine: anything else is called in a thread of its own, at every request."""
    return parts_of(request)


Given = Annotated[ConsoleParts, Depends(given)]
Reader = Annotated[Visit, Depends(needs("read_case"))]
#: The same, for what an open page asks by itself: it does not keep a sign-in alive.
PassingReader = Annotated[Visit, Depends(needs("read_case", passing=True))]


async def row_of(parts: ConsoleParts, case_id: str, visit: Visit) -> QueueRow:
    """The row of a case of her teams. Raises NoSuchCase, also where it is there and none of hers."""
    rows = await parts.store.rows((case_id,), visit.staff)
    if not rows or rows[0].team is None or rows[0].team not in visit.staff.teams:
        raise NoSuchCase
    return rows[0]


def holds(row: QueueRow, visit: Visit) -> bool:
    return row.holder.kind == "staff" and row.holder.staff == visit.staff.id


async def readable(parts: ConsoleParts, case_id: str, visit: Visit) -> QueueRow:
    """The row of a case whose words she may read now: it is hers, or she has said why lately. Raises NoSuchCase,
    Refused (reason_needed)."""
    row = await row_of(parts, case_id, visit)
    if not holds(row, visit) and not await parts.store.may_view(visit.sign_in, case_id, parts.clock()):
        raise Refused(403, "reason_needed")
    return row
