"""News as it happens, for the phone page: server-sent events with ids only, never content of a chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from starlette.responses import StreamingResponse

from emulator.news import News

_HEARTBEAT = 15.0
_SHOWN = frozenset({"everything", "chats", "chat", "typing", "answer", "bot", "clock"})


async def _stream(news: News) -> AsyncIterator[bytes]:
    page = news.open_page()
    try:
        yield b"retry: 1000\n\n" + _line({"kind": "everything", "run": news.run})
        while not news.closed:
            try:
                async with asyncio.timeout(_HEARTBEAT):
                    event = await page.get()
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if event is None:
                return
            if event["kind"] in _SHOWN:
                yield _line(event)
    finally:
        news.close_page(page)


def _line(event: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(event) + b"\n\n"


def live(news: News) -> StreamingResponse:
    return StreamingResponse(_stream(news), media_type="text/event-stream")
