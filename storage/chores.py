"""What storage does because time passed: forget, prune, number. Each does what is due and returns how many."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.loading import lock_number
from storage.repositories import contacts, erasures
from storage.statements import Lock, Row, Rows, Steps, ask, ask_in, hours, minute

IDLE = timedelta(minutes=60)
SEEN_KEPT = hours(72)
MESSAGES_KEPT = hours(48)
AT_A_TIME = 200
IDLE_ONES = (
    "SELECT session.contact_id, c.lookup FROM session JOIN contact c ON c.id = session.contact_id"
    " WHERE touched_at <= $1"
    " AND NOT EXISTS (SELECT 1 FROM access a WHERE a.contact_id = session.contact_id AND NOT a.locked)"
    " ORDER BY touched_at LIMIT $2"
)
FORGET_ONES = (
    "DELETE FROM session WHERE touched_at <= $1 AND contact_id IN {ids}"
    " AND NOT EXISTS (SELECT 1 FROM access a WHERE a.contact_id = session.contact_id AND NOT a.locked)"
    " RETURNING key_id"
)


def forget_idle(now: datetime) -> Steps[tuple[str, ...]]:
    """Sessions without a case that were idle for an hour; returns their keys, to be destroyed."""
    limit = minute(now) - IDLE
    rows = yield from ask(IDLE_ONES, limit, AT_A_TIME)
    yield from hold(rows)
    gone = yield from ask_in(FORGET_ONES, [row[0] for row in rows], limit)
    doomed = tuple(row[0] for row in gone)
    yield from erasures.write(doomed, now)
    return doomed


def prune(now: datetime) -> Steps[tuple[int, tuple[str, ...]]]:
    """Old update ids, old message ids, contacts nothing refers to; returns how many, and keys to be destroyed."""
    seen = yield from ask("DELETE FROM seen WHERE at < $1 RETURNING channel", now - SEEN_KEPT)
    yield from ask("DELETE FROM failure WHERE NOT parked AND at < $1", now - SEEN_KEPT)
    old = yield from ask("DELETE FROM message WHERE at < $1 RETURNING id", now - MESSAGES_KEPT)
    yield from erasures.prune(now)
    rows = yield from ask(
        "SELECT c.id, c.lookup FROM contact c"
        " WHERE NOT EXISTS (SELECT 1 FROM session s WHERE s.contact_id = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM access a WHERE a.contact_id = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.contact_id = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.contact_id = c.id) LIMIT $1",
        AT_A_TIME,
    )
    yield from hold(rows)
    doomed = yield from contacts.forget([row[0] for row in rows])
    yield from erasures.write(doomed, now)
    return len(seen) + len(old) + len(doomed), doomed


def hold(rows: Rows) -> Steps[None]:
    """These contacts stand still until it is done."""
    for number in sorted(lock_number(row[1]) for row in rows):
        yield Lock(number)


def keys_in_use(first: str = "") -> Steps[frozenset[str]]:
    """Keys that something was sealed with, whose id begins so: a house with a million cases never holds all at once."""
    rows: list[Row] = yield from ask(
        "SELECT key_id FROM (SELECT key_id FROM contact UNION ALL SELECT key_id FROM session"
        " UNION ALL SELECT key_id FROM cases) AS used WHERE substr(key_id, 1, $1) = $2",
        len(first),
        first,
    )
    return frozenset(row[0] for row in rows)


def lease(name: str, holder: str, now: datetime, seconds: float) -> Steps[bool]:
    """Take or keep a lease. False: another holds it."""
    rows = yield from ask(
        "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE"
        " SET holder = excluded.holder, until = excluded.until WHERE lease.holder = excluded.holder OR lease.until < $4"
        " RETURNING name",
        name,
        holder,
        now + timedelta(seconds=seconds),
        now,
    )
    return bool(rows)
