"""How an update reaches a bot: posted to its webhook over kept-open connections, or left for it to fetch."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

import httptools
import orjson

from benchmarks.bot_api import BotApi, Hook

#: Told of each update the bot has taken: the chat, and what went wrong or None.
Taken = Callable[[int, str | None], None]
#: Seconds after which a connection that rests is not used again; servers close theirs after five or more.
IDLE = 2.0


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
    """For a webhook: as many connections as the bot asked for, an update on each; more updates wait their turn. Where a
    bot has several processes, each has as many, and an update goes to whichever is free.

    A connection that was idle for long is replaced, not used: the bot may be closing it at this very moment.
    """

    def __init__(self, hooks: Sequence[Hook], api: BotApi, taken: Taken) -> None:
        self.hooks, self.api, self.taken = hooks, api, taken
        self.free: list[Line] = []
        self.queue: deque[tuple[int, bytes]] = deque()
        self.opening: set[asyncio.Task[None]] = set()

    async def open(self) -> Posted:
        await asyncio.gather(*(self.another(hook) for hook in self.hooks for _ in range(hook.connections)))
        random.shuffle(self.free)
        return self

    def deliver(self, chat: int, update: dict[str, Any]) -> None:
        self.queue.append((chat, orjson.dumps(update)))
        while self.free and self.queue:
            line = self.free.pop()
            if line.fresh():
                line.post(*self.queue.popleft())
            else:
                line.transport.close()
                task = asyncio.get_running_loop().create_task(self.another(line.hook))
                self.opening.add(task)
                task.add_done_callback(self.opening.discard)

    async def another(self, hook: Hook) -> None:
        parts = urlsplit(hook.url)
        host, port = parts.hostname or "127.0.0.1", parts.port or 80
        _, line = await asyncio.get_running_loop().create_connection(lambda: Line(self, hook), host, port)
        self.rest(line)

    def rest(self, line: Line) -> None:
        if self.queue:
            line.post(*self.queue.popleft())
        else:
            self.free.append(line)

    def done(self, line: Line, chat: int, status: int, body: bytes) -> None:
        self.rest(line)
        if status == 200 and body:
            call = orjson.loads(body)
            if "method" in call:
                self.api.call(call.pop("method"), call, lambda _: None)
        self.taken(chat, None if status == 200 else f"webhook answered {status}")


class Line(asyncio.Protocol):
    """One connection to the webhook, one update on it at a time."""

    def __init__(self, door: Posted, hook: Hook) -> None:
        parts = urlsplit(hook.url)
        self.door, self.hook = door, hook
        self.head = (
            f"POST {parts.path} HTTP/1.1\r\nhost: {parts.netloc}\r\ncontent-type: application/json\r\n"
            f"x-telegram-bot-api-secret-token: {hook.secret}\r\ncontent-length: "
        ).encode()
        self.transport: asyncio.Transport
        self.chat, self.body = 0, b""
        self.used = time.monotonic()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.parser = httptools.HttpResponseParser(self)

    def connection_lost(self, error: Exception | None) -> None:
        if self.chat:
            self.door.taken(self.chat, "connection lost")

    def fresh(self) -> bool:
        return not self.transport.is_closing() and time.monotonic() - self.used < IDLE

    def post(self, chat: int, body: bytes) -> None:
        self.chat, self.body, self.used = chat, b"", time.monotonic()
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
