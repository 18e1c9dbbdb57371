"""Joining by a link: she chooses a passkey, or a passphrase with codes. Looking at the link does not use it up."""

from __future__ import annotations

import io

import segno
from fastapi import APIRouter, Request
from starlette.responses import Response

from console.rendering import error_page, language_for, render
from console.signed_in import parts_of, people_of
from console.signing_in.answering import Brought, Typed, refused, wait_words, welcome, welcome_script
from console.signing_in.ceremonies import made, to_make
from console.signing_in.devices import device_of
from helpline.errors import BadAsk
from helpline.people import Invitation, LinkGone, Naming, NotLetIn, TooManyTries, alias_of, app_address, login_of

router = APIRouter(prefix="/console/join/{token}", include_in_schema=False)


async def invitation_of(request: Request, token: str) -> Invitation:
    """Raises LinkGone."""
    found = await people_of(request).open_invitation(token[:100], parts_of(request).clock())
    if found is None:
        raise LinkGone
    return found


@router.get("")
async def page(request: Request, token: str) -> Response:
    try:
        return joining_page(request, token, await invitation_of(request, token))
    except LinkGone:
        return error_page(request, 410, "link_gone")


@router.get("/picture.svg")
async def picture(request: Request, token: str) -> Response:
    """What an authenticator app reads instead of the letters. The first admin has no login yet."""
    try:
        found = await invitation_of(request, token)
    except LinkGone:
        return Response(status_code=410)
    address = app_address(found.seed, found.login or "haven", parts_of(request).operator)
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=3, light="#fff")
    return Response(drawn.getvalue(), media_type="image/svg+xml")


@router.post("")
async def joined(
    request: Request,
    token: str,
    login: Typed = "",
    alias: Typed = "",
    passphrase: Typed = "",
    code: Typed = "",
) -> Response:
    try:
        found = await invitation_of(request, token)
    except LinkGone:
        return error_page(request, 410, "link_gone")
    try:
        opened = await people_of(request).join_with_passphrase(
            token, passphrase, code, parts_of(request).clock(), naming(found, login, alias), device_of(request)
        )
    except BadAsk as told:
        field, why = str(told.about.get("field", "")), str(told.about.get("why", ""))
        wrong = what_is_wrong(request, field, why)
        return joining_page(request, token, found, 422, field=field, wrong=wrong, login=login, alias=alias)
    except TooManyTries as told:
        wrong = wait_words(request, told.seconds)
        return joining_page(request, token, found, 429, wrong=wrong, login=login, alias=alias)
    except LinkGone:
        return error_page(request, 410, "link_gone")
    return welcome(opened)


@router.post("/passkey/options")
async def options(request: Request, token: str, wish: Brought) -> Response:
    """Raises BadAsk where the first admin's login or alias cannot be."""
    try:
        found = await invitation_of(request, token)
    except LinkGone as refusal:
        return refused(refusal)
    named = naming(found, wish.login, wish.alias) or Naming(found.login, found.alias)
    return to_make(request, "join", found.id, found.staff_id, named.login, named.alias)


@router.post("/passkey/verify")
async def verified(request: Request, token: str, brought: Brought) -> Response:
    try:
        found = await invitation_of(request, token)
        device = device_of(request)
        new, challenge = made(request, brought.credential, "join", found.id, device)
        named = naming(found, brought.login, brought.alias)
        opened = await people_of(request).join_with_passkey(
            token, new, challenge, parts_of(request).clock(), named, device
        )
    except (LinkGone, NotLetIn) as refusal:
        return refused(refusal)
    return welcome_script(opened)


def naming(found: Invitation, login: str, alias: str) -> Naming | None:
    """The first admin says who she is to be; for everybody else that is known. Raises BadAsk."""
    return Naming(login_of(login), alias_of(alias)) if found.kind == "first" else None


def joining_page(
    request: Request,
    token: str,
    found: Invitation,
    status: int = 200,
    *,
    field: str = "",
    wrong: str = "",
    login: str = "",
    alias: str = "",
) -> Response:
    letters = " ".join(found.seed[at : at + 4] for at in range(0, len(found.seed), 4))
    return render(
        request,
        "join.html",
        status,
        token=token,
        kind=found.kind,
        login=login or found.login,
        alias=alias or found.alias,
        letters=letters,
        field=field,
        wrong=wrong,
    )


def what_is_wrong(request: Request, field: str, why: str) -> str:
    say, language = parts_of(request).say, language_for(request)
    if field == "login":
        return say(language, "A login has 2 to 40 small letters or digits, with dots, dashes or underscores between.")
    if field == "alias":
        return say(language, "The alias is what people read: 1 to 40 letters.")
    if field == "code":
        return say(language, "This code does not fit. Wait for the next one in your app and type that.")
    if why == "short":
        return say(language, "A passphrase has 12 characters or more. Four words in a row are easy to remember.")
    if why == "long":
        return say(language, "That is longer than a passphrase can be: 256 characters at most.")
    if why == "login":
        return say(language, "There is too much of your login in it. Choose other words.")
    return say(language, "Many people choose this one, so it is guessed first. Choose other words.")
