"""The webhook: Telegram calls us. Only its own calls are heard, and 200 is said only after the update is durable."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from hashlib import sha256
from typing import Any

import orjson

from bot.telegram.api import parse
from bot.telegram.channel import press_answer
from bot.telegram.runner import Runner
from bot.telegram.updates import update_id
from helpline.receiving import NotNow

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

#: Bytes; Telegram's updates are a few thousand at most.
MOST_BYTES = 1 << 20
SECRET_HEADER = b"x-telegram-bot-api-secret-token"
JSON = (b"content-type", b"application/json")


def webhook_path(secret: str) -> str:
    """A path that says nothing and cannot be guessed; the token is never part of an address."""
    return f"/telegram/{hmac.new(secret.encode(), b'haven webhook path', sha256).hexdigest()[:32]}"


class Webhook:
    """An ASGI application for Telegram's calls: `path` is the only one that it answers with anything but 404."""

    def __init__(self, runner: Runner, secret: str) -> None:
        self._runner, self._secret = runner, secret.encode()
        self.path = webhook_path(secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if refused := self._refusal(scope):
            return await answer(send, refused)
        body = await _body(scope["headers"], receive)
        if body is None:
            return await answer(send, 413)
        try:
            payload = parse(body)
        except ValueError:
            return await answer(send, 400)
        if update_id(payload) is None:
            return await answer(send, 400)
        return await self._work_off(payload, send)

    def _refusal(self, scope: Scope) -> int | None:
        """The status of a call that is not Telegram's, before anything of its body is read; None for a good one."""
        given = [value for name, value in scope["headers"] if name == SECRET_HEADER]
        if not hmac.compare_digest(scope["path"].encode("utf-8", "surrogateescape"), self.path.encode()):
            return 404
        if scope["method"] != "POST":
            return 405
        if len(given) != 1:
            return 401
        if not hmac.compare_digest(bytes(given[0]), self._secret):
            return 403
        kinds = [value for name, value in scope["headers"] if name == JSON[0]]
        return None if kinds and kinds[0].split(b";")[0].strip().lower() == JSON[1] else 415

    async def _work_off(self, payload: Any, send: Send) -> None:
        incoming = self._runner.read(payload)
        if incoming is None:
            return await answer(send, 200)
        try:
            said = await self._runner.work_off(incoming)
        except NotNow:
            return await answer(send, 503, headers=((b"retry-after", b"1"),))
        if said is None or incoming.callback is None:
            return await answer(send, 200)
        call = {"method": "answerCallbackQuery"} | press_answer(incoming.callback, said)
        return await answer(send, 200, orjson.dumps(call), (JSON,))


async def _body(headers: Iterable[tuple[bytes, bytes]], receive: Receive) -> bytes | None:
    """All of the body; None when it is, or says it is, too long."""
    for name, value in headers:
        if name == b"content-length" and not (value.isdigit() and int(value) <= MOST_BYTES):
            return None
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BYTES or message["type"] == "http.disconnect":
            return None
        if not message.get("more_body"):
            return body


async def answer(send: Send, status: int, body: bytes = b"", headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """One short HTTP answer."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [length, *headers]})
    await send({"type": "http.response.body", "body": body})
