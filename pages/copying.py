"""The page on which she chooses a passphrase and gets the file; what opens it never reaches an address or a log."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from helpline.contact import Words
from helpline.errors import NoSuchCase
from helpline.hers import passphrase
from pages.making import Copy
from pages.parts import PageParts
from pages.rendering import refused, render

#: One and the same for spent, too old, unknown and erased.
NOT_GOOD = (410, "not_good")


async def page(request: Request) -> HTMLResponse:
    return render(request, "copy.html", shortest=passphrase.SHORTEST, longest=passphrase.LONGEST)


async def make(request: Request) -> Response:
    """The file, as something to save; the leave to fetch it is spent just before it goes."""
    parts: PageParts = request.app.state.parts
    try:
        asked = await _asked(request)
    except ClientDisconnect:
        return refused(400, "bad_ask")
    if asked is None:
        return refused(422, "bad_ask")
    secret, phrase = asked
    case_id = await parts.store.ticket(secret, "copy", parts.clock())
    counted = parts.guesses if case_id is None else parts.makings
    if not counted.may(parts.clock()):
        return refused(429, "too_many")
    copy = None if case_id is None else await _copy(parts, case_id, phrase)
    if copy is None or await _is_gone(request) or not await parts.store.fetched(secret, parts.clock()):
        return refused(*NOT_GOOD)
    named = {"content-disposition": f'attachment; filename="{copy.name}"'}
    return Response(copy.content, media_type="application/pdf", headers=named)


async def _copy(parts: PageParts, case_id: str, phrase: Words) -> Copy | None:
    """None: it was erased in this moment."""
    try:
        everything = await parts.store.everything(case_id)
    except NoSuchCase:
        return None
    return await parts.press.make(everything, phrase, parts.house(), parts.clock())


async def _asked(request: Request) -> tuple[str, Words] | None:
    """The secret and the passphrase; None where either cannot be one."""
    try:
        told: Any = orjson.loads(await request.body())
        secret, typed = told["secret"], told["passphrase"]
    except (ValueError, KeyError, TypeError):
        return None
    if not (isinstance(secret, str) and isinstance(typed, str)):
        return None
    phrase = passphrase.as_typed(typed)
    fits = not (passphrase.too_short(phrase) or passphrase.too_long(phrase))
    return (secret, Words(phrase)) if fits and 0 < len(secret) <= 200 else None


async def _is_gone(request: Request) -> bool:
    """Whether the line was cut meanwhile: then nothing is spent on it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.01):
            return bool((await request.receive())["type"] == "http.disconnect")
    return False
