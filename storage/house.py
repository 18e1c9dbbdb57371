"""The house id: one random id in the database and in its key store, so that neither is ever used with a stranger.

Keys that a database does not name are swept after a day. With another house's database that would be every key, so
Haven starts, and sweeps, only where both hold the same id. The key store notes it before its first key is taken.
"""

from __future__ import annotations

import uuid

from storage.database import Database
from storage.errors import WrongHouse
from storage.key_tables import EPOCH_LOCK
from storage.keys import KeyStore
from storage.statements import Lock, Steps, ask, ask_in, ask_one, chunks

STRANGERS = (
    "this database and this key store belong to two different houses; correct HAVEN_DATA and HAVEN_KEYS"
    " (or the two addresses) so that they name a pair"
)
NEW_DATABASE = (
    "this database is new, but the key store holds the keys of another one; correct HAVEN_DATA, or to start afresh"
    " on purpose, and lose for good what those keys open, move the key store away (on SQLite the folder HAVEN_KEYS)"
)
SEALS = "SELECT 1 FROM contact UNION ALL SELECT 1 FROM cases LIMIT 1"
#: What is written to see whether anything can be. (An update that changes no cell writes nothing on SQLite.)
A_TALLY = ("INSERT INTO tally (name, amount) VALUES ('probe', 0)", "DELETE FROM tally WHERE name = 'probe'")
AN_EPOCH = ("INSERT INTO epoch (id, wrapped) VALUES ('probe', '')", "DELETE FROM epoch WHERE id = 'probe'")


async def meet(database: Database, keys: KeyStore) -> None:
    """At each opening: both hold one id, given where there is none yet. Raises WrongHouse with one sentence."""
    # The key store is asked first: before anyone uses a key of it, its database has its id.
    used = await keys.database.run(is_used)
    house = await database.read(of_database)
    new = house is None
    if house is None:
        if used and not await share_keys(database, keys):
            raise WrongHouse(NEW_DATABASE)
        house = await database.run(lambda: name(str(uuid.uuid4())))
    may_bind = new or not await database.read(seals_anything)
    keys.ring.in_use = await keys.database.run(lambda: bind(house, new, may_bind))


async def still_one(database: Database, keys: KeyStore) -> None:
    """Asked again before keys are swept. Raises WrongHouse."""
    noted = await keys.database.read(lambda: ask_one("SELECT house FROM keystore"))
    house = await database.read(of_database)
    if house is None or noted is None or noted[0] != house:
        raise WrongHouse(STRANGERS)


async def share_keys(database: Database, keys: KeyStore) -> bool:
    """A database from before there were ids: it is this key store's where it names a key of it."""
    named = await database.read(lambda: ask("SELECT key_id FROM contact UNION SELECT key_id FROM cases LIMIT 1000"))
    return await keys.database.read(lambda: holds_any(tuple(row[0] for row in named)))


# ── the steps ─────────────────────────────────────────────────────────────────────────────────────────────────────
def in_and_out(*statements: str) -> Steps[None]:
    """A row written and removed: a change that must be synced and changes nothing."""
    for statement in statements:
        yield from ask(statement)


def of_database() -> Steps[str | None]:
    row = yield from ask_one("SELECT id FROM house")
    return None if row is None else str(row[0])


def seals_anything() -> Steps[bool]:
    """Something in this database is sealed under keys of some key store."""
    return (yield from ask_one(SEALS)) is not None


def is_bound() -> Steps[bool]:
    """It belongs to a key store without which it is lost."""
    return (yield from of_database()) is not None and (yield from seals_anything())


def name(house: str) -> Steps[str]:
    """Give the database this id; returns the one it has, since another process may have been first."""
    yield from ask("INSERT INTO house (place, id) VALUES (1, $1) ON CONFLICT DO NOTHING", house)
    found = yield from of_database()
    assert found is not None
    return found


def is_used() -> Steps[bool]:
    """A key of this store may have sealed something. Without a note, any key may have; without a key, none has."""
    yield Lock(EPOCH_LOCK)
    holds = (yield from ask_one("SELECT 1 FROM data_key LIMIT 1")) is not None
    row = yield from ask_one("SELECT used FROM keystore")
    return holds and (row is None or bool(row[0]))


def bind(house: str, new: bool, may_bind: bool) -> Steps[bool]:
    """The key store notes whose it is; returns whether its keys are in use. Raises WrongHouse where it is another's,
    or where nobody's keys would be given to a database that is sealed with others."""
    used = yield from is_used()
    row = yield from ask_one("SELECT house FROM keystore")
    if row is not None and row[0] == house:
        return used
    if not may_bind or (used and not new):
        raise WrongHouse(STRANGERS)
    yield from ask(
        "INSERT INTO keystore (place, house, used) VALUES (1, $1, $2)"
        " ON CONFLICT (place) DO UPDATE SET house = excluded.house, used = excluded.used",
        house,
        int(used),
    )
    return used


def holds_any(ids: tuple[str, ...]) -> Steps[bool]:
    for group in chunks(ids, 128):
        if (yield from ask_in("SELECT id FROM data_key WHERE id IN {ids} LIMIT 1", group)):
            return True
    return False
