"""The master key is changed while the house is open; stopped at any moment it is whole, and the next start ends it.

1 the next key is made beside the one of now    2 all that lies under the old one comes under the next, in one
transaction    3 the record tells of it    4 a new epoch, so that what disks remember from before opens nothing
5 the files change places, and the old key is overwritten. Other processes read their folder when they meet a key they
do not know, and exchange their own files when the fourth is done.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from helpline.events import Event
from storage import house_keys
from storage.database import Database
from storage.house_keys import Kept, Now
from storage.keys import KeyStore
from storage.repositories import events
from storage.statements import Lock, Steps, ask_one

#: How often, and with how many seconds between, the tables are to be rewritten at once where somebody holds them.
TRIES, PAUSE = 20, 0.5
#: Held by whoever tells the record of a change.
TELLING = 0x48_41_56_45_4E_10


@dataclass(frozen=True)
class Changed:
    """The id of the master key of now. `ended`: one that had begun earlier was ended, and no other begun. `whole`: the
    new epoch has come; where not, because somebody held the tables, the hourly one ends it."""

    master: str
    ended: bool
    whole: bool
    keys: int


State = Literal["one", "prepared", "under way"]


class MasterChange:
    """Changes the master key of one key store, and tells the record in its database."""

    def __init__(self, database: Database, keys: KeyStore, told: Callable[[], None]) -> None:
        self._database, self._keys, self._told = database, keys, told

    async def change(self, by: str, now: datetime) -> Changed:
        """Change it, or end a change that was begun. Raises BadKeys, MasterMissing."""
        before = await self._keys.knows_its_master()
        ended = await asyncio.to_thread(self._under_way, before)
        if not ended:
            coming = await asyncio.to_thread(self._keys.masters.prepare)
            await self._keys.run(lambda: house_keys.rewrap(self._keys.masters, coming, by, now))
        return await self._end(ended, now)

    async def look(self, now: datetime) -> None:
        """What every process does now and then: is the master key at hand? Has one been changed, so that the files here
        are to change places? Raises MasterMissing."""
        master = await self._keys.knows_its_master()
        if not master.told:
            await self._tell(master, now)
        if master.whole and self._keys.masters.unsettled:
            await asyncio.to_thread(self._keys.masters.exchange, master.id)

    async def kept(self) -> tuple[Kept, State]:
        """What there is, and whether a change is prepared or under way."""
        found = await self._keys.database.read(house_keys.kept)
        await asyncio.to_thread(self._keys.masters.read)
        if self._under_way(found.now):
            return found, "under way"
        return found, "prepared" if self._keys.masters.next else "one"

    def _under_way(self, now: Now) -> bool:
        """One has begun and is not at its end: here, or for all."""
        masters = self._keys.masters
        masters.read()
        to_change = masters.unsettled and (masters.next is None or masters.next.id == now.id)
        return to_change or not now.whole

    async def _end(self, ended: bool, now: datetime) -> Changed:
        master, keys = await self._keys.knows_its_master(), 0
        if not master.told:
            await self._tell(master, now)
        for attempt in range(TRIES):
            if master.whole:
                break
            await asyncio.sleep(PAUSE if attempt else 0)
            keys = await self._keys.rotate_epoch()
            master = await self._keys.knows_its_master()
        await self.look(now)
        return Changed(master.id, ended, master.whole, keys)

    async def _tell(self, master: Now, now: datetime) -> None:
        """Once, however often it is tried: the event has an id that comes from the key's."""
        await self._database.run(lambda: note_change(master, now))
        await self._keys.database.run(lambda: house_keys.was_told(master.id))
        self._told()


def note_change(master: Now, now: datetime) -> Steps[None]:
    """Once, though every process tries."""
    yield Lock(TELLING)
    event_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"haven|master_key_changed|{master.id}|{master.since_hour}"))
    if (yield from ask_one("SELECT 1 FROM event WHERE id = $1", event_id)) is None:
        about = {"by": master.by, "master": master.id}
        yield from events.append((Event(event_id, "master_key_changed", now, None, about),))
