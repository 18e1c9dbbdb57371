"""A browser as the house sees it: one connection that asks and is answered, and one that stays open for news."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import httptools
import orjson

#: A piece of news as it came, and when.
Heard = Callable[["Live", bytes, float], None]


@dataclass(frozen=True)
class Answer:
    """`took`: milliseconds from the first byte asked to the last one answered."""

    status: int
    body: bytes
    took: float

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


class Connection(asyncio.Protocol):
    """HTTP/1.1 to the console, signed in by a token."""

    def __init__(self, origin: str, token: str) -> None:
        self.origin, self.token = origin, token
        self.transport: asyncio.Transport
        self.parser: httptools.HttpResponseParser

    async def connect(self) -> None:
        parts = urlsplit(self.origin)
        await asyncio.get_running_loop().create_connection(lambda: self, parts.hostname or "", parts.port or 80)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def request(self, method: str, path: str, body: bytes = b"") -> None:
        self.parser = httptools.HttpResponseParser(self)
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: {urlsplit(self.origin).netloc}\r\norigin: {self.origin}\r\n"
            f"cookie: __Host-haven={self.token}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        self.transport.write(head.encode() + body)

    def close(self) -> None:
        self.transport.close()


class Asking(Connection):
    """One question at a time."""

    def __init__(self, origin: str, token: str) -> None:
        super().__init__(origin, token)
        self.body = bytearray()
        self.began = 0.0
        self.answered: asyncio.Future[Answer]

    async def get(self, path: str) -> Answer:
        return await self.ask("GET", path)

    async def post(self, path: str, about: object) -> Answer:
        return await self.ask("POST", path, orjson.dumps(about))

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Raises RuntimeError where it is refused."""
        self.answered = asyncio.get_running_loop().create_future()
        self.body.clear()
        self.began = time.perf_counter()
        self.request(method, path, body)
        async with asyncio.timeout(30):
            answer = await self.answered
        if answer.status != 200:
            raise RuntimeError(f"{method} {path.split('?')[0]} was answered {answer.status}: {answer.body[:200]!r}")
        return answer

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        took = (time.perf_counter() - self.began) * 1e3
        if not self.answered.done():  # whoever asked may have gone
            self.answered.set_result(Answer(self.parser.get_status_code(), bytes(self.body), took))

    def connection_lost(self, error: Exception | None) -> None:
        if self.began and not self.answered.done():
            self.answered.set_exception(ConnectionError("the connection was lost"))


class Live(Connection):
    """The open line of one console."""

    def __init__(self, origin: str, token: str, heard: Heard) -> None:
        super().__init__(origin, token)
        self.heard = heard
        self.rest = b""
        self.resets = 0
        self.opened = asyncio.get_running_loop().create_future()

    async def open(self) -> Live:
        """Until it said hello."""
        await self.connect()
        self.request("GET", "/console/api/live")
        async with asyncio.timeout(30):
            await self.opened
        return self

    def on_body(self, body: bytes) -> None:
        now = time.perf_counter()
        *whole, self.rest = (self.rest + body).split(b"\n\n")
        for event in whole:
            if event.startswith(b"event: news"):
                self.heard(self, event.partition(b"data: ")[2], now)
            elif event.startswith(b"event: reset"):
                self.resets += 1
            elif event.startswith(b"event: hello") and not self.opened.done():
                self.opened.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("the line was refused"))
