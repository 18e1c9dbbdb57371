"""One more passkey for who is in: on another device, so that losing one shuts nobody out."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from console.signed_in import Visitor, needs_step_up, parts_of, people_of
from console.signing_in.answering import Brought, refused
from console.signing_in.ceremonies import made, to_make
from console.signing_in.devices import device_of
from helpline.people import NotLetIn

router = APIRouter(prefix="/console/passkeys", include_in_schema=False, dependencies=[Depends(needs_step_up)])


@router.post("/options")
async def options(request: Request, visit: Visitor) -> Response:
    known = await people_of(request).credentials_of(visit.staff.id)
    return to_make(request, "add", visit.sign_in, visit.staff.id, visit.staff.login, visit.staff.alias, known)


@router.post("/verify")
async def verified(request: Request, visit: Visitor, brought: Brought) -> Response:
    try:
        new, challenge = made(request, brought.credential, "add", visit.sign_in, device_of(request))
        await people_of(request).add_passkey(visit.staff.id, new, challenge, parts_of(request).clock())
    except NotLetIn as refusal:
        return refused(refusal)
    return JSONResponse({"next": "/console/"})
