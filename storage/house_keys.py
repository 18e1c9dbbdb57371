"""What lies wrapped under the master key: the epoch keys, and the keys of the house for each purpose.

The key store says which master key that is. All of it lies under one and the same, and changes in one transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from storage.errors import BadKeys, SealBroken
from storage.key_tables import EPOCH_LOCK
from storage.master import PURPOSES, Master, Masters, UnknownMaster
from storage.seal import Cell, Key, derive, new_key, open_sealed, seal
from storage.statements import Lock, Steps, ask, ask_one

NOT_THIS_ONE = "the master key does not open this key store; bring back the one it was made with"
BEFORE = "was replaced on {day}; bring back the newer one that this key store lies under"
CURRENT = "SELECT id, since_hour, by, whole, told FROM master_key WHERE until_hour IS NULL"
NEW_MASTER = "INSERT INTO master_key (id, since_hour, until_hour, by, whole, told) VALUES ($1, $2, NULL, $3, $4, $5)"
OLDER = (
    "SELECT (SELECT COUNT(*) FROM epoch WHERE master <> $1) + (SELECT COUNT(*) FROM house_key WHERE master <> $1),"
    " (SELECT COUNT(*) FROM epoch), (SELECT COUNT(*) FROM data_key)"
)


@dataclass(frozen=True)
class Now:
    """The master key of now. `whole`: what a disk remembers from before the change opens no key any more. `told`: the
    record tells of the change. `by`: a staff id, or the operator."""

    id: str
    since_hour: int
    by: str
    whole: bool
    told: bool


@dataclass(frozen=True)
class Kept:
    """How much there is in the key store, and how much of it lies under an older master key: none, or all of it."""

    now: Now
    epochs: int
    keys: int
    older: int


def hour(at: datetime) -> int:
    """As coarse as the age of a key may be known."""
    return int(at.timestamp()) // 3600


def current() -> Steps[Now | None]:
    row = yield from ask_one(CURRENT)
    return None if row is None else Now(row[0], row[1], row[2], bool(row[3]), bool(row[4]))


def known(masters: Masters) -> Steps[tuple[Now, Master]]:
    """The master key of now, at hand. Raises UnknownMaster."""
    now = yield from current()
    if now is None:
        raise BadKeys("this key store does not say which master key it lies under; start haven run once")
    return now, masters.named(now.id)


def kept() -> Steps[Kept]:
    now = yield from current()
    assert now is not None
    row = yield from ask_one(OLDER, now.id)
    assert row is not None
    return Kept(now, row[1], row[2], row[0])


# ── the keys of the house ─────────────────────────────────────────────────────────────────────────────────────────
def at_home(masters: Masters, new_house: bool, at: datetime) -> Steps[Mapping[str, bytes]]:
    """The keys of the house by purpose, at an opening. A house that begins gets random ones; one from before keeps
    those it had, derived from its master key. Raises BadKeys where this folder's master key is not the one."""
    yield Lock(EPOCH_LOCK)
    if (yield from current()) is None:
        yield from settle_in(masters.now, new_house, at)
    try:
        return (yield from house_keys(masters))
    except UnknownMaster:
        pass
    row = yield from ask_one("SELECT until_hour FROM master_key WHERE id = $1", masters.now.id)
    if row is None or row[0] is None:
        raise BadKeys(NOT_THIS_ONE)
    day = datetime.fromtimestamp(int(row[0]) * 3600, UTC)
    raise BadKeys(f"the master.key in HAVEN_KEYS {BEFORE.format(day=f'{day:%Y-%m-%d}')}")


def house_keys(masters: Masters) -> Steps[Mapping[str, bytes]]:
    rows = yield from ask("SELECT purpose, master, wrapped FROM house_key")
    return {row[0]: open_sealed(masters.named(row[1]).wrapping, of_house(row[0]), row[2]) for row in rows}


def settle_in(master: Master, new_house: bool, at: datetime) -> Steps[None]:
    """From now on the store says that it lies under this one. Raises BadKeys where it does not."""
    for epoch_id, wrapped in (yield from ask("SELECT id, wrapped FROM epoch")):
        try:
            open_sealed(master.wrapping, of_epoch(epoch_id), wrapped)
        except SealBroken:
            raise BadKeys(NOT_THIS_ONE) from None
    yield from ask("UPDATE epoch SET master = $1", master.id)
    yield from ask(NEW_MASTER, master.id, hour(at), "", 1, 1)
    for purpose in PURPOSES:
        secret = secrets.token_bytes(32) if new_house else derive(master.secret, purpose)
        wrapped = seal(master.wrapping, of_house(purpose), secret)
        yield from ask(
            "INSERT INTO house_key (purpose, master, wrapped) VALUES ($1, $2, $3)", purpose, master.id, wrapped
        )


# ── epochs ────────────────────────────────────────────────────────────────────────────────────────────────────────
def opened_epoch(masters: Masters, epoch_id: str, wrapped: bytes, master: str) -> Key:
    return new_key(epoch_id, open_sealed(masters.named(master).wrapping, of_epoch(epoch_id), wrapped))


def of_epoch(epoch_id: str) -> Cell:
    return Cell("epoch", "wrapped", epoch_id)


def of_house(purpose: str) -> Cell:
    return Cell("house_key", "wrapped", purpose)


# ── a change of the master key ────────────────────────────────────────────────────────────────────────────────────
def rewrap(masters: Masters, coming: Master, by: str, at: datetime) -> Steps[bool]:
    """All of it comes under the next master key, in this one transaction; False where it already lies under it.
    Raises BadKeys where that one was replaced before."""
    yield Lock(EPOCH_LOCK)
    now, _ = yield from known(masters)
    if now.id == coming.id:
        return False
    if (yield from ask_one("SELECT 1 FROM master_key WHERE id = $1", coming.id)) is not None:
        raise BadKeys("master.key.next holds a master key that was replaced before; remove it and begin again")
    yield from rewrap_epochs(masters, coming)
    yield from rewrap_house(masters, coming)
    yield from ask("UPDATE master_key SET until_hour = $1 WHERE until_hour IS NULL", hour(at))
    yield from ask(NEW_MASTER, coming.id, hour(at), by, 0, 0)
    return True


def rewrap_epochs(masters: Masters, coming: Master) -> Steps[None]:
    for epoch_id, wrapped, master in (yield from ask("SELECT id, wrapped, master FROM epoch")):
        secret = opened_epoch(masters, epoch_id, wrapped, master).secret
        again = seal(coming.wrapping, of_epoch(epoch_id), secret)
        yield from ask("UPDATE epoch SET wrapped = $1, master = $2 WHERE id = $3", again, coming.id, epoch_id)


def rewrap_house(masters: Masters, coming: Master) -> Steps[None]:
    for purpose, secret in (yield from house_keys(masters)).items():
        again = seal(coming.wrapping, of_house(purpose), secret)
        yield from ask("UPDATE house_key SET wrapped = $1, master = $2 WHERE purpose = $3", again, coming.id, purpose)


def made_whole(master: str) -> Steps[None]:
    """An epoch that began under this master key has ended all others."""
    yield from ask("UPDATE master_key SET whole = 1 WHERE id = $1 AND until_hour IS NULL", master)


def was_told(master: str) -> Steps[None]:
    yield from ask("UPDATE master_key SET told = 1 WHERE id = $1", master)
