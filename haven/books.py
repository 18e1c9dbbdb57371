"""What this house goes by beside the conversation, as editors begin from it: its newest edition, or the files; and what
Haven ships with now, where that has changed since somebody looked.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from helpline.as_published import checksum_of
from helpline.book import Book, read, shipped
from helpline.book.ahead import Ahead, ahead
from helpline.book.publishing import Content, Standing, written
from helpline.drafts import Kind, Published
from helpline.entries import DirectoryErrors
from helpline.own_words import Outside
from helpline.shipping import brought_together


class Kept(Protocol):
    """What is asked of storage."""

    async def published(self, kind: Kind) -> Sequence[Published]: ...
    async def content_of(self, kind: Kind, number: int) -> str | None: ...
    async def shipped_seen(self, kind: Kind) -> Sequence[str]: ...
    async def shipped_content(self, kind: Kind, checksum: str) -> str | None: ...
    async def see_shipped(self, kind: Kind, checksum: str, content: str, now: datetime) -> None: ...


class Books:
    """`find`: looks for the texts outside the flows; it is heavy, and done once, when somebody asks."""

    def __init__(self, kept: Kept, folder: Path, find: Callable[[], Mapping[str, Outside]]) -> None:
        self._kept, self._folder, self._find = kept, folder, find
        self._known: tuple[int, Content] | None = None
        self._book: tuple[Content, Book] | None = None

    @cached_property
    def _outside(self) -> Mapping[str, Outside]:
        return self._find()

    async def standing(self) -> Standing:
        """What the house goes by now, or will in a moment."""
        outside = await asyncio.to_thread(lambda: self._outside)
        for number in sorted((one.number for one in await self._kept.published("directory")), reverse=True):
            if self._known is not None and self._known[0] == number:
                return Standing(number, self._known[1], outside)
            if text := await self._kept.content_of("directory", number):
                self._known = number, json.loads(text)
                return Standing(number, self._known[1], outside)
        return Standing(None, await self.shipped(), outside)

    async def shipped(self) -> Content:
        """What stands in the files just now. Raises DirectoryErrors where one is no YAML."""
        return await asyncio.to_thread(shipped, self._folder)

    async def ahead(self, now: datetime) -> tuple[Ahead, ...]:
        """What asks to be looked at; nothing where the files cannot be read: then staff are told of that."""
        try:
            content = (await self.standing()).content
            if self._book is None or self._book[0] != content:
                self._book = content, await asyncio.to_thread(read, content)
        except DirectoryErrors:
            return ()
        return ahead(self._book[1], now)

    async def remember(self, made: Published, now: datetime) -> None:
        """What was just published. From the first edition on the files count no more: what they say then is what later
        ones differ from."""
        if (made.kind, made.number) == ("directory", 1):
            await self.look(now)

    # ── after an upgrade ──────────────────────────────────────────────────────────────────────────────────────────
    async def differs(self) -> bool:
        """Editions count here, and Haven ships with something that nobody here has looked at."""
        seen = await self._kept.shipped_seen("directory")
        return bool(seen) and checksum_of(written(await self.shipped())) != seen[-1]

    async def brought_together(self) -> tuple[Content, Sequence[Mapping[str, Any]]]:
        """What counts here, with all that became different in the files; and where both changed the same."""
        now, ours, then = await self.shipped(), (await self.standing()).content, None
        if seen := await self._kept.shipped_seen("directory"):
            text = await self._kept.shipped_content("directory", seen[-1])
            then = json.loads(text) if text else None
        return brought_together(then or ours, now, ours)

    async def look(self, now: datetime) -> None:
        """From now on the house knows what this Haven ships with."""
        text = written(await self.shipped())
        await self._kept.see_shipped("directory", checksum_of(text), text, now)
