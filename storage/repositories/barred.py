"""barred: chats that staff have shut out, by the keyed hash they are found by; a row goes when its time is over."""

from __future__ import annotations

from datetime import datetime

from storage.statements import Steps, ask, ask_one, moment


def keep(lookup: bytes, until: datetime | None, now: datetime) -> Steps[None]:
    """Shut out until then; a moment that has passed lets it in again, and None changes nothing."""
    if until is None:
        return
    if until <= now:
        yield from ask("DELETE FROM barred WHERE lookup = $1", lookup)
        return
    yield from ask(
        "INSERT INTO barred (lookup, until) VALUES ($1, $2) ON CONFLICT (lookup) DO UPDATE SET until = excluded.until",
        lookup,
        until,
    )


def prune(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM barred WHERE until <= $1", now)


def until(case_id: str) -> Steps[datetime | None]:
    """Until when the chat of this case is shut out; it may have passed."""
    row = yield from ask_one(
        "SELECT b.until FROM access a JOIN contact c ON c.id = a.contact_id JOIN barred b ON b.lookup = c.lookup"
        " WHERE a.case_id = $1 ORDER BY a.locked, a.opened_at DESC LIMIT 1",
        case_id,
    )
    return None if row is None else moment(row[0])
