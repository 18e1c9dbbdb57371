"""A fast Bot API for benchmarks: answers every call at once and tells the driver what the bot said.

It checks nothing (the emulator does that); it exists so that what is measured is the bot.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs

import httptools
import orjson

Heard = Callable[[int, dict[str, Any]], None]
Respond = Callable[[bytes], None]
ME = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
NO_WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
SAYING = frozenset({"sendMessage", "editMessageText"})


@dataclass(frozen=True)
class Hook:
    """The webhook a bot asked for; `connections` that may be open at once, as it asked or Telegram's 40."""

    url: str
    secret: str
    connections: int


class Waiting:
    """Updates for a bot that polls: kept until an offset confirms them, and the one question held open."""

    def __init__(self) -> None:
        self.updates: deque[tuple[int, bytes]] = deque()
        self.asked: tuple[Respond, int, asyncio.TimerHandle] | None = None

    def push(self, update: dict[str, Any]) -> None:
        """More that is pushed in the same turn of the loop leaves in the same answer."""
        self.updates.append((update["update_id"], orjson.dumps(update)))
        if self.asked is not None and len(self.updates) == 1:
            asyncio.get_running_loop().call_soon(self.answer)

    def ask(self, offset: int, limit: int, timeout: float, respond: Respond) -> None:
        """getUpdates, as Telegram does it: an offset confirms all below it; what is not confirmed comes again."""
        while self.updates and self.updates[0][0] < offset:
            self.updates.popleft()
        self.answer()  # an older question is overtaken
        loop = asyncio.get_running_loop()
        wait = 0 if self.updates else timeout
        self.asked = (respond, limit, loop.call_later(wait, self.answer))

    def answer(self) -> None:
        if self.asked is not None:
            respond, limit, timer = self.asked
            self.asked = None
            timer.cancel()
            found = [body for _, body in list(self.updates)[:limit]]
            respond(b'{"ok":true,"result":[%b]}' % b",".join(found))


class BotApi:
    """What one bot calls. `heard` is told of each message; `ready` is the webhook it asks for, None when it polls."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.ready: asyncio.Future[Hook | None] = asyncio.get_running_loop().create_future()
        self.waiting = Waiting()
        self.message = 0
        self.calls = 0

    def expect(self) -> None:
        """Another process is started beside; `ready` is its webhook now."""
        self.ready = asyncio.get_running_loop().create_future()

    def call(self, method: str, body: dict[str, Any], respond: Respond) -> None:
        """One call; the HTTP body of its answer goes to `respond`, for getUpdates perhaps later."""
        self.calls += 1
        if method == "getUpdates":
            self._is_ready(None)
            offset, limit, timeout = (int(body.get(name) or 0) for name in ("offset", "limit", "timeout"))
            self.waiting.ask(offset, limit or 100, timeout, respond)
            return
        respond(orjson.dumps({"ok": True, "result": self._result(method, body)}))

    def _result(self, method: str, body: dict[str, Any]) -> Any:
        if method in SAYING:
            return self._said(body)
        if method == "setWebhook":
            self._is_ready(Hook(body["url"], body.get("secret_token", ""), int(body.get("max_connections") or 40)))
        if method == "editMessageReplyMarkup":
            return self._message(int(body["chat_id"]), int(body["message_id"]), "")
        return {"getMe": ME, "getWebhookInfo": NO_WEBHOOK}.get(method, True)

    def _said(self, body: dict[str, Any]) -> dict[str, Any]:
        self.message += 1
        chat = int(body["chat_id"])
        self.heard(chat, {**body, "message_id": self.message})
        return self._message(chat, self.message, body["text"])

    def _message(self, chat: int, number: int, text: str) -> dict[str, Any]:
        place = {"id": chat, "type": "private", "first_name": "B"}
        return {"message_id": number, "date": int(time.time()), "chat": place, "text": text}

    def _is_ready(self, hook: Hook | None) -> None:
        if not self.ready.done():
            self.ready.set_result(hook)


class Wire(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as little of it as a bot's client needs."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.parser = httptools.HttpRequestParser(self)
        self.transport: asyncio.Transport
        self.url, self.kind, self.body = b"", b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is one by shape, not by class

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_begin(self) -> None:
        self.url, self.kind, self.body = b"", b"", b""

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"content-type":
            self.kind = value

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        method = self.url.rsplit(b"/", 1)[-1].split(b"?")[0].decode()
        self.api.call(method, self.parameters(), self.respond)

    def respond(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(answer)
            self.transport.write(head + answer)

    def parameters(self) -> dict[str, Any]:
        if self.kind.startswith(b"application/json"):
            body: dict[str, Any] = orjson.loads(self.body) if self.body else {}
            return body
        plain: dict[str, Any] = {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        if "reply_markup" in plain:
            plain["reply_markup"] = orjson.loads(plain["reply_markup"])
        return plain


async def serve(api: BotApi, port: int) -> asyncio.Server:
    return await asyncio.get_running_loop().create_server(lambda: Wire(api), "127.0.0.1", port)
