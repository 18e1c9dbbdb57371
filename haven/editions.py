"""Editions come into the house: numbers, hours, replies and words as editors have published them, in every process.

Where none was published, the files count (haven/proving.py). From the first edition on the database is the truth, as it
is for the conversation, and the files are what Haven ships with.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Protocol

from haven.logs import Log
from haven.premises import Premises
from helpline.book import Book, read
from helpline.drafts import Kind, Published
from helpline.entries import DirectoryErrors

#: Seconds between two looks, for a process that did not hear the news.
LOOK = 1.5


class Store(Protocol):
    """What is needed of storage."""

    async def published(self, kind: Kind) -> Sequence[Published]: ...
    async def content_of(self, kind: Kind, number: int) -> str | None: ...


class Editions:
    """`tell` alerts staff, by the code `audit`."""

    def __init__(self, store: Store, premises: Premises, log: Log, tell: Callable[[str], None]) -> None:
        self._store, self._premises, self._log, self._tell = store, premises, log, tell
        self._damaged: set[int] = set()
        self._one_look = asyncio.Lock()

    async def look(self) -> None:
        """Before the house opens, at every such news, and once in a while."""
        async with self._one_look:
            for number in sorted((one.number for one in await self._store.published("directory")), reverse=True):
                if number == self._premises.edition:
                    return
                if book := await self._book(number):
                    self._premises.use(book, edition=number)
                    self._log.write("edition_loaded", number=number)
                    return

    async def _book(self, number: int) -> Book | None:
        """None where it is no longer what was published, or this Haven cannot read it: the one before goes on."""
        if number in self._damaged:
            return None
        content = await self._store.content_of("directory", number)
        try:
            if content is not None:
                return await asyncio.to_thread(lambda: read(json.loads(content)))
        except (DirectoryErrors, ValueError) as error:
            self._log.incident("directory_broken", error)
        self._damaged.add(number)
        self._log.write("edition_damaged", number=number)
        self._tell("audit")
        return None
