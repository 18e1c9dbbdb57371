"""Revisions come into the house: all there are when it opens, and each that is published while it is at work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.flow import Revision
from haven.logs import Log
from haven.premises import Premises
from haven.settings import WrongSetting
from haven.shelf import Shelf, Stored

#: Seconds between two looks, for a process that did not hear the news: two after it was published, it runs everywhere.
LOOK = 1.5
NONE_LEFT = (
    "What was published of the conversation was changed in the database, all of it: nothing of it is run."
    " Bring back a backup: haven restore."
)


class Store(Protocol):
    """What is needed of storage."""

    async def revisions_after(self, number: int) -> Sequence[Stored]: ...
    async def seed_revision(self, content: str, checksum: str, now: datetime) -> object: ...


async def read_all(store: Store, seed: Callable[[], Revision], now: datetime) -> Shelf:
    """Every one there is; at the very first start the library becomes number 1. Raises WrongSetting where none may be
    run."""
    stored = await store.revisions_after(0)
    if not stored:
        first = replace(seed(), number=1)
        await store.seed_revision(first.to_json(), first.checksum, now)
        stored = await store.revisions_after(0)  # perhaps another process', begun in the same moment
    shelf = Shelf()
    await asyncio.to_thread(shelf.take, stored)
    if not shelf.revisions:
        raise WrongSetting(NONE_LEFT)
    return shelf


class Renewing:
    """Brings what is published into the house, in every process. `tell` alerts staff, by the code `audit`."""

    def __init__(self, store: Store, premises: Premises, log: Log, tell: Callable[[str], None]) -> None:
        self._store, self._premises, self._log, self._tell = store, premises, log, tell
        self._told: frozenset[int] = frozenset()
        self._one_look = asyncio.Lock()

    async def look(self) -> None:
        """At every such news, and once in a while. Where nothing is new, it asks for one number."""
        shelf = self._premises.shelf
        async with self._one_look:
            if stored := await self._store.revisions_after(shelf.newest):
                await asyncio.to_thread(shelf.take, stored)
            for number in sorted(shelf.damaged - self._told):
                self._log.write("revision_damaged", number=number)
                self._tell("audit")
            self._told = shelf.damaged
            if self._premises.renew(shelf.revisions):
                self._log.write("revision_loaded", number=self._premises.house.running)
