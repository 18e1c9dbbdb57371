"""The Bot API as HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from emulator.calls import Calls, Reply
from emulator.door import may_enter
from emulator.errors import ApiError, forbidden
from emulator.ledger import Entry
from emulator.wire import read_raw

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_MAX_BODY = 50 * 1024 * 1024
_TOKEN = re.compile(r"\d+:[\w-]+")


class BotApi:
    """A plain ASGI application, kept lean: a busy bot calls it thousands of times a second."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._token = calls.telegram.token
        self._hanging: set[asyncio.Transport] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if not may_enter(scope, may_look=False):
            return await _send(send, Reply(403, orjson.dumps(forbidden("only from this machine").body())))
        if path.startswith("/file/bot"):
            return await self._file(path, send)
        token, _, method = path.removeprefix("/bot").partition("/")
        try:
            self._check(token)
            raw = await self._read(scope, receive)
        except ApiError as refused:
            return await _send(send, Reply(refused.code, orjson.dumps(refused.body())))
        reply = await self._calls.answer(method.removeprefix("test/"), raw)
        if reply.body is None:
            return await self._hang_up(scope["emulator.transport"], receive, reply)
        return await _send(send, reply)

    def close(self) -> None:
        """Cut the lines that a fault left hanging."""
        for transport in self._hanging:
            transport.abort()

    async def _hang_up(self, transport: asyncio.Transport, receive: Receive, reply: Reply) -> None:
        """No answer: cut the line, or leave it open until the bot gives up."""
        if reply.hang:
            self._hanging.add(transport)
        else:
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
        self._hanging.discard(transport)

    def _check(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self._token:
            raise ApiError(401, "Unauthorized")

    async def _read(self, scope: Scope, receive: Receive) -> dict[str, Any]:
        headers = dict(scope["headers"])
        body, more = b"", scope["method"] == "POST"
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > _MAX_BODY:
                raise ApiError(413, "Request Entity Too Large")
        return read_raw(scope["query_string"], headers.get(b"content-type", b""), body)

    async def _file(self, path: str, send: Send) -> None:
        token, _, wanted = path.removeprefix("/file/bot").partition("/")
        telegram = self._calls.telegram
        found = next((content for name, content in telegram.files.values() if name == wanted), None)
        is_ok = token == self._token and found is not None
        telegram.ledger.append(
            Entry(
                len(telegram.ledger) + 1,
                telegram.clock.now(),
                "download",
                None,
                {"file_path": wanted},
                ok=is_ok,
                error_code=None if is_ok else 404,
            )
        )
        if found is None or not is_ok:
            return await _send(send, Reply(404, orjson.dumps(ApiError(404, "Not Found").body())))
        return await _send(send, Reply(200, found), b"application/octet-stream")


async def _send(send: Send, reply: Reply, kind: bytes = b"application/json") -> None:
    body = reply.body or b""
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), (b"x-content-type-options", b"nosniff")]
    if reply.retry_after is not None:
        headers.append((b"retry-after", str(reply.retry_after).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
