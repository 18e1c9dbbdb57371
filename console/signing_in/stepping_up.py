"""Stepping up: before what cannot be undone, whoever is in shows once more that it is she. It lasts five minutes."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from console.rendering import language_for, render
from console.signed_in import COOKIE, Visitor, found_visit, parts_of, people_of
from console.signing_in.answering import Brought, Typed, refused, then_of, wait_words, welcome, welcome_script
from console.signing_in.ceremonies import shown, to_show
from console.signing_in.entering import PAGE as SIGN_IN
from helpline.people import NotLetIn, TooManyTries, Visit

router = APIRouter(prefix="/console/step-up", include_in_schema=False)


@router.get("")
async def page(request: Request) -> Response:
    visit = await found_visit(request)
    return await asking(request, visit) if visit else RedirectResponse(SIGN_IN, 303)


@router.post("")
async def stepped_up(request: Request, code: Typed = "") -> Response:
    """By a code; in the demo, whose staff have no keys, by the button alone."""
    visit = await found_visit(request)
    if visit is None:
        return RedirectResponse(SIGN_IN, 303)
    people, token, now = people_of(request), request.cookies[COOKIE], parts_of(request).clock()
    try:
        if parts_of(request).demo and visit.way == "demo":
            return welcome(await people.step_up_for_show(visit, token, now), then_of(request))
        return welcome(await people.step_up_with_code(visit, token, code, now), then_of(request))
    except NotLetIn:
        wrong = parts_of(request).say(language_for(request, visit), "That code does not fit, or was used before.")
        return await asking(request, visit, 403, wrong)
    except TooManyTries as told:
        return await asking(request, visit, 429, wait_words(request, told.seconds))


@router.post("/passkey/options")
async def options(request: Request, visit: Visitor) -> Response:
    return to_show(request, "step_up", visit.sign_in, await people_of(request).credentials_of(visit.staff.id))


@router.post("/passkey/verify")
async def verified(request: Request, visit: Visitor, brought: Brought) -> Response:
    token, now = request.cookies[COOKIE], parts_of(request).clock()
    try:
        found = await shown(request, brought.credential, "step_up", visit.sign_in)
        opened = await people_of(request).step_up_with_passkey(
            visit, token, found.credential, found.sign_count, found.challenge, now
        )
    except NotLetIn as refusal:
        return refused(refusal)
    return welcome_script(opened, then_of(request))


async def asking(request: Request, visit: Visit, status: int = 200, wrong: str = "") -> Response:
    """With the ways she has."""
    return render(
        request,
        "step_up.html",
        status,
        visit=visit,
        alias=visit.staff.alias,
        ways=await people_of(request).ways(visit.staff.id),
        for_show=parts_of(request).demo and visit.way == "demo",
        then=request.query_params.get("then", ""),
        wrong=wrong,
    )
