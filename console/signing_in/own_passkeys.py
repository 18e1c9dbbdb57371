"""One more passkey for who is in: on another device, so that losing one shuts nobody out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from console.rendering import render
from console.signed_in import found_visit, needs_step_up, parts_of, people_of
from console.signing_in.answering import Brought, refused
from console.signing_in.ceremonies import made, to_make
from console.signing_in.devices import device_of
from console.signing_in.entering import PAGE as SIGN_IN
from helpline.people import NotLetIn, Visit

router = APIRouter(prefix="/console/passkeys", include_in_schema=False)
SteppedUp = Annotated[Visit, Depends(needs_step_up)]


@router.get("")
async def page(request: Request) -> Response:
    """Hers, and a button for one more; whoever has not just shown who she is does that first."""
    visit = await found_visit(request)
    if visit is None or not visit.stepped_up(parts_of(request).clock()):
        return RedirectResponse("/console/step-up?then=passkeys" if visit else SIGN_IN, 303)
    hers = await people_of(request).passkeys(visit.staff.id)
    return render(request, "passkeys.html", visit=visit, passkeys=hers)


@router.post("/options")
async def options(request: Request, visit: SteppedUp) -> Response:
    known = await people_of(request).credentials_of(visit.staff.id)
    return to_make(request, "add", visit.sign_in, visit.staff.id, visit.staff.login, visit.staff.alias, known)


@router.post("/verify")
async def verified(request: Request, visit: SteppedUp, brought: Brought) -> Response:
    try:
        new, challenge = made(request, brought.credential, "add", visit.sign_in, device_of(request))
        await people_of(request).add_passkey(visit.staff.id, new, challenge, parts_of(request).clock())
    except NotLetIn as refusal:
        return refused(refusal)
    return JSONResponse({"next": "/console/passkeys"})
