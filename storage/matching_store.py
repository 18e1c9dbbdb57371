"""What whoever looks for the same picture asks of storage: read beside everything else, compared, noted, forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime

from helpline.evidence import Item
from helpline.matching import Compared, Match, Sought, alike, closest, comparable, sought
from helpline.staff import Staff
from storage.database import Database
from storage.errors import SealBroken, StorageTrouble
from storage.keys import KeyStore, load_keys
from storage.master import MasterKeys
from storage.repositories import matching
from storage.running import Running
from storage.seal import Key
from storage.statements import Rows


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
        found, after = Compared(), ""
        while True:
            rows, items = await self.database.read(lambda after=after: matching.some(team, after))  # type: ignore[misc]
            if not rows:
                return found
            after = rows[-1][0]
            keys = await self._lent({row[0]: row[1] for row in rows if row[0] != case_id})
            found = added(found, await asyncio.to_thread(opened_and_compared, wanted, items, keys))

    async def _lent(self, wanted: Mapping[str, str]) -> dict[str, Key]:
        """Case → key, of those that are there. Past the ring: it holds the keys of whoever writes just now, and a key
        that is destroyed meanwhile is in nobody's hands for longer than it takes to open a few cells."""
        try:
            loaded = await self.keys.read(lambda: load_keys(self.keys.masters, tuple(wanted.values())))
        except SealBroken:
            raise StorageTrouble("a key of the store does not open") from None
        keys = {key.id: key for key in loaded}
        return {case: keys[key_id] for case, key_id in wanted.items() if key_id in keys}


def opened_and_compared(wanted: Sought, items: Rows, keys: Mapping[str, Key]) -> Compared:
    """Heavy: for a thread."""
    others = tuple(matching.hashes(items, keys))
    return Compared(tuple(alike(wanted, others)), len(others), len({other.case for other in others}))


def added(found: Compared, more: Compared) -> Compared:
    matches: tuple[Match, ...] = (*found.matches, *more.matches)
    return Compared(matches, found.hashes + more.hashes, found.cases + more.cases)
