"""The page on which she makes hashes on her own device, and all that it may ask of the house: one address for all.

To whatever is not good there is one answer, byte for byte, so that nobody learns anything by trying.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, Response

from helpline.adults import CHILD_FOCUS
from helpline.errors import NoMoreFiles, NoSuchCase, NoSuchPage, Refusal
from helpline.keeping import MOST_ITEMS
from helpline.on_device.gate import gate
from helpline.on_device.leave import Leave, PageUse
from helpline.on_device.made import Sending
from helpline.on_device.sent import kept, some_minor
from helpline.ports import Changes, DecideCase, House, Loaded
from helpline.reception import PAGE, open_case
from pages import wire
from pages.parts import PageParts
from pages.rendering import refused, render

#: The page's own files, and what they are.
FILES = {
    "shut.js": "text/javascript",
    "page.js": "text/javascript",
    "worker.js": "text/javascript",
    "page.css": "text/css",
}
#: One and the same for spent, too old, unknown, forged, locked, erased, and what is no question at all.
NOT_GOOD = (401, "not_good")
#: The gate is shut: not everyone is known to be an adult, or her consent is taken back.
NOT_NOW, TOO_MANY = (409, "not_now"), (429, "too_many")
Look = Callable[[], Awaitable[Loaded | None]]
Take = Callable[[], Awaitable[Leave | None]]


# ── what a browser shows ──────────────────────────────────────────────────────────────────────────────────────────
async def page(request: Request) -> HTMLResponse:
    """With the card of Child Focus in every language: to be shown it, nobody needs the line."""
    parts: PageParts = request.app.state.parts
    book, now = parts.house().directory, parts.clock()
    cards = {one: book.card(CHILD_FOCUS, one, now, parts.say).lines for one in parts.languages}
    return render(request, "hashes.html", child_focus=cards)


async def file(request: Request) -> Response:
    """Only these: what else may lie in that folder is nobody's."""
    parts: PageParts = request.app.state.parts
    name = request.path_params["name"]
    if name not in FILES or not (parts.dist / name).is_file():
        return refused(404, "not_found")
    return FileResponse(parts.dist / name, media_type=FILES[name])


# ── what it asks ──────────────────────────────────────────────────────────────────────────────────────────────────
async def act(request: Request) -> Response:
    parts: PageParts = request.app.state.parts
    try:
        asked = wire.read(await request.body())
    except ClientDisconnect:
        return refused(400, "bad_ask")
    now = parts.clock()
    try:
        told = await (opened(parts, asked, now) if isinstance(asked, wire.Open) else done(parts, asked, now))
    except (NoSuchPage, NoSuchCase):
        return refused(*(NOT_GOOD if parts.guesses.may(now) else TOO_MANY))
    except Refusal as error:
        return refused(*REFUSALS.get(type(error), NOT_NOW))
    return Response(orjson.dumps(told), media_type="application/json")


class TooOften(Refusal):
    """One page asks and asks."""


class BadHashes(Refusal):
    """What it sent is not what a page of ours sends."""


REFUSALS: Mapping[type[Refusal], tuple[int, str]] = {
    TooOften: TOO_MANY,
    BadHashes: (422, "bad_hashes"),
    NoMoreFiles: (409, "no_more"),
}


async def opened(parts: PageParts, asked: wire.Open, now: datetime) -> dict[str, Any]:
    """Nothing is spent where the page may not open. Raises NoSuchPage, NotAdult, NoConsent, TooOften."""
    look, take = ways_in(parts, asked, now)
    loaded = await look()
    if loaded is None or loaded.case is None:
        raise NoSuchPage
    spare(parts, loaded.case.id, now)
    gate(loaded, now)
    leave = await take()
    if leave is None:
        raise NoSuchPage
    seconds = int((leave.until - now).total_seconds())
    # As in her chat, whatever her browser is set to.
    language = loaded.session.language if loaded.session else loaded.case.language
    return {"session": leave.session.plain, "files": leave.files, "seconds": seconds, "language": language}


def ways_in(parts: PageParts, asked: wire.Open, now: datetime) -> tuple[Look, Take]:
    """How to look whom it would open for, and how to open it. Raises NoSuchPage."""
    store = parts.store
    if asked.secret is not None:
        secret = asked.secret.plain
        return partial(store.page_asked, secret, now), partial(store.open_page, secret, now)
    launched = parts.launched(asked.launch.plain, now) if asked.launch else None
    if launched is None:
        raise NoSuchPage
    her = launched.address
    return partial(store.page_asked_of, her, now), partial(
        store.open_page_of, her, launched.digest, launched.until, now
    )


async def done(parts: PageParts, asked: wire.Keep | wire.Minor | wire.Again | None, now: datetime) -> dict[str, Any]:
    """Raises whatever stands in its way; then nothing has happened."""
    leave = await parts.store.page_of(asked.session, now) if asked else None
    if asked is None or leave is None:
        raise NoSuchPage
    spare(parts, leave.case_id, now)
    if isinstance(asked, wire.Keep):
        return await keep(parts, leave, asked)
    if isinstance(asked, wire.Minor):
        await parts.act(leave.case_id, using(some_minor(asked.fact), PageUse(leave.session, ends=True)))
        return {}
    secret = await parts.store.move_page(leave.session, now)
    if secret is None:
        raise NoSuchPage
    return {"secret": secret.plain}


def spare(parts: PageParts, case_id: str, now: datetime) -> None:
    if not parts.acts.may(case_id, now):
        raise TooOften


# ── what is kept ──────────────────────────────────────────────────────────────────────────────────────────────────
async def keep(parts: PageParts, leave: Leave, asked: wire.Keep) -> dict[str, Any]:
    """All of them or none: what finds no room is still on her page. The answer is the same whether the case holds them
    already or not, and so is what it costs: whoever finds her page open learns nothing by sending a picture of his."""
    if asked.files is None:
        raise BadHashes
    sending = Sending(asked.files, asked.attempt)

    def decide(loaded: Loaded, now: datetime, house: House) -> Changes:
        case = gate(loaded, now)
        if sending.came(case):
            return open_case(loaded, PAGE, now, house).changes()
        if len(case.items) + sending.hashes > MOST_ITEMS:
            raise NoMoreFiles
        return using(kept(sending), PageUse(leave.session, len(sending.files)))(loaded, now, house)

    await parts.act(leave.case_id, decide)
    after = await parts.store.page_of(leave.session, parts.clock())
    return {"kept": sending.hashes, "files": after.files if after else 0}


def using(decide: DecideCase, use: PageUse) -> DecideCase:
    """The same, where the page may do it still."""

    def decided(loaded: Loaded, now: datetime, house: House) -> Changes:
        return replace(decide(loaded, now, house), used=use)

    return decided
