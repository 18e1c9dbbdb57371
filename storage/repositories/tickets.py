"""tickets: leave to open one page for one case. Each is good until its time, and for one use; of its secret only the
digest lies here."""

from __future__ import annotations

import hashlib
from datetime import datetime

from helpline.ports import Ticket
from storage.statements import Steps, ask, ask_one


def digest(secret: str) -> bytes:
    """The secret is drawn at random and long: it needs no key to be unguessable."""
    return hashlib.sha256(b"ticket " + secret.encode("utf-8", "surrogatepass")).digest()


def give(case_id: str, ticket: Ticket) -> Steps[None]:
    """It takes the place of an earlier one for the same purpose."""
    yield from ask("DELETE FROM ticket WHERE case_id = $1 AND purpose = $2", case_id, ticket.purpose)
    yield from ask(
        "INSERT INTO ticket (digest, purpose, case_id, until) VALUES ($1, $2, $3, $4)",
        digest(ticket.secret.plain),
        ticket.purpose,
        case_id,
        ticket.until,
    )


def find(secret: str, purpose: str, now: datetime) -> Steps[str | None]:
    """The case it is for; None where it is not good, whatever the reason."""
    row = yield from ask_one(
        "SELECT case_id FROM ticket WHERE digest = $1 AND purpose = $2 AND until > $3", digest(secret), purpose, now
    )
    return None if row is None else str(row[0])


def spend(secret: str, purpose: str, now: datetime) -> Steps[str | None]:
    """The same, and only one can."""
    rows = yield from ask(
        "DELETE FROM ticket WHERE digest = $1 AND purpose = $2 AND until > $3 RETURNING case_id",
        digest(secret),
        purpose,
        now,
    )
    return str(rows[0][0]) if rows else None


def spend_of(case_id: str, purpose: str, now: datetime) -> Steps[bool]:
    """Whoever opens the page from the chat itself does not need the secret."""
    rows = yield from ask(
        "DELETE FROM ticket WHERE case_id = $1 AND purpose = $2 AND until > $3 RETURNING case_id", case_id, purpose, now
    )
    return bool(rows)


def drop(case_id: str) -> Steps[None]:
    """The chat forgets the case: what it was given leave for is void, and what it has opened with it."""
    yield from ask("DELETE FROM ticket WHERE case_id = $1", case_id)
    yield from ask("DELETE FROM page_session WHERE case_id = $1", case_id)


def prune(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM ticket WHERE until <= $1", now)
