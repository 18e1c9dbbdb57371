"""What whoever looks for the same picture asks of storage: read beside everything else, compared, noted, forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime

from helpline.evidence import Item
from helpline.matching import Compared, Match, Sought, alike, closest, comparable, sought
from helpline.staff import Staff
from storage.database import Database
from storage.keys import KeyStore
from storage.master import MasterKeys
from storage.repositories import matching
from storage.running import Running
from storage.seal import Key
from storage.statements import Rows, chunks


class MatchingStore(Running):
    """The store, as matching sees it. All of it raises StorageTrouble."""

    def __init__(self, database: Database, keys: KeyStore, master: MasterKeys, process: str) -> None:
        super().__init__(database, keys, master, process)
        self._one_question = asyncio.Lock()

    async def matched(self, case_id: str, team: str, items: Collection[Item], staff: Staff, now: datetime) -> Compared:
        """Which other cases of this team hold the same picture or file as these items of a case. One question after
        the other: each goes through everything the team holds. Raises NoSuchCase."""
        asked = comparable(items)
        async with self._one_question:
            compared = await self._compared(case_id, team, sought(asked))
        note = matching.note
        left = await self.database.run(
            lambda: note(case_id, team, staff.id, len(asked), closest(compared.matches), now)
        )
        self.news.here("events")
        return Compared(left, compared.hashes, compared.cases)

    async def _compared(self, case_id: str, team: str, wanted: Sought) -> Compared:
        """Some cases at a time: of what was opened nothing stays but which hashes are near."""
        found = Compared()
        cases = await self.database.read(lambda: matching.holding(team, case_id))
        for some in chunks(cases, matching.AT_A_TIME):
            items = await self.database.read(lambda some=some: matching.items_of(team, some))  # type: ignore[misc]
            keys = await self._lent({row[3] for row in items})
            found = added(found, await asyncio.to_thread(opened_and_compared, wanted, items, keys))
        return found


def opened_and_compared(wanted: Sought, items: Rows, keys: Mapping[str, Key]) -> Compared:
    """Heavy: for a thread."""
    others = tuple(matching.hashes(items, keys))
    return Compared(tuple(alike(wanted, others)), len(others), len({other.case for other in others}))


def added(found: Compared, more: Compared) -> Compared:
    matches: tuple[Match, ...] = (*found.matches, *more.matches)
    return Compared(matches, found.hashes + more.hashes, found.cases + more.cases)
