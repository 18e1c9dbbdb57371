"""A house settles in after its database was brought back from a backup: what was erased since stays erased, and nothing
of those days is sent again.

A case whose key is gone was erased after the backup was made: its rows go too. What was on its way then may have
arrived or not; nobody knows, it is marked so, and none of it leaves days later.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from helpline.events import Event
from storage.database import Database
from storage.key_parts import begins, parts
from storage.keys import KeyStore
from storage.repositories import cases, events, tally
from storage.repositories.erasures import HORIZON
from storage.statements import Steps, ask, ask_in, ask_one, chunks

#: Notes in a database that was brought back, until the house has settled in it.
MARK = "restored"
#: Cases that go in one transaction.
AT_A_TIME = 50
NAMED, HELD = "SELECT id, key_id FROM cases WHERE {}", "SELECT id FROM data_key WHERE {}"
ON_ITS_WAY = ("queued", "trying")


async def settle_in(database: Database, keys: KeyStore, now: datetime) -> None:
    """Where a backup was brought back since the last opening; safe to be cut off and done again."""
    if not await database.read(is_marked):
        return
    await keys.spare_until(now + HORIZON)
    gone = await closed_for_good(database, keys, erase=True)
    await database.run(lambda: nothing_goes_out(now, gone))


async def closed_for_good(database: Database, keys: KeyStore, erase: bool = False) -> int:
    """How many cases no key opens any more; `erase`: what is left of them goes."""
    count = 0
    total = await keys.database.read(lambda: ask("SELECT COUNT(*) FROM data_key"))
    for letters in parts(total[0][0]):
        named = await database.read(lambda letters=letters: ask(NAMED.format(begins("key_id", letters)), *letters))  # type: ignore[misc]
        held = await keys.database.read(lambda letters=letters: held_of(letters))  # type: ignore[misc]
        doomed = [row[0] for row in named if row[1] not in held]
        count += len(doomed)
        for group in chunks(doomed if erase else (), AT_A_TIME):
            await database.run(lambda group=group: erase_all(group))  # type: ignore[misc]
    return count


# ── the steps ─────────────────────────────────────────────────────────────────────────────────────────────────────
def is_marked() -> Steps[bool]:
    return (yield from ask_one("SELECT 1 FROM tally WHERE name = $1", MARK)) is not None


def held_of(letters: str) -> Steps[frozenset[str]]:
    rows = yield from ask(HELD.format(begins("id", letters)), *letters)
    return frozenset(row[0] for row in rows)


def erase_all(case_ids: tuple[str, ...]) -> Steps[None]:
    """Their rows, and the talks that went on in them."""
    yield from ask_in(
        "DELETE FROM session WHERE key_id IN (SELECT key_id FROM cases WHERE id IN {ids})",
        case_ids,
    )
    for case_id in case_ids:
        yield from cases.erase(case_id)


def nothing_goes_out(now: datetime, gone: int) -> Steps[None]:
    """What waited for a moment that is over is withdrawn, the house tells that it was brought back, and it is done."""
    timed = yield from ask("DELETE FROM kept_back WHERE until IS NOT NULL RETURNING id")
    unknown = yield from ask_in("UPDATE line SET fate = 'ambiguous' WHERE fate IN {ids} RETURNING id", ON_ITS_WAY)
    for group in chunks([row[0] for row in timed], 200):
        yield from ask_in("UPDATE line SET fate = 'withdrawn' WHERE outbox IN {ids}", group)
    yield from ask("UPDATE cases SET numbers_by = NULL WHERE numbers_by IS NOT NULL")
    yield from tally.add("ambiguous", len(unknown))
    yield from tally.add("withdrawn", len(timed))
    yield from events.append([told("data", now, gone)])
    yield from ask("DELETE FROM tally WHERE name = $1", MARK)


def keys_restored(now: datetime, closed: int) -> Steps[None]:
    yield from events.append([told("keys", now, closed)])


def told(what: str, now: datetime, closed: int) -> Event:
    """`closed`: how many cases no key opens."""
    return Event(secrets.token_urlsafe(9), "house_restored", now, None, {"what": what, "closed": closed})


def backed_up(what: str, now: datetime) -> Steps[None]:
    yield from events.append([Event(secrets.token_urlsafe(9), "house_backed_up", now, None, {"what": what})])
