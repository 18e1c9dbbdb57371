"""What lies further ahead than anything is ever put: it was written by a clock that ran ahead, and is due now.

Without this a machine whose clock was a day fast, and was set right, would leave messages unsent for a day, and keep
a session a day longer than its hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.statements import Steps, ask, minute

#: Nothing waits longer than this for its time, apart from what is kept for days.
FAR = timedelta(hours=1)
ANYTHING = (
    "SELECT EXISTS (SELECT 1 FROM session WHERE touched_at > $1) OR EXISTS (SELECT 1 FROM lease WHERE until > $1)"
    " OR EXISTS (SELECT 1 FROM outbox WHERE due_at > $1 OR lease_until > $1)"
    " OR EXISTS (SELECT 1 FROM message WHERE delete_at > $1) OR EXISTS (SELECT 1 FROM cases WHERE numbers_by > $1)"
)
DUE = "UPDATE outbox SET due_at = $1 WHERE state = 'pending' AND due_at > $2 RETURNING id"


def lies_ahead(now: datetime) -> Steps[bool]:
    """Whether there is any of it: to be asked beside the writer, for it reads whole tables and finds nothing."""
    return bool((yield from ask(ANYTHING, now + FAR))[0][0])


def bring_back(now: datetime) -> Steps[int]:
    """Returns how many rows were brought back. Doing it twice harms nothing."""
    far = now + FAR
    found = [
        (yield from ask(DUE, now, far)),
        (yield from ask("UPDATE outbox SET lease_until = $1 WHERE lease_until > $2 RETURNING id", now, far)),
        (yield from ask("UPDATE session SET touched_at = $1 WHERE touched_at > $2 RETURNING key_id", minute(now), far)),
        (yield from ask("UPDATE message SET delete_at = $1 WHERE delete_at > $2 RETURNING id", now, far)),
        (yield from ask("UPDATE cases SET numbers_by = $1 WHERE numbers_by > $2 RETURNING id", now, far)),
        (yield from ask("DELETE FROM lease WHERE until > $1 RETURNING name", far)),
    ]
    return sum(map(len, found))
