"""contacts: a random id, the keyed hash she is found by, and her address, sealed under a key of her own."""

from __future__ import annotations

from collections.abc import Sequence

from helpline.contact import Address, Contact
from storage.seal import Cell, Key, open_record, seal_record
from storage.statements import Steps, ask, ask_in


def cell(contact_id: str) -> Cell:
    return Cell("contact", "sealed", contact_id)


def seal_address(key: Key, contact: Contact) -> bytes:
    return seal_record(key, cell(contact.id), [contact.address.channel, contact.address.plain])


def open_address(key: Key, contact_id: str, sealed: bytes) -> Address:
    """Raises SealBroken."""
    channel, plain = open_record(key, cell(contact_id), sealed)
    return Address(channel, plain)


def insert(contact: Contact, lookup: bytes, key: Key) -> Steps[None]:
    yield from ask(
        "INSERT INTO contact (id, lookup, key_id, blocked, sealed) VALUES ($1, $2, $3, $4, $5)",
        contact.id,
        lookup,
        key.id,
        contact.blocked,
        seal_address(key, contact),
    )


def mark_blocked(contact_id: str, blocked: bool) -> Steps[None]:
    yield from ask("UPDATE contact SET blocked = $2 WHERE id = $1", contact_id, blocked)


def give_new_key(contact: Contact, key: Key) -> Steps[None]:
    """Her key is gone: what it sealed is lost for good and cleared away; her address is sealed anew."""
    yield from ask("DELETE FROM outbox WHERE contact_id = $1", contact.id)
    yield from ask("DELETE FROM message WHERE contact_id = $1", contact.id)
    yield from ask(
        "UPDATE contact SET key_id = $2, sealed = $3 WHERE id = $1", contact.id, key.id, seal_address(key, contact)
    )


def forget(ids: Sequence[str]) -> Steps[tuple[str, ...]]:
    """Delete those that nothing refers to; returns their keys, to be destroyed."""
    rows = yield from ask_in(
        "DELETE FROM contact WHERE id IN {ids}"
        " AND NOT EXISTS (SELECT 1 FROM session s WHERE s.contact_id = contact.id)"
        " AND NOT EXISTS (SELECT 1 FROM access a WHERE a.contact_id = contact.id)"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.contact_id = contact.id)"
        " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.contact_id = contact.id)"
        " RETURNING key_id",
        ids,
    )
    return tuple(row[0] for row in rows)
