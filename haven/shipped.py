"""The flows Haven ships with, after an upgrade: whether they are other than this house took them, and the difference as
a draft. What runs is the house's own: it changes only when somebody publishes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from flows.draft import content_of
from flows.flow import Revision
from helpline.drafts import Content, Kind, Published
from helpline.shipping import brought_together


class Kept(Protocol):
    """What it asks of storage."""

    async def published(self, kind: Kind) -> Sequence[Published]: ...
    async def content_of(self, kind: Kind, number: int) -> str | None: ...
    async def made_from(self, number: int) -> Mapping[str, Any]: ...
    async def shipped_seen(self, kind: Kind) -> Sequence[str]: ...
    async def shipped_content(self, kind: Kind, checksum: str) -> str | None: ...
    async def see_shipped(self, kind: Kind, checksum: str, content: str, now: datetime) -> None: ...


class Shipped:
    """`read`: the flows as they lie in the folder of this Haven; read once, an upgrade starts a new process."""

    def __init__(self, kept: Kept, read: Callable[[], Revision]) -> None:
        self._kept, self._read = kept, read

    @cached_property
    def _library(self) -> Revision:
        return self._read()

    async def differs(self) -> bool:
        """Haven ships with something that nobody here has looked at."""
        library = await asyncio.to_thread(lambda: self._library)
        if seen := await self._kept.shipped_seen("flows"):
            return library.checksum != seen[-1]
        first = min(await self._kept.published("flows"), key=lambda one: one.number)
        return library.checksum != first.checksum

    async def brought_together(self) -> tuple[Content, Sequence[Mapping[str, Any]]]:
        """What runs here, with all that became different in the library; and where both changed the same."""
        library = await asyncio.to_thread(lambda: self._library)
        newest = max(one.number for one in await self._kept.published("flows"))
        running = await self._kept.content_of("flows", newest)
        then = await self._then(library.checksum)
        made_from = await self._kept.made_from(newest)
        return await asyncio.to_thread(_together, then, library, running, made_from)

    async def look(self, now: datetime) -> None:
        """From now on the house knows what this Haven ships with."""
        library = await asyncio.to_thread(lambda: self._library)
        await self._kept.see_shipped("flows", library.checksum, library.to_json(), now)

    async def _then(self, checksum: str) -> str | None:
        """The library this house knew before this one; without any, what its first revision was made of."""
        before = [one for one in await self._kept.shipped_seen("flows") if one != checksum]
        return await (self._kept.shipped_content("flows", before[-1]) if before else self._kept.content_of("flows", 1))


def _together(
    then: str | None, library: Revision, running: str | None, made_from: Mapping[str, Any]
) -> tuple[Content, Sequence[Mapping[str, Any]]]:
    now = content_of(library)
    ours = content_of(Revision.from_json(running), made_from) if running else now
    before = content_of(Revision.from_json(then)) if then else ours
    return brought_together(before, now, ours)
