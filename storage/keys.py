"""The key store: a key per contact, session or case, in a database of its own. Destroying a key is what erases.

Each key lies wrapped under the epoch key, and that one under the master key. Every hour the store is rewritten under a
new epoch key, so that what a disk still remembers of the old one opens nothing. Keys are made ahead, in batches.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from storage.database import Database, open_database
from storage.ring import Ring
from storage.seal import Cell, Key, new_key, open_sealed, seal
from storage.statements import Lock, Rows, Steps, ask, ask_in, ask_one, chunks, places

#: Spare keys made at a time, so few that no reply waits long for the processor; and how many there are always more of.
BATCH, LOW = 128, 256
#: A key nothing refers to is swept when it is older than this.
ORPHAN_AGE = timedelta(hours=24)
#: Keys moved to a new epoch at a time, and the seconds between: the rest of the house has the processor meanwhile.
AT_A_TIME, REST = 128, 0.03
EPOCH_LOCK = 0x48_41_56_45_4E_01
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS epoch (id TEXT PRIMARY KEY, wrapped {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS current_epoch (place INTEGER PRIMARY KEY CHECK (place = 1), id TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS data_key (id TEXT PRIMARY KEY, epoch_id TEXT NOT NULL REFERENCES epoch (id),"
    " made_hour BIGINT NOT NULL, wrapped {bytes} NOT NULL)",
    "DROP INDEX IF EXISTS ix_data_key_epoch_id",
    "CREATE TABLE IF NOT EXISTS keystore (place INTEGER PRIMARY KEY CHECK (place = 1), house TEXT NOT NULL,"
    " used INTEGER NOT NULL)",
)
UPSERT = (
    "INSERT INTO data_key (id, epoch_id, made_hour, wrapped) VALUES {rows}"
    " ON CONFLICT (id) DO UPDATE SET epoch_id = excluded.epoch_id, wrapped = excluded.wrapped"
)

CURRENT = "INSERT INTO current_epoch (place, id) VALUES (1, $1) ON CONFLICT (place) DO UPDATE SET id = excluded.id"
#: What keys are walked through by, in the order in which they lie, and what comes before all of them.
PLACE: Mapping[str, tuple[str, Any]] = {"sqlite": ("rowid", 0), "postgresql": ("id", "")}
NEXT = (
    "SELECT k.{place}, k.made_hour, k.id, k.wrapped, e.id, e.wrapped FROM data_key k JOIN epoch e ON e.id = k.epoch_id"
    " WHERE k.{place} > $1 AND k.epoch_id <> $2 ORDER BY k.{place} LIMIT $3"
)
FIRSTS = "SELECT substr(id, 1, 1), COUNT(*) FROM data_key WHERE made_hour < $1 GROUP BY 1"
#: Ids looked at together when keys are swept: some 20 MB. Each part reads three tables, so there are few.
PART = 200_000


class KeyStore:
    """Makes, loads and destroys keys. `ring` holds those at hand."""

    def __init__(self, database: Database, master: Key) -> None:
        self.database = database
        self.ring = Ring()
        self._master = master
        self._refilling = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, master: Key) -> KeyStore:
        """The store with its tables; no key is made before it has met its database (`storage/house.py`)."""
        store = cls(await open_database(url), master)
        try:
            await store.database.run(lambda: schema(store.database.dialect))
        except BaseException:
            await store.database.close()
            raise
        return store

    async def refill(self) -> int:
        """Make spare keys until there are enough; returns how many were made."""
        async with self._refilling:
            made = 0
            while self.ring.spares() <= LOW:
                keys = await self.database.run(lambda: make_keys(self._master, BATCH, datetime.now(UTC)))
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
        keys = await self.database.read(lambda: load_keys(self._master, wanted))
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
        """First letters of ids of keys that are old enough to be swept: a large house is swept in parts."""
        parts: list[list[str]] = []
        size = PART
        for first, count in await self.database.read(lambda: ask(FIRSTS, hour(now - ORPHAN_AGE))):
            if size + count > PART:
                parts.append([])
                size = 0
            parts[-1].append(first)
            size += count
        return parts

    async def older_ids(self, now: datetime, firsts: Sequence[str]) -> frozenset[str]:
        """Those of them that begin so, without those at hand here."""
        found = await self.database.read(lambda: older(hour(now - ORPHAN_AGE), firsts))
        return found - self.ring.held()

    async def rotate_epoch(self) -> int:
        """Rewrite the store under a new epoch key, some keys at a time, and overwrite the old one; returns how many it
        held. Where it is stopped half way, the next one ends it."""
        count = 0
        if await self.database.run(lambda: begin_epoch(self._master)):
            place, after = PLACE[self.database.dialect]
            while moved := await self.database.run(lambda after=after: move_keys(self._master, place, after)):  # type: ignore[misc]
                after, count = moved[0], count + moved[1]
                await asyncio.sleep(REST)
            await self.database.run(lambda: end_epochs(self._master))
        self.ring.empty()
        await self.database.tidy("data_key", "epoch")
        return count

    async def close(self) -> None:
        await self.database.close()


# ── the steps ─────────────────────────────────────────────────────────────────────────────────────────────────────
def schema(dialect: str) -> Steps[None]:
    """Make the tables where they are missing."""
    yield Lock(EPOCH_LOCK)
    kind = {"sqlite": "BLOB", "postgresql": "BYTEA"}[dialect]
    for statement in SCHEMA:
        yield from ask(statement.format(bytes=kind))


def epoch_key(master: Key) -> Steps[Key]:
    """The epoch key of now; made where there is none yet. To be asked under the lock. A store from before there was a
    note of the current one has one epoch."""
    row = yield from ask_one(
        "SELECT e.id, e.wrapped FROM epoch e LEFT JOIN current_epoch c ON c.id = e.id ORDER BY c.id IS NULL LIMIT 1"
    )
    if row is not None:
        return opened_epoch(master, row)
    return (yield from new_epoch(master))


def opened_epoch(master: Key, row: Sequence[object]) -> Key:
    epoch_id, wrapped = str(row[0]), row[1]
    assert isinstance(wrapped, bytes)
    return new_key(epoch_id, open_sealed(master, Cell("epoch", "wrapped", epoch_id), wrapped))


def new_epoch(master: Key) -> Steps[Key]:
    epoch_id, secret = secrets.token_urlsafe(9), secrets.token_bytes(32)
    wrapped = seal(master, Cell("epoch", "wrapped", epoch_id), secret)
    yield from ask("INSERT INTO epoch (id, wrapped) VALUES ($1, $2)", epoch_id, wrapped)
    yield from ask(
        "INSERT INTO current_epoch (place, id) VALUES (1, $1) ON CONFLICT (place) DO UPDATE SET id = excluded.id",
        epoch_id,
    )
    return new_key(epoch_id, secret)


def make_keys(master: Key, count: int, now: datetime) -> Steps[list[Key]]:
    """That many new keys, wrapped and stored."""
    yield Lock(EPOCH_LOCK)
    epoch = yield from epoch_key(master)
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


def load_keys(master: Key, ids: Sequence[str]) -> Steps[list[Key]]:
    keys: list[Key] = []
    for group in chunks(ids, 128):
        rows = yield from ask_in(
            "SELECT k.id, k.wrapped, e.id, e.wrapped FROM data_key k JOIN epoch e ON e.id = k.epoch_id"
            " WHERE k.id IN {ids}",
            group,
        )
        keys += opened(master, rows)
    return keys


def opened(master: Key, rows: Rows) -> list[Key]:
    epochs: dict[str, Key] = {}
    keys = []
    for key_id, wrapped, epoch_id, epoch_wrapped in rows:
        if epoch_id not in epochs:
            epochs[epoch_id] = opened_epoch(master, (epoch_id, epoch_wrapped))
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


def older(limit: int, firsts: Sequence[str]) -> Steps[frozenset[str]]:
    rows = yield from ask_in(
        "SELECT id FROM data_key WHERE made_hour < $1 AND substr(id, 1, 1) IN {ids}", firsts, limit
    )
    return frozenset(row[0] for row in rows)


def begin_epoch(master: Key) -> Steps[bool]:
    """From now on new keys are wrapped under a new epoch key. False where there is no key yet."""
    yield Lock(EPOCH_LOCK)
    if (yield from ask_one("SELECT 1 FROM epoch LIMIT 1")) is None:
        return False
    yield from new_epoch(master)
    return True


def move_keys(master: Key, place: str, after: Any) -> Steps[tuple[Any, int] | None]:
    """The next keys behind this place come under the epoch key of now; returns the last one's place and how many there
    were, None where there is none."""
    yield Lock(EPOCH_LOCK)
    now = yield from epoch_key(master)
    rows = yield from ask(NEXT.format(place=place), after, now.id, AT_A_TIME)
    keys = opened(master, [row[2:] for row in rows])
    yield from write(now, [(key.id, key.secret, row[1]) for key, row in zip(keys, rows, strict=True)])
    return (rows[-1][0], len(rows)) if rows else None


def end_epochs(master: Key) -> Steps[None]:
    """Epochs that no key is wrapped under any more are gone."""
    yield Lock(EPOCH_LOCK)
    now = yield from epoch_key(master)
    yield from ask(
        "DELETE FROM epoch WHERE id <> $1 AND NOT EXISTS (SELECT 1 FROM data_key k WHERE k.epoch_id = epoch.id)", now.id
    )


def hour(at: datetime) -> int:
    """As coarse as the age of a key may be known."""
    return int(at.timestamp()) // 3600
