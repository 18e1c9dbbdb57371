"""One route for everything staff do with a case: the action is read, done as one transaction, and the new row shown."""

from __future__ import annotations

from fastapi import APIRouter

from console.answers import Done, Id, Row
from console.asked import Given, Reader
from console.refusals import Refused
from helpline.desk import AnyAction
from helpline.staff import STEP_UP

router = APIRouter(prefix="/console/api/cases/{case}")


@router.post("/act")
async def act(case: Id, action: AnyAction, parts: Given, visit: Reader) -> Done:
    """Whether she may is the desk's to say. Doing the same reply or note twice does nothing the second time. What
    cannot be undone asks once more who she is."""
    may = visit.staff.may(action.permission)
    if may and action.permission in STEP_UP and not visit.stepped_up(parts.clock()):
        raise Refused(403, "step_up")
    worked = await parts.act(case, action, visit.staff)
    rows = [row for row in await parts.store.rows((case,), visit.staff) if row.team in visit.staff.teams]
    return Done(row=Row.model_validate(rows[0]) if rows else None, fresh=worked.fresh)
