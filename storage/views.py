"""Small reads for metrics and tests: counts and ages, never a word of anyone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from storage.statements import Steps, ask, moment

COUNTED = {
    "outbox": "SELECT COUNT(*) FROM outbox",
    "sending": "SELECT COUNT(*) FROM outbox WHERE state = 'sending'",
    "waiting": "SELECT COUNT(*) FROM cases WHERE holder_kind = 'queue'",
    "cases": "SELECT COUNT(*) FROM cases",
    "sessions": "SELECT COUNT(*) FROM session",
    "contacts": "SELECT COUNT(*) FROM contact",
    "seen": "SELECT COUNT(*) FROM seen",
    "failing": "SELECT COUNT(*) FROM failure WHERE NOT parked",
    "parked": "SELECT COUNT(*) FROM failure WHERE parked",
    "unnumbered": "SELECT COUNT(*) FROM event WHERE seq IS NULL",
    "erasures": "SELECT COUNT(*) FROM erasure WHERE NOT done",
    "deletions": "SELECT COUNT(*) FROM message WHERE delete_at IS NOT NULL",
}
AGED = {
    "oldest_due": "SELECT MIN(due_at) FROM outbox WHERE due_at <= $1",
    "oldest_waiting": "SELECT MIN(waiting_since) FROM cases WHERE holder_kind = 'queue' AND waiting_since <= $1",
}
TALLIED = ("ambiguous", "refused", "withdrawn", "blocked", "broken")


def counts(now: datetime) -> Steps[Mapping[str, int | float]]:
    """How much of everything; `oldest_…` in seconds, 0 where there is none; tallies since the beginning."""
    found: dict[str, int | float] = dict.fromkeys(TALLIED, 0)
    for name, sql in COUNTED.items():
        rows = yield from ask(sql)
        found[name] = rows[0][0]
    for name, sql in AGED.items():
        rows = yield from ask(sql, now)
        oldest = rows[0][0]
        found[name] = 0.0 if oldest is None else max(0.0, (now - moment(oldest)).total_seconds())
    for name, amount in (yield from ask("SELECT name, amount FROM tally")):
        found[name] = amount
    return found
