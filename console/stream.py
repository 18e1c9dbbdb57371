"""One open console's line: what is told it waits here in order, bounded, and flows out as server-sent events."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from helpline.staff import Staff

#: So many batches wait for a slow console; with one more it is told to fetch everything anew.
MOST_WAITING = 64
BEAT = b": still here\n\n"


def event(kind: str, data: bytes, seq: int | None = None) -> bytes:
    """One server-sent event. `data` is JSON, which holds no line break."""
    number = b"" if seq is None else b"id: %d\n" % seq
    return b"event: %s\n%sdata: %s\n\n" % (kind.encode(), number, data)


def reset(seq: int) -> bytes:
    """Too far behind: fetch everything anew, then go on from here."""
    return event("reset", orjson.dumps({"seq": seq}), seq)


class Line:
    """`staff` as she was when this line was last told something; `seq`: up to where it was told of news. With her next
    step-up her cookie is another one, and a line that was opened before it, `stepped_up_until` then, is not hers."""

    def __init__(self, sign_in: str, staff: Staff, seq: int, stepped_up_until: datetime | None = None) -> None:
        self.sign_in, self.staff, self.seq, self.stepped_up_until = sign_in, staff, seq, stepped_up_until
        self._waiting: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._ended = False

    def put(self, chunk: bytes) -> None:
        """Whoever cannot follow loses what waits, and is told so."""
        if self._ended:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            chunk = reset(self.seq)
        self._waiting.append(chunk)
        self._wake.set()

    def end(self, last: bytes = b"") -> None:
        """What waits still goes out, then this; then it is over."""
        if last:
            self.put(last)
        self._ended = True
        self._wake.set()

    async def next(self) -> bytes | None:
        """All that waits; None at the end."""
        while not self._waiting:
            if self._ended:
                return None
            self._wake.clear()
            await self._wake.wait()
        found = b"".join(self._waiting)
        self._waiting.clear()
        return found


class Streaming(Response):
    """The answer that goes on until the line ends or the browser is gone; then `left` is called."""

    media_type = "text/event-stream"
    charset = "utf-8"

    def __init__(self, line: Line, left: Callable[[Line], Any]) -> None:
        super().__init__(headers={"x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._line, self._left = line, left

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        watching = asyncio.ensure_future(self._watch(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            while (chunk := await self._line.next()) is not None:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            watching.cancel()
            self._left(self._line)

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._line.end()
