"""access: which chat has a case open, and since when; every other one has forgotten it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from storage.statements import Steps, ask, minute

#: More are looked at the next time.
AT_A_TIME = 500
#: A case that lies open in a chat in which nothing has happened since then, the longest first.
IDLE = (
    "SELECT a.case_id FROM access a JOIN cases k ON k.id = a.case_id LEFT JOIN session s ON s.contact_id = a.contact_id"
    " WHERE NOT a.locked AND k.holder_kind = $1 AND COALESCE(s.touched_at, a.opened_at) <= $2"
    " ORDER BY COALESCE(s.touched_at, a.opened_at) LIMIT $3"
)


def reopen(case_id: str, contact_id: str, now: datetime) -> Steps[None]:
    """This chat has it from now on, whether it had it before or not; no other one has."""
    yield from ask(
        "DELETE FROM session WHERE contact_id IN"
        " (SELECT contact_id FROM access WHERE case_id = $1 AND contact_id <> $2 AND NOT locked)",
        case_id,
        contact_id,
    )
    yield from ask("UPDATE access SET locked = $3 WHERE case_id = $1 AND contact_id <> $2", case_id, contact_id, True)
    yield from ask(
        "INSERT INTO access (case_id, contact_id, opened_at, locked) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (case_id, contact_id) DO UPDATE SET opened_at = excluded.opened_at, locked = excluded.locked",
        case_id,
        contact_id,
        minute(now),
        False,
    )


def idle(now: datetime, limits: Mapping[str, timedelta]) -> Steps[tuple[str, ...]]:
    """Cases open in a chat that has been quiet for longer than it may, by who has them."""
    found: list[str] = []
    for kind, limit in limits.items():
        rows = yield from ask(IDLE, kind, now - limit, AT_A_TIME)
        found += [row[0] for row in rows]
    return tuple(found)
