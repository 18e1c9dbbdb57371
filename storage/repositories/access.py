"""access: which chat has a case open, and since when; every other one has forgotten it."""

from __future__ import annotations

from datetime import datetime

from storage.statements import Steps, ask, minute


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
