"""A fast Bot API for benchmarks: answers every call at once and tells the driver what the bot said.

It checks nothing (the emulator does that); it exists so that what is measured is the bot.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import parse_qs

import httptools
import orjson

Heard = Callable[[int, dict[str, Any]], None]
QUICK = {
    "answerCallbackQuery",
    "setMyCommands",
    "deleteMessages",
    "deleteMessage",
    "sendChatAction",
    "deleteWebhook",
    "close",
}


class BotApi:
    """What one bot calls. `webhook` is the (url, secret) it asked for; `heard` is told of each message it sends."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.webhook: asyncio.Future[tuple[str, str]] = asyncio.get_running_loop().create_future()
        self.message = 0
        self.calls = 0

    def call(self, method: str, body: dict[str, Any]) -> bytes:
        """The answer to one call, as the HTTP body."""
        self.calls += 1
        if method in ("sendMessage", "editMessageText"):
            self.message += 1
            chat = int(body["chat_id"])
            self.heard(chat, {**body, "message_id": self.message})
            told = {
                "message_id": self.message,
                "date": int(time.time()),
                "chat": {"id": chat, "type": "private"},
                "text": body["text"],
            }
            return orjson.dumps({"ok": True, "result": told})
        if method == "setWebhook" and not self.webhook.done():
            self.webhook.set_result((body["url"], body.get("secret_token", "")))
        result: Any = True
        if method == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
        elif method == "getWebhookInfo":
            result = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        return orjson.dumps({"ok": True, "result": result})


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
        answer = self.api.call(method, self.parameters())
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
