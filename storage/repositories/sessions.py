"""sessions: one contact's place in the conversation, sealed, forgotten after an idle hour."""

from __future__ import annotations

from datetime import datetime

from flows.session import Session
from storage.seal import Cell, Key, open_text, seal_text
from storage.statements import Steps, ask, minute


def cell(contact_id: str) -> Cell:
    return Cell("session", "sealed", contact_id)


def opened(key: Key, contact_id: str, sealed: bytes) -> Session:
    """Raises SealBroken, and ValueError, KeyError or TypeError where it was written by another version."""
    return Session.from_json(open_text(key, cell(contact_id), sealed))


def save(contact_id: str, session: Session, key: Key, kept: bool, now: datetime) -> Steps[None]:
    """`kept`: a case holds on to it, however long it is idle."""
    yield from ask(
        "INSERT INTO session (contact_id, key_id, touched_at, kept, sealed) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (contact_id) DO UPDATE SET key_id = excluded.key_id, touched_at = excluded.touched_at,"
        " kept = excluded.kept, sealed = excluded.sealed",
        contact_id,
        key.id,
        minute(now),
        kept,
        seal_text(key, cell(contact_id), session.to_json()),
    )


def forget(contact_id: str) -> Steps[None]:
    yield from ask("DELETE FROM session WHERE contact_id = $1", contact_id)
