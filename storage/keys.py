"""The key store: a key per contact, session or case, in a database of its own. Destroying a key is what erases.

Each key lies wrapped under the epoch key, and that one under the master key. Every hour the store is rewritten under a
new epoch key, so that what a disk still remembers of the old one opens nothing. Keys are made ahead, in batches.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from storage import house_keys, key_tables, sweeping
from storage.database import Database, open_database
from storage.errors import MasterMissing
from storage.house_keys import hour, of_epoch, opened_epoch
from storage.key_tables import EPOCH_LOCK
from storage.master import MasterKeys, Masters, UnknownMaster
from storage.ring import Ring
from storage.seal import Cell, Key, new_key, open_sealed, seal
from storage.statements import Lock, Rows, Steps, ask, ask_in, ask_one, chunks, places

T = TypeVar("T")

#: Spare keys made at a time, so few that no reply waits long for the processor; and how many there are always more of.
BATCH, LOW = 128, 256
#: Keys moved to a new epoch at a time, and the seconds between: the rest of the house has the processor meanwhile.
AT_A_TIME, REST = 128, 0.03
UPSERT = (
    "INSERT INTO data_key (id, epoch_id, made_hour, wrapped) VALUES {rows}"
    " ON CONFLICT (id) DO UPDATE SET epoch_id = excluded.epoch_id, wrapped = excluded.wrapped"
)

#: What keys are walked through by, in the order in which they lie, and what comes before all of them.
PLACE: Mapping[str, tuple[str, Any]] = {"sqlite": ("rowid", 0), "postgresql": ("id", "")}
NEXT = (
    "SELECT k.{place}, k.made_hour, k.id, k.wrapped, e.id, e.wrapped, e.master"
    " FROM data_key k JOIN epoch e ON e.id = k.epoch_id"
    " WHERE k.{place} > $1 AND k.epoch_id <> $2 ORDER BY k.{place} LIMIT $3"
)


class KeyStore:
    """Makes, loads and destroys keys. `ring` holds those at hand, `house` the keys of the house by purpose."""

    def __init__(self, database: Database, masters: Masters) -> None:
        self.database = database
        self.masters = masters
        self.ring = Ring()
        self.house: MasterKeys
        self._refilling = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, masters: Masters, new_house: bool = False) -> KeyStore:
        """The store with its tables; no key is made before it has met its database (`storage/house.py`). `new_house`:
        no database was ever its. Raises BadKeys where it lies under another master key."""
        store = cls(await open_database(url), masters)
        at_home = house_keys.at_home
        try:
            await store.database.run(lambda: key_tables.schema(store.database.dialect))
            secrets_by_purpose = await store.database.run(lambda: at_home(masters, new_house, datetime.now(UTC)))
        except BaseException:
            await store.database.close()
            raise
        store.house = MasterKeys.of(secrets_by_purpose)
        return store

    async def run(self, make: Callable[[], Steps[T]]) -> T:
        """A unit that may open what lies under a master key. Raises MasterMissing."""
        return await self._knowing(lambda: self.database.run(make))

    async def read(self, make: Callable[[], Steps[T]]) -> T:
        """The same for steps that only read."""
        return await self._knowing(lambda: self.database.read(make))

    async def _knowing(self, work: Callable[[], Awaitable[T]]) -> T:
        """Where another process has changed the master key, its folder is read again, and the unit is run again."""
        for _ in range(2):
            try:
                return await work()
            except UnknownMaster:
                await asyncio.to_thread(self.masters.read)
        try:
            return await work()
        except UnknownMaster:
            raise MasterMissing from None

    async def knows_its_master(self) -> house_keys.Now:
        """The master key of now, which is at hand. Raises MasterMissing."""
        return (await self.read(lambda: house_keys.known(self.masters)))[0]

    async def refill(self) -> int:
        """Make spare keys until there are enough; returns how many were made."""
        async with self._refilling:
            made = 0
            while self.ring.spares() <= LOW:
                keys = await self.run(lambda: make_keys(self.masters, BATCH, datetime.now(UTC)))
                self.ring.add_spares(keys)
                made += len(keys)
            return made

    async def supply(self) -> None:
        """What a unit lacks that needs a new key: spares, and the note that from now on a key may seal something."""
        if not self.ring.in_use:
            await self.database.run(lambda: ask("UPDATE keystore SET used = 1"))
            self.ring.in_use = True
        await self.refill()

    async def load(self, ids: Iterable[str]) -> frozenset[str]:
        """Bring these keys to hand; returns the ids that do not exist any more."""
        wanted = tuple(dict.fromkeys(ids))
        keys = await self.read(lambda: load_keys(self.masters, wanted))
        self.ring.put(keys)
        return frozenset(wanted) - {key.id for key in keys}

    async def destroy(self, ids: Iterable[str]) -> int:
        """Make these keys unrecoverable from the live store; returns how many there were. Safe to repeat."""
        doomed = tuple(ids)
        self.ring.drop(doomed)
        if not doomed:
            return 0
        return await self.database.run(lambda: destroy_keys(doomed))

    async def drop_old_spares(self) -> int:
        return await self.destroy(self.ring.old_spares())

    async def older_parts(self, now: datetime) -> list[list[str]]:
        """First letters of ids of keys that are old enough to be swept: a large house is swept in parts. None while
        keys are spared."""
        return await self.database.read(lambda: sweeping.older_parts(now))

    async def older_ids(self, now: datetime, firsts: Sequence[str]) -> frozenset[str]:
        """Those of them that begin so, without those at hand here."""
        return await self.database.read(lambda: sweeping.older(now, firsts)) - self.ring.held()

    async def spare_until(self, until: datetime) -> None:
        """Until then no key is swept because nothing refers to it: for whoever has brought back an older database and
        may yet want the newer one. What is erased is erased all the same. Never shortens what was said before."""
        await self.database.run(lambda: sweeping.spare_until(until))

    async def rotate_epoch(self) -> int:
        """Rewrite the store under a new epoch key, some keys at a time, and overwrite the old one; returns how many it
        held. Where it is stopped half way, the next one ends it."""
        count = 0
        if master := await self.run(lambda: begin_epoch(self.masters)):
            place, after = PLACE[self.database.dialect]
            while moved := await self.run(lambda after=after: move_keys(self.masters, place, after)):  # type: ignore[misc]
                after, count = moved[0], count + moved[1]
                await asyncio.sleep(REST)
            await self.run(lambda: end_epochs(self.masters))
        self.ring.empty()
        if await self.database.tidy("data_key", "epoch", "house_key") and master:
            await self.database.run(lambda: house_keys.made_whole(master))
        return count

    async def close(self) -> None:
        await self.database.close()


# ── the steps ─────────────────────────────────────────────────────────────────────────────────────────────────────
def epoch_key(masters: Masters) -> Steps[Key]:
    """The epoch key of now; made where there is none yet. To be asked under the lock. A store from before there was a
    note of the current one has one epoch."""
    row = yield from ask_one(
        "SELECT e.id, e.wrapped, e.master FROM epoch e LEFT JOIN current_epoch c ON c.id = e.id"
        " ORDER BY c.id IS NULL LIMIT 1"
    )
    if row is not None:
        return opened_epoch(masters, *row)
    return (yield from new_epoch(masters))[0]


def new_epoch(masters: Masters) -> Steps[tuple[Key, str]]:
    """A new epoch key, and the id of the master key it lies under: the one all of the store lies under."""
    _, master = yield from house_keys.known(masters)
    epoch_id, secret = secrets.token_urlsafe(9), secrets.token_bytes(32)
    wrapped = seal(master.wrapping, of_epoch(epoch_id), secret)
    yield from ask("INSERT INTO epoch (id, wrapped, master) VALUES ($1, $2, $3)", epoch_id, wrapped, master.id)
    yield from ask(
        "INSERT INTO current_epoch (place, id) VALUES (1, $1) ON CONFLICT (place) DO UPDATE SET id = excluded.id",
        epoch_id,
    )
    return new_key(epoch_id, secret), master.id


def make_keys(masters: Masters, count: int, now: datetime) -> Steps[list[Key]]:
    """That many new keys, wrapped and stored."""
    yield Lock(EPOCH_LOCK)
    epoch = yield from epoch_key(masters)
    made = [(secrets.token_urlsafe(9), secrets.token_bytes(32)) for _ in range(count)]
    yield from write(epoch, [(key_id, secret, hour(now)) for key_id, secret in made])
    return [new_key(key_id, secret) for key_id, secret in made]


def write(epoch: Key, keys: Sequence[tuple[str, bytes, int]]) -> Steps[None]:
    for group in chunks(keys, 128):
        rows = ", ".join(f"({places(4, 1 + 4 * at)})" for at in range(len(group)))
        values = [
            value
            for key_id, secret, made in group
            for value in (key_id, epoch.id, made, seal(epoch, wrapped_in(key_id), secret))
        ]
        yield from ask(UPSERT.format(rows=rows), *values)


def wrapped_in(key_id: str) -> Cell:
    return Cell("data_key", "wrapped", key_id)


def load_keys(masters: Masters, ids: Sequence[str]) -> Steps[list[Key]]:
    keys: list[Key] = []
    for group in chunks(ids, 128):
        rows = yield from ask_in(
            "SELECT k.id, k.wrapped, e.id, e.wrapped, e.master FROM data_key k JOIN epoch e ON e.id = k.epoch_id"
            " WHERE k.id IN {ids}",
            group,
        )
        keys += opened(masters, rows)
    return keys


def opened(masters: Masters, rows: Rows) -> list[Key]:
    epochs: dict[str, Key] = {}
    keys = []
    for key_id, wrapped, epoch_id, epoch_wrapped, master in rows:
        if epoch_id not in epochs:
            epochs[epoch_id] = opened_epoch(masters, epoch_id, epoch_wrapped, master)
        keys.append(new_key(key_id, open_sealed(epochs[epoch_id], wrapped_in(key_id), wrapped)))
    return keys


def destroy_keys(ids: Sequence[str]) -> Steps[int]:
    """Under the epoch's lock: a rotation running beside must not bring a key back."""
    yield Lock(EPOCH_LOCK)
    count = 0
    for group in chunks(ids, 128):
        rows = yield from ask_in("DELETE FROM data_key WHERE id IN {ids} RETURNING id", group)
        count += len(rows)
    return count


