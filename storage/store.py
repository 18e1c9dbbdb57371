"""The store: everything the rest of Haven asks of storage, the same on SQLite and on PostgreSQL.

`worked = await store.work_off(incoming, now, house, decide)` returns only when what was decided is durable. What
`decide` raises goes to the caller and nothing has happened; `StorageTrouble` is never the decision's fault.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from helpline.delivery import Deletion, Delivery, Fate, Worked
from helpline.ports import Decide, House, Incoming
from storage import chores, future, house, unit_of_work, views
from storage.database import Database, open_database
from storage.errors import BadKeys, SealBroken, StorageTrouble
from storage.keys import LOW, KeyStore
from storage.loading import lock_number
from storage.master import MasterKeys, master_keys
from storage.repositories import erasures, events, fates, lanes, messages, revisions
from storage.repositories.outbox import Claim
from storage.ring import KeysMissing, SparesMissing, UnitKeys
from storage.statements import Steps, ask, chunks
from storage.unit_of_work import Done, Ground

T = TypeVar("T")
#: One file per change of the tables, numbered.
STEPS = Path(__file__).parent / "migrations" / "versions"
#: A unit is run again for keys that were not at hand; more often than this means the key store does not deliver.
RUNS = 10


async def open_store(database_url: str, keystore_url: str, keys_folder: Path, *, process: str) -> Store:
    """Bring the tables up to date and open both databases. Raises StorageTrouble (BadKeys, WrongHouse, InUse …)."""
    database = await open_up_to_date(database_url)
    keys = None
    try:
        bound = await database.read(house.is_bound)
        master = master_keys(keys_folder, may_make=not bound)
        keys = await KeyStore.open(keystore_url, master.wrapping)
        await house.meet(database, keys)
        await keys.refill()
        store = Store(database, keys, master, process)
        await store.start()
    except BaseException as error:
        if keys is not None:
            await keys.close()
        await database.close()
        if isinstance(error, SealBroken):
            raise BadKeys("the master key does not open this key store; bring back the one it was made with") from None
        raise
    return store


async def open_up_to_date(url: str) -> Database:
    """The database with its tables in their newest shape. Alembic is heavy: only where it is needed it is loaded."""
    database = await open_database(url)
    try:
        newest = max(step.name[:4] for step in STEPS.glob("[0-9]*.py"))
        rows = await database.read(lambda: ask("SELECT version_num FROM alembic_version"))
        if [row[0] for row in rows] == [newest]:
            return database
    except StorageTrouble:  # no such table yet
        pass
    await database.close()
    from storage import migrate

    await migrate.upgrade(url)
    return await open_database(url)


class Store:
    """Made by `open_store`. `database.commits` counts synced transactions; `pin_digest` is for the core's `Chance`."""

    def __init__(self, database: Database, keys: KeyStore, master: MasterKeys, process: str) -> None:
        self.database = database
        #: What other processes should look at now; `haven/run.py` listens.
        self.news = database.news
        self.keys = keys
        #: Made anew at each start, so that what an earlier start had in hand is known to be without an owner.
        self.process = f"{process}:{secrets.token_hex(6)}"
        self.pin_digest: Callable[[str, str], bytes] = master.pin_digest
        #: Told, by code and number, of what only the operator can look into.
        self.told: Callable[[str, int], None] = lambda code, count: None
        self._master = master
        self._refilling: asyncio.Task[int] | None = None
        self._destroying: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """What an earlier end left undone: keys still to destroy, deliveries without an owner."""
        await self.destroy_erased(replay=True)
        if not self.shared:
            await self.database.run(lambda: lanes.take_over_all(self._claim(datetime.now(UTC))))

    # ── one incoming ──────────────────────────────────────────────────────────────────────────────────────────────
    async def work_off(self, incoming: Incoming, now: datetime, house: House, decide: Decide) -> Worked:
        """Work off one incoming as one transaction."""
        return await self._done(lambda ground: unit_of_work.work(ground, incoming, now, house, decide), now)

    async def park(
        self, incoming: Incoming, error_class: str, now: datetime, house: House, decide_parked: Decide
    ) -> Worked:
        """Put an update aside whose decision failed three times; the chat goes on."""
        return await self._done(
            lambda ground: unit_of_work.park(ground, incoming, error_class, now, house, decide_parked), now
        )

    async def failed(self, channel: str, update: int, error_class: str, now: datetime) -> int:
        """Count a failed decision, durably; returns how often this update has failed."""
        return await self.database.run(lambda: unit_of_work.fail(channel, update, error_class, now))

    # ── what is to be sent and taken back ─────────────────────────────────────────────────────────────────────────
    async def claim(self, now: datetime, limit: int = 50, held: Collection[str] | None = None) -> list[Delivery]:
        """Due rows of up to `limit` contacts, each contact's in order, now this process's to send. `held`: all it has
        in hand; what is its own for long and not among these is given back."""
        me = self._claim(now)
        claimed = await self._with_keys(lambda keys: lanes.claim(keys, me, now, limit, held))
        if claimed.broken:
            self.told("outbox_broken", claimed.broken)
        return claimed.deliveries

    async def settle(self, known: Sequence[Fate], lazy: bool = False) -> None:
        """What became of deliveries. A `retry`, and an `ambiguous` one with `due`, also gives back what this process
        holds behind it in that contact's lane: forget those deliveries, `claim` brings them again in order. `lazy`: a
        moment later will do, so that it shares a commit with others."""
        await self._with_keys(lambda keys: fates.settle(keys, self.process, known, lock_number), lazy)
        if any(fate.due is not None and fate.due <= fate.at for fate in known):  # given back, by one who is closing
            await self.news.tell("due")
        elif self.shared and await self.database.read(lambda: lanes.any_due(datetime.now(UTC))):
            self.news.here("due")  # another wrote behind what was ours: now its turn has come

    async def due_deletions(self, now: datetime) -> tuple[Deletion, ...]:
        return await self._with_keys(lambda keys: messages.due(keys.key, keys.want, now))

    async def settle_deletions(self, ids: Sequence[str]) -> None:
        """Lazily: a message that is gone already may be taken back once more."""
        for group in chunks(ids, 200):
            await self.database.run(lambda group=group: messages.settled(group), lazy=True)  # type: ignore[misc]

    # ── chores ────────────────────────────────────────────────────────────────────────────────────────────────────
    async def forget_idle(self, now: datetime) -> int:
        """Forget sessions that were idle for an hour and no case holds on to."""
        total = 0
        while rows := await self.database.read(lambda: chores.idle(now)):
            doomed = await self.database.run(lambda rows=rows: chores.forget_idle(rows, now))  # type: ignore[misc]
            if not doomed:
                break
            total += await self._destroy(doomed)
        return total

    async def prune(self, now: datetime) -> int:
        """Let go of update ids after 72 hours, of message ids after 48, of contacts nothing refers to."""
        total = 0
        await self.database.run(lambda: chores.prune_notes(now))
        while old := await self.database.read(lambda: chores.outdated(now)):
            total += await self.database.run(lambda old=old: chores.let_go(old))  # type: ignore[misc]
        while rows := await self.database.read(chores.unknown):
            doomed = await self.database.run(lambda rows=rows: chores.forget_unknown(rows, now))  # type: ignore[misc]
            if not doomed:
                break
            total += await self._destroy(doomed)
        return total

    async def bring_back(self, now: datetime) -> int:
        """What a clock that ran ahead has put into the future is due now; returns how many rows that were."""
        if not await self.database.read(lambda: future.lies_ahead(now)):
            return 0
        return await self.database.run(lambda: future.bring_back(now))

    async def destroy_erased(self, replay: bool = False) -> int:
        """Destroy keys whose erasure is not done yet; with `replay`, all that are remembered."""
        total, after = 0, ""
        while doomed := await self.database.read(lambda after=after: erasures.waiting(after, replay)):  # type: ignore[misc]
            total, after = total + await self._destroy(doomed), doomed[-1]
        return total

    async def number_events(self) -> int:
        return await self.database.run(lambda: events.number(self._master.audit))

    async def keep_keys_ready(self) -> int:
        await self.keys.drop_old_spares()
        return await self.keys.refill()

    async def rotate_epoch(self, now: datetime) -> int:
        """Sweep keys nothing refers to, then rewrite the key store under a new epoch key. Raises WrongHouse."""
        for part in await self.keys.older_parts(now):
            if old := await self.keys.older_ids(now, part):
                await house.still_one(self.database, self.keys)
                used = await self.database.read(lambda part=part: chores.keys_in_use(part))  # type: ignore[misc]
                await self.keys.destroy(old - used)
        count = await self.keys.rotate_epoch()
        await self.database.tidy()
        return count

    async def hold_lease(self, name: str, now: datetime, seconds: float) -> bool:
        """Take or keep the right to do something alone; False while another process holds it."""
        return await self.database.run(lambda: chores.lease(name, self.process, now, seconds))

    # ── looking on ────────────────────────────────────────────────────────────────────────────────────────────────
    async def counts(self, now: datetime | None = None) -> Mapping[str, int | float]:
        """See `storage/views.py` for the names."""
        return await self.database.read(lambda: views.counts(now or datetime.now(UTC)))

    async def revisions(self) -> Mapping[int, str]:
        return await self.database.read(revisions.load)

    async def save_revision(self, number: int, content: str, checksum: str, now: datetime) -> None:
        """Raises StorageTrouble where the number is taken: a revision never changes."""
        await self.database.run(lambda: revisions.save(number, content, checksum, now))
        await self.news.tell("revision")

    async def ready(self) -> None:
        """Raises StorageTrouble unless both databases answer and can commit."""
        await self.database.run(lambda: ask("SELECT COUNT(*) FROM lease"))
        await self.keys.database.read(lambda: ask("SELECT COUNT(*) FROM epoch"))

    async def takes_writes(self) -> None:
        """Raises StorageTrouble unless both databases make something durable just now."""
        await self.database.run(lambda: house.in_and_out(*house.A_TALLY))
        await self.keys.database.run(lambda: house.in_and_out(*house.AN_EPOCH))

    async def all_destroyed(self) -> None:
        """Until every key doomed so far has been destroyed, or left to the chore."""
        if self._destroying:
            await asyncio.wait(self._destroying)

    async def close(self) -> None:
        await self.all_destroyed()
        if self._refilling is not None:
            await asyncio.wait({self._refilling})
        await self.database.close()
        await self.keys.close()

    @property
    def shared(self) -> bool:
        """Other processes may work on this database."""
        return self.database.dialect == "postgresql"

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _claim(self, now: datetime) -> Claim:
        return Claim(self.process, now + lanes.LEASE)

    async def _done(self, unit: Callable[[Ground], Steps[Done]], now: datetime) -> Worked:
        me = self._claim(now)
        done = await self._with_keys(lambda keys: unit(Ground(keys, self._master, me)))
        if done.doomed:
            self._destroy_soon(done.doomed)
        if done.waits and self.shared:
            self.news.here("due")
        self._refill_soon()
        return done.worked

    async def _with_keys(self, make: Callable[[UnitKeys], Steps[T]], lazy: bool = False) -> T:
        """Run a unit; keys that are not at hand are brought, and it is run again from its beginning."""
        keys = UnitKeys(self.keys.ring)
        for _ in range(RUNS):
            try:
                return await self.database.run(lambda: make(keys.start_again()), lazy)
            except KeysMissing as missing:
                keys.gone(await self.keys.load(missing.ids))
            except SparesMissing:
                await self.keys.supply()
            except BaseException:
                keys.start_again()
                raise
        raise StorageTrouble("the key store does not bring the keys that are needed")

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
