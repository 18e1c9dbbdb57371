"""Signing in: by a passkey, or without any script by login, passphrase and code. One answer whatever was wrong."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from console.rendering import language_for, render
from console.signed_in import forget, found_visit, parts_of, people_of
from console.signing_in.answering import HOME, Brought, Typed, refused, wait_words, welcome, welcome_script
from console.signing_in.ceremonies import shown, to_show
from console.signing_in.devices import device_of
from helpline.people import NotLetIn, TooManyTries

router = APIRouter(include_in_schema=False)
PAGE = "/console/sign-in"


@router.get(PAGE)
async def page(request: Request) -> Response:
    """Whoever is in already goes on. A link from elsewhere comes without her cookie: then the page asks
    again by itself, from here, and with it."""
    if await found_visit(request):
        return RedirectResponse(HOME, 303)
    shown = render(request, "sign_in.html", login="", wrong="")
    if request.headers.get("sec-fetch-site") == "cross-site":
        shown.headers["refresh"] = f"0; url={PAGE}"
    return shown


@router.post(PAGE)
async def entered(request: Request, login: Typed = "", passphrase: Typed = "", code: Typed = "") -> Response:
    say, language = parts_of(request).say, language_for(request)
    try:
        opened = await people_of(request).sign_in(
            login, passphrase, code, parts_of(request).clock(), device_of(request)
        )
    except NotLetIn:
        wrong = say(language, "That did not fit together. Look at all three, and use a code that is new.")
        return render(request, "sign_in.html", 403, login=login, wrong=wrong)
    except TooManyTries as told:
        return render(request, "sign_in.html", 429, login=login, wrong=wait_words(request, told.seconds))
    return welcome(opened)


@router.post(f"{PAGE}/passkey/options")
async def options(request: Request) -> Response:
    return to_show(request, "sign_in", "")


@router.post(f"{PAGE}/passkey/verify")
async def verified(request: Request, brought: Brought) -> Response:
    people, now = people_of(request), parts_of(request).clock()
    try:
        found = await shown(request, brought.credential, "sign_in", "")
    except NotLetIn as refusal:
        await people.failed(now)
        return refused(refusal)
    try:
        opened = await people.sign_in_with_passkey(
            found.credential, found.sign_count, found.challenge, now, device_of(request)
        )
    except NotLetIn as refusal:
        return refused(refusal)
    return welcome_script(opened)


@router.get("/console/sign-out")
async def leaving(request: Request) -> Response:
    """A page with the button, for who has no script."""
    visit = await found_visit(request, passing=True)
    return render(request, "sign_out.html", visit=visit) if visit else RedirectResponse(PAGE, 303)


@router.post("/console/sign-out")
async def left(request: Request) -> Response:
    visit = await found_visit(request, passing=True)
    if visit:
        await people_of(request).sign_out(visit.sign_in, visit.staff.id, parts_of(request).clock())
    answered = RedirectResponse(PAGE, 303)
    forget(answered)
    return answered
