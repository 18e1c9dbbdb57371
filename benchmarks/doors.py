"""How an update reaches a bot: posted to its webhook over kept-open connections, or left for it to fetch."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

import httptools
import orjson

from benchmarks.bot_api import BotApi, Hook

#: Told of each update the bot has taken: the chat, and what went wrong or None.
Taken = Callable[[int, str | None], None]


class Door(Protocol):
    def deliver(self, chat: int, update: dict[str, Any]) -> None: ...


class Fetched:
    """For polling: the next update of a chat may follow as soon as the answer to the last one is there."""

    def __init__(self, api: BotApi, taken: Taken) -> None:
        self.api, self.taken = api, taken

    def deliver(self, chat: int, update: dict[str, Any]) -> None:
        self.api.waiting.push(update)
        self.taken(chat, None)


class Posted:
    """For a webhook: as many connections as the bot asked for, an update on each; more updates wait their turn."""

    def __init__(self, hook: Hook, api: BotApi, taken: Taken) -> None:
        self.hook, self.api, self.taken = hook, api, taken
        self.free: list[Line] = []
        self.queue: deque[tuple[int, bytes]] = deque()

    async def open(self) -> Posted:
        parts = urlsplit(self.hook.url)
        loop = asyncio.get_running_loop()
        for _ in range(self.hook.connections):
            _, line = await loop.create_connection(lambda: Line(self), parts.hostname or "127.0.0.1", parts.port or 80)
            self.free.append(line)
        return self

    def deliver(self, chat: int, update: dict[str, Any]) -> None:
        body = orjson.dumps(update)
        if self.free:
            self.free.pop().post(chat, body)
        else:
            self.queue.append((chat, body))

    def done(self, line: Line, chat: int, status: int, body: bytes) -> None:
        if self.queue:
            line.post(*self.queue.popleft())
        else:
            self.free.append(line)
        if status == 200 and body:
            call = orjson.loads(body)
            if "method" in call:
                self.api.call(call.pop("method"), call, lambda _: None)
        self.taken(chat, None if status == 200 else f"webhook answered {status}")


class Line(asyncio.Protocol):
    """One connection to the webhook, one update on it at a time."""

    def __init__(self, door: Posted) -> None:
        parts = urlsplit(door.hook.url)
        self.door = door
        self.head = (
            f"POST {parts.path} HTTP/1.1\r\nhost: {parts.netloc}\r\ncontent-type: application/json\r\n"
            f"x-telegram-bot-api-secret-token: {door.hook.secret}\r\ncontent-length: "
        ).encode()
        self.transport: asyncio.Transport
        self.chat, self.body = 0, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.parser = httptools.HttpResponseParser(self)

    def connection_lost(self, error: Exception | None) -> None:
        if self.chat:
            self.door.taken(self.chat, "connection lost")

    def post(self, chat: int, body: bytes) -> None:
        self.chat, self.body = chat, b""
        self.transport.write(self.head + b"%d\r\n\r\n" % len(body) + body)

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        chat, self.chat = self.chat, 0
        status = self.parser.get_status_code()
        self.parser = httptools.HttpResponseParser(self)
        self.door.done(self, chat, status, self.body)
