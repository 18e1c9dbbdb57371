"""The control side: phones, clock, weather and ledger over HTTP, for the phone page and for other processes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from emulator.api.profile import commands_for, description_for
from emulator.door import may_enter
from emulator.live import live
from emulator.phone import Phone
from emulator.screen import picture

if TYPE_CHECKING:
    from emulator.server import Emulator

_PAGE = Path(__file__).parent / "page"
_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        b"img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


def answer(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body, default=str), status, media_type="application/json")


def _emulator(request: Request) -> Emulator:
    emulator: Emulator = request.app.state.emulator
    return emulator


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    body = orjson.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise TypeError("expected a JSON object")
    return body


async def clock(request: Request) -> Response:
    """GET says the time, and how fast it runs; POST {"move": seconds} moves it forward."""
    emulator = _emulator(request)
    if request.method == "POST":
        emulator.clock.move(timedelta(seconds=float((await _body(request))["move"])))
        emulator.telegram.news.tell("clock")
    return answer({"now": emulator.clock.now().isoformat(), "speed": emulator.clock.speed})


async def bot(request: Request) -> Response:
    telegram = _emulator(request).telegram
    return answer({"name": telegram.bot.name_in(""), "username": telegram.bot.username})


async def phones(request: Request) -> Response:
    """GET lists the phones; POST {"language", "name"} makes one."""
    emulator = _emulator(request)
    if request.method == "POST":
        body = await _body(request)
        phone = emulator.phone(body.get("language"), body.get("name"))
        return answer(_picture(emulator, phone), 201)
    return answer([_picture(emulator, one) for one in emulator.phones.values()])


async def one_phone(request: Request) -> Response:
    emulator = _emulator(request)
    return answer(_picture(emulator, emulator.phones[request.path_params["phone"]]))


def _picture(emulator: Emulator, phone: Phone) -> dict[str, Any]:
    return picture(emulator.telegram, phone.chat) | {
        "commands": commands_for(emulator.telegram, phone.chat.language),
        "about": description_for(emulator.telegram, phone.chat.language),
    }


async def act(request: Request) -> Response:
    """POST: a thumb does something. The body holds the words of the method of the same name."""
    emulator = _emulator(request)
    phone = emulator.phones[request.path_params["phone"]]
    verb = request.path_params["verb"]
    if verb not in _VERBS:
        return answer({"error": f"no such thing to do; choose from {sorted(_VERBS)}"}, 404)
    result = await _VERBS[verb](phone, await _body(request))
    return answer({"done": verb, "result": result})


async def file(request: Request) -> Response:
    """GET: a file that stands in a chat, to be saved."""
    telegram = _emulator(request).telegram
    phone = _emulator(request).phones[request.path_params["phone"]]
    message = telegram.message(phone.chat, request.path_params["message"])
    document = message.content.get("document") if message is not None else None
    if document is None:
        raise LookupError("no file stands there")
    name = quote(document["file_name"])
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(telegram.files[document["file_id"]][1], media_type="application/octet-stream", headers=headers)


async def _open(phone: Phone, body: dict[str, Any]) -> str:
    return phone.opens_button(body["message_id"], body["label"])


_VERBS: dict[str, Callable[[Phone, dict[str, Any]], Awaitable[Any]]] = {
    "say": lambda phone, body: phone.says(body["text"], reply_to=body.get("reply_to")),
    "press": lambda phone, body: (
        phone.presses_button(body["message_id"], body["data"]) if "data" in body else phone.presses(body["label"])
    ),
    "open": _open,
    "send": lambda phone, body: phone.sends(body["kind"], caption=body.get("caption", ""), album=body.get("album")),
    "edit": lambda phone, body: phone.edits(body["message_id"], body["text"]),
    "react": lambda phone, body: phone.reacts(body["message_id"], body.get("emoji")),
    "forward": lambda phone, body: phone.forwards(body["text"], from_name=body.get("from_name", "Someone else")),
    "block": lambda phone, _: phone.blocks(),
    "unblock": lambda phone, _: phone.unblocks(),
}


async def faults(request: Request) -> Response:
    """GET reads the script, POST adds a line (the words of Faults.add), DELETE clears it."""
    script = _emulator(request).faults
    if request.method == "POST":
        script.add(**await _body(request))
    elif request.method == "DELETE":
        script.clear()
    names = ("kind", "method", "chat_id", "times", "after", "hits")
    return answer([{name: getattr(line, name) for name in names} for line in script.lines])


async def ledger(request: Request) -> Response:
    """Entries with a seq above ?after=."""
    entries = _emulator(request).ledger
    names = ("seq", "at", "method", "chat_id", "params", "ok", "error_code", "message_id", "fate", "via")
    after = int(request.query_params.get("after", 0))
    return answer([{name: getattr(entry, name) for name in names} for entry in entries[after:]])


async def updates(request: Request) -> Response:
    """GET lists the updates with an id above ?after=; POST queues any update body."""
    emulator = _emulator(request)
    if request.method == "POST":
        return answer({"update_id": emulator.raw_update(await _body(request)).update_id}, 201)
    names = ("update_id", "chat_id", "payload", "confirmed_at", "attempts", "dropped")
    after = int(request.query_params.get("after", 0))
    return answer([{name: getattr(one, name) for name in names} for one in emulator.updates if one.update_id > after])


async def events(request: Request) -> Response:
    return live(_emulator(request).telegram.news)


async def _missing(_: Request, problem: Exception) -> Response:
    return answer({"error": f"not found: {problem}"}, 404)


async def _wrong(_: Request, problem: Exception) -> Response:
    return answer({"error": str(problem)}, 409 if isinstance(problem, RuntimeError) else 400)


def make_control(emulator: Emulator) -> ASGIApp:
    """The page at / and the control endpoints under /emulator/."""
    app = Starlette(
        routes=[
            Route("/emulator/clock", clock, methods=["GET", "POST"]),
            Route("/emulator/bot", bot),
            Route("/emulator/phones", phones, methods=["GET", "POST"]),
            Route("/emulator/phones/{phone:int}", one_phone),
            Route("/emulator/phones/{phone:int}/files/{message:int}", file),
            Route("/emulator/phones/{phone:int}/{verb}", act, methods=["POST"]),
            Route("/emulator/faults", faults, methods=["GET", "POST", "DELETE"]),
            Route("/emulator/ledger", ledger),
            Route("/emulator/updates", updates, methods=["GET", "POST"]),
            Route("/emulator/events", events),
            Mount("/", StaticFiles(directory=_PAGE, html=True)),
        ],
        exception_handlers={LookupError: _missing, ValueError: _wrong, TypeError: _wrong, RuntimeError: _wrong},
    )
    app.state.emulator = emulator

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        if not may_enter(scope, may_look=True):
            return await answer({"error": "only from this machine"}, 403)(scope, receive, with_headers)
        return await app(scope, receive, with_headers)

    return guarded
