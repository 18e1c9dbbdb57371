"""News: whoever waits for something to change on a phone is woken here."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

_FULL = 500  # a page that reads slower than this many events is told to load everything again


class News:
    """Wakes waiters in this process, and feeds the open pages."""

    def __init__(self) -> None:
        self._waiters: dict[int | None, set[asyncio.Future[None]]] = {}  # by chat; None: whatever happens
        self._pages: set[asyncio.Queue[dict[str, Any] | None]] = set()
        self.closed = False
        self.run = secrets.token_hex(8)  # a page that was open before sees that this is another emulator

    def tell(self, kind: str, **about: Any) -> None:
        """Something changed. `about` carries ids only."""
        for chat_id in {about.get("chat_id"), None} if kind != "closed" else set(self._waiters):
            for waiter in self._waiters.pop(chat_id, ()):
                if not waiter.done():
                    waiter.set_result(None)
        for page in self._pages:
            if page.qsize() >= _FULL:
                continue
            page.put_nowait({"kind": "everything"} if page.qsize() == _FULL - 1 else {"kind": kind, **about})

    async def next(self, seconds: float, chat_id: int | None = None) -> bool:
        """Wait for the next change, in one chat or anywhere; False when none came in time or the emulator closes."""
        if self.closed:
            return False
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.setdefault(chat_id, set()).add(waiter)
        try:
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            return False
        finally:
            self._waiters.get(chat_id, set()).discard(waiter)
        return not self.closed

    def open_page(self) -> asyncio.Queue[dict[str, Any] | None]:
        page: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._pages.add(page)
        return page

    def close_page(self, page: asyncio.Queue[dict[str, Any] | None]) -> None:
        self._pages.discard(page)

    def close(self) -> None:
        """End every wait and every open page."""
        self.closed = True
        for page in self._pages:
            page.put_nowait(None)
        self.tell("closed")
