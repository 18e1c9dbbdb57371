"""The store: everything the rest of Haven asks of storage, the same on SQLite and on PostgreSQL.

`worked = await store.work_off(incoming, now, house, decide)` returns only when what was decided is durable. What
`decide` raises goes to the caller and nothing has happened; `StorageTrouble` is never the decision's fault.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from helpline.delivery import Deletion, Delivery, Fate, Worked
from helpline.ports import Decide, House, Incoming
from storage import chores, future, house, unit_of_work, views
from storage.database import Database, open_database
from storage.editing_store import EditingStore
from storage.errors import BadKeys, SealBroken, StorageTrouble
from storage.keys import KeyStore
from storage.loading import lock_number
from storage.master import Masters
from storage.matching_store import MatchingStore
from storage.record_store import RecordStore
from storage.repositories import erasures, events, fates, lanes, messages, revisions
from storage.settling_in import settle_in
from storage.shipped_store import ShippedStore
from storage.statements import ask, chunks

#: One file per change of the tables, numbered.
STEPS = Path(__file__).parent / "migrations" / "versions"


async def open_store(database_url: str, keystore_url: str, keys_folder: Path, *, process: str) -> Store:
    """Bring the tables up to date and open both databases. Raises StorageTrouble (BadKeys, WrongHouse, InUse …)."""
    database = await open_up_to_date(database_url)
    keys = None
    try:
        bound = await database.read(house.is_bound)
        masters = Masters(keys_folder, may_make=not bound)
        new_house = await database.read(house.of_database) is None
        keys = await KeyStore.open(keystore_url, masters, new_house)
        await house.meet(database, keys)
        await keys.refill()
        store = Store(database, keys, keys.house, process)
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


class Store(RecordStore, MatchingStore, EditingStore, ShippedStore):
    """Made by `open_store`. `database.commits` counts synced transactions; `pin_digest` is for the core's `Chance`."""

    async def start(self) -> None:
        """What an earlier end left undone: keys still to destroy, deliveries without an owner; and what is to be done
        in a database that was brought back from a backup."""
        await self.destroy_erased(replay=True)
        await settle_in(self.database, self.keys, datetime.now(UTC))
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
        if await self._with_keys(lambda keys: fates.settle(keys, self.process, known, lock_number), lazy):
            self.news.here("events")
        if any(fate.due is not None and fate.due <= fate.at for fate in known):  # given back, by one who is closing
            await self.news.tell("due")
        elif self.shared or self.behind:
            since = self.behind
            by = max(datetime.now(UTC), since or datetime.min.replace(tzinfo=UTC))
            if await self.database.read(lambda: lanes.any_due(by)):
                self.news.here("due")  # what was written behind ours: now its turn has come
            elif self.behind == since:
                self.behind = None

    async def due_deletions(self, now: datetime) -> tuple[Deletion, ...]:
        return await self._with_keys(lambda keys: messages.due(keys.key, keys.want, now))

    async def settle_deletions(self, ids: Sequence[str]) -> None:
        """Lazily: a message that is gone already may be taken back once more."""
        for group in chunks(ids, 200):
            await self.database.run(lambda group=group: messages.settled(group, datetime.now(UTC)), lazy=True)  # type: ignore[misc]

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

    async def number_events(self, lazy: bool = False) -> int:
        """Give what happened since its numbers, and tell everybody; returns how many there were, some at a time."""
        count = await self.database.run(lambda: events.number(self._master.audit), lazy)
        if count:
            await self.news.tell("numbered")
        return count

    async def number_forever(self) -> None:
        """Number what happens as soon as it has happened here. What nobody told us of, the chore finds."""
        while True:
            await self.happened.wait()
            self.happened.clear()
            while await self.number_events(lazy=True) == events.AT_A_TIME:
                pass

    async def keep_keys_ready(self) -> int:
        await self.keys.drop_old_spares()
        await self.master_change.look(datetime.now(UTC))
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

    async def seed_revision(self, content: str, checksum: str, now: datetime) -> None:
        """Number 1, unless there is one by now."""
        await self.database.run(lambda: revisions.seed(content, checksum, now))

    async def ready(self) -> None:
        """Raises StorageTrouble unless both databases answer and can commit, and the master key of now is at hand."""
        await self.database.run(lambda: ask("SELECT COUNT(*) FROM lease"))
        await self.keys.knows_its_master()

    async def takes_writes(self) -> None:
        """Raises StorageTrouble unless both databases make something durable just now."""
        await self.database.run(lambda: house.in_and_out(*house.A_TALLY))
        await self.keys.database.run(lambda: house.in_and_out(*house.AN_EPOCH))

    async def close(self) -> None:
        await self.all_destroyed()
        if self._refilling is not None:
            await asyncio.wait({self._refilling})
        await self.database.close()
        await self.keys.close()
