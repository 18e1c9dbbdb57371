"""What every door into the store stands on: units run with the keys they need at hand, and keys destroyed after."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from helpline.delivery import Worked
from storage.database import Database
from storage.errors import SealBroken, StorageTrouble
from storage.keys import LOW, KeyStore, load_keys
from storage.master import MasterKeys
from storage.people import People
from storage.repositories import erasures, lanes
from storage.repositories.outbox import Claim
from storage.ring import KeysMissing, SparesMissing, UnitKeys
from storage.rotating import MasterChange
from storage.seal import Key
from storage.statements import Steps, chunks
from storage.unit_of_work import Done, Ground

T = TypeVar("T")
#: A unit is run again for keys that were not at hand; more often than this means the key store does not deliver.
RUNS = 10


class Running:
    """One database and its key store, and this process's hand in them."""

    def __init__(self, database: Database, keys: KeyStore, master: MasterKeys, process: str) -> None:
        self.database = database
        #: What other processes should look at now; `haven/run.py` listens.
        self.news = database.news
        self.keys = keys
        self.people = People(database, master)
        self.master_change = MasterChange(database, keys, lambda: self.news.here("events"))
        #: Made anew at each start, so that what an earlier start had in hand is known to be without an owner.
        self.process = f"{process}:{secrets.token_hex(6)}"
        self.pin_digest: Callable[[str, str], bytes] = master.pin_digest
        #: Told, by code and number, of what only the operator can look into.
        self.told: Callable[[str, int], None] = lambda code, count: None
        #: Since this moment a notice waits behind what is on its way: it is looked for when that has arrived.
        self.behind: datetime | None = None
        #: Set when something happened here that has no number yet.
        self.happened = asyncio.Event()
        self.news.hear("events", self.happened.set)
        self._master = master
        self._refilling: asyncio.Task[int] | None = None
        self._destroying: set[asyncio.Task[None]] = set()

    @property
    def shared(self) -> bool:
        """Other processes may work on this database."""
        return self.database.dialect == "postgresql"

    async def all_destroyed(self) -> None:
        """Until every key doomed so far has been destroyed, or left to the chore."""
        if self._destroying:
            await asyncio.wait(self._destroying)

    def _claim(self, now: datetime) -> Claim:
        return Claim(self.process, now + lanes.LEASE)

    async def _done(self, unit: Callable[[Ground], Steps[Done]], now: datetime) -> Worked:
        me = self._claim(now)
        done = await self._with_keys(lambda keys: unit(Ground(keys, self._master, me)))
        if done.doomed:
            self._destroy_soon(done.doomed)
        if done.waits and self.shared:
            self.news.here("due")
        if done.waits and done.noticed:
            self.behind = now
        if done.happened:
            self.news.here("events")
        if done.elsewhere:
            await self.news.tell("taken")
        self._refill_soon()
        return done.worked

    async def _with_keys(self, make: Callable[[UnitKeys], Steps[T]], lazy: bool = False) -> T:
        """Run a unit; keys that are not at hand are brought, and it is run again from its beginning."""
        return await self._again(lambda keys: self.database.run(lambda: make(keys.start_again()), lazy))

    async def _read_with_keys(self, make: Callable[[UnitKeys], Steps[T]]) -> T:
        """The same for steps that only read, beside the writer."""
        return await self._again(lambda keys: self.database.read(lambda: make(keys)))

    async def _again(self, run: Callable[[UnitKeys], Awaitable[T]]) -> T:
        keys = UnitKeys(self.keys.ring)
        for _ in range(RUNS):
            try:
                return await run(keys)
            except KeysMissing as missing:
                keys.gone(await self.keys.load(missing.ids))
            except SparesMissing:
                await self.keys.supply()
            except BaseException:
                keys.start_again()
                raise
        raise StorageTrouble("the key store does not bring the keys that are needed")

    async def _lent(self, wanted: Collection[str]) -> dict[str, Key]:
        """Keys by id, those that are there. Past the ring: it holds the keys of whoever writes just now, and a key
        that is destroyed meanwhile is in nobody's hands for longer than it takes to open a few cells."""
        try:
            loaded = await self.keys.read(lambda: load_keys(self.keys.masters, tuple(wanted)))
        except SealBroken:
            raise StorageTrouble("a key of the store does not open") from None
        return {key.id: key for key in loaded}

    def _destroy_soon(self, doomed: Sequence[str]) -> None:
        """What was decided is durable: nobody waits for the key store, or a reply would be overtaken by the next one.

        Where it is away, or Haven dies first, the chore destroys them.
        """
        self.keys.ring.drop(doomed)

        async def destroy() -> None:
            with suppress(StorageTrouble):
                await self._destroy(doomed)

        task = asyncio.ensure_future(destroy())
        self._destroying.add(task)
        task.add_done_callback(self._destroying.discard)

    async def _destroy(self, doomed: Sequence[str]) -> int:
        for group in chunks(doomed, 200):
            await self.keys.destroy(group)
            await self.database.run(lambda group=group: erasures.done(group))  # type: ignore[misc]
        return len(doomed)

    def _refill_soon(self) -> None:
        if self.keys.ring.spares() <= LOW and (self._refilling is None or self._refilling.done()):
            self._refilling = asyncio.ensure_future(self.keys.refill())
