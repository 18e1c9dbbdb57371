"""What storage does because time passed: forget, prune, number. Each does what is due and returns how many.

What is due is looked for beside the writer, on what is committed, for that reads whole tables: an index for what is
looked for now and then would be as large as they are. The writer then looks again at the few that were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.loading import lock_number
from storage.repositories import barred, contacts, drafts, erasures, page_sessions, pin_tries, tickets
from storage.statements import Lock, Rows, Steps, ask, ask_in, hours, minute

IDLE = timedelta(minutes=60)
SEEN_KEPT = hours(72)
MESSAGES_KEPT = hours(48)
AT_A_TIME, ROWS_AT_A_TIME = 200, 1000
IDLE_ONES = (
    "SELECT session.contact_id, c.lookup FROM session JOIN contact c ON c.id = session.contact_id"
    " WHERE touched_at <= $1 AND NOT kept LIMIT $2"
)
FORGET_ONES = "DELETE FROM session WHERE touched_at <= $1 AND contact_id IN {ids} AND NOT kept RETURNING key_id"


def idle(now: datetime) -> Steps[Rows]:
    """Contacts whose session, without a case, was idle for an hour: some of them."""
    return (yield from ask(IDLE_ONES, minute(now) - IDLE, AT_A_TIME))


def forget_idle(rows: Rows, now: datetime) -> Steps[tuple[str, ...]]:
    """Their sessions go, where they are still idle; returns the keys, to be destroyed."""
    yield from hold(rows)
    gone = yield from ask_in(FORGET_ONES, [row[0] for row in rows], minute(now) - IDLE)
    doomed = tuple(row[0] for row in gone)
    yield from erasures.write(doomed, now)
    return doomed


@dataclass(frozen=True)
class Outdated:
    """Ids past their time: of updates by channel, of messages."""

    updates: dict[str, list[int]]
    messages: list[str]

    def __len__(self) -> int:
        return sum(map(len, self.updates.values())) + len(self.messages)


def outdated(now: datetime) -> Steps[Outdated]:
    """Some of them."""
    seen = yield from ask("SELECT channel, update_id FROM seen WHERE at < $1 LIMIT $2", now - SEEN_KEPT, ROWS_AT_A_TIME)
    updates: dict[str, list[int]] = {}
    for channel, number in seen:
        updates.setdefault(channel, []).append(number)
    old = yield from ask("SELECT id FROM message WHERE at < $1 LIMIT $2", now - MESSAGES_KEPT, ROWS_AT_A_TIME)
    return Outdated(updates, [row[0] for row in old])


def let_go(old: Outdated) -> Steps[int]:
    for channel, numbers in old.updates.items():
        yield from ask_in("DELETE FROM seen WHERE channel = $1 AND update_id IN {ids}", numbers, channel)
    yield from ask_in("DELETE FROM message WHERE id IN {ids}", old.messages)
    return len(old)


def unknown() -> Steps[Rows]:
    """Contacts nothing refers to: some of them."""
    return (
        yield from ask(
            "SELECT c.id, c.lookup FROM contact c"
            " WHERE NOT EXISTS (SELECT 1 FROM session s WHERE s.contact_id = c.id)"
            " AND NOT EXISTS (SELECT 1 FROM access a WHERE a.contact_id = c.id)"
            " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.contact_id = c.id)"
            " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.contact_id = c.id) LIMIT $1",
            AT_A_TIME,
        )
    )


def forget_unknown(rows: Rows, now: datetime) -> Steps[tuple[str, ...]]:
    """They go, where still nothing refers to them; returns their keys, to be destroyed."""
    yield from hold(rows)
    doomed = yield from contacts.forget([row[0] for row in rows])
    yield from erasures.write(doomed, now)
    return doomed


def prune_notes(now: datetime) -> Steps[None]:
    """Old failures, erasures that no copy of the key store can bring back, leave that is good no more, and what led to
    a draft long ago."""
    yield from ask("DELETE FROM failure WHERE NOT parked AND at < $1", now - SEEN_KEPT)
    yield from barred.prune(now)
    yield from pin_tries.sweep(now)
    yield from erasures.prune(now)
    yield from tickets.prune(now)
    yield from page_sessions.prune(now)
    yield from drafts.fold(now)


def hold(rows: Rows) -> Steps[None]:
    """These contacts stand still until it is done."""
    for number in sorted(lock_number(row[1]) for row in rows):
        yield Lock(number)


def keys_in_use(firsts: Sequence[str]) -> Steps[frozenset[str]]:
    """Keys that something was sealed with, whose ids begin so: a house with a million cases never holds all at once."""
    rows = yield from ask_in(
        "SELECT key_id FROM (SELECT key_id FROM contact UNION ALL SELECT key_id FROM session"
        " UNION ALL SELECT key_id FROM cases) AS used WHERE substr(key_id, 1, 1) IN {ids}",
        firsts,
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