def begin_epoch(masters: Masters) -> Steps[str | None]:
    """From now on new keys are wrapped under a new epoch key; returns the id of the master key that one lies under.
    None where there is no key yet."""
    yield Lock(EPOCH_LOCK)
    if (yield from ask_one("SELECT 1 FROM epoch LIMIT 1")) is None:
        return None
    return (yield from new_epoch(masters))[1]


def move_keys(masters: Masters, place: str, after: Any) -> Steps[tuple[Any, int] | None]:
    """The next keys behind this place come under the epoch key of now; returns the last one's place and how many there
    were, None where there is none."""
    yield Lock(EPOCH_LOCK)
    now = yield from epoch_key(masters)
    rows = yield from ask(NEXT.format(place=place), after, now.id, AT_A_TIME)
    keys = opened(masters, [row[2:] for row in rows])
    yield from write(now, [(key.id, key.secret, row[1]) for key, row in zip(keys, rows, strict=True)])
    return (rows[-1][0], len(rows)) if rows else None


def end_epochs(masters: Masters) -> Steps[None]:
    """Epochs that no key is wrapped under any more are gone."""
    yield Lock(EPOCH_LOCK)
    now = yield from epoch_key(masters)
    yield from ask(
        "DELETE FROM epoch WHERE id <> $1 AND NOT EXISTS (SELECT 1 FROM data_key k WHERE k.epoch_id = epoch.id)", now.id
    )
