"""contacts: a random id, the keyed hash she is found by, and her address, sealed under a key of her own."""

from __future__ import annotations

from collections.abc import Sequence

from helpline.contact import Address, Contact, Words
from helpline.ports import Outgoing
from storage.errors import SealBroken
from storage.repositories import outbox
from storage.seal import Cell, Key, open_record, open_sealed, seal, seal_record
from storage.statements import Row, Statement, Steps, Together, ask, ask_in, chunks


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


RESEAL = {
    "outbox": "UPDATE outbox SET sealed = $2 WHERE id = $1",
    "message": "UPDATE message SET sealed = $2 WHERE id = $1",
}
ON_THE_WAY = "SELECT id, sealed, wiped FROM outbox WHERE contact_id = $1 ORDER BY seq FOR UPDATE"
LOSE = {"outbox": "DELETE FROM outbox WHERE id = $1", "message": "DELETE FROM message WHERE id = $1"}


def renew_key(contact: Contact, old: Key, new: Key) -> Steps[None]:
    """What is hers is sealed anew, so that no copy of what was said to her until now opens once the old key is gone.

    Rows on their way are held first: whoever settles one has noted its message by then, or waits and finds the new key.
    Of what is on the wire and is to go on arrival only that remains, and no word of it.
    """
    said = yield from ask(ON_THE_WAY, contact.id)
    stand = yield from ask("SELECT id, sealed FROM message WHERE contact_id = $1", contact.id)
    yield from ask(
        "UPDATE contact SET key_id = $2, sealed = $3 WHERE id = $1", contact.id, new.id, seal_address(new, contact)
    )
    writes = [emptied(row, new) if row[2] else resealed("outbox", row, old, new) for row in said]
    writes += [resealed("message", row, old, new) for row in stand]
    for group in chunks(writes, 50):
        yield Together(group)


def resealed(table: str, row: Row, old: Key, new: Key) -> Statement:
    """A cell that does not open is of no use to anyone, and must not stand in the way of an erasure: it goes."""
    place = Cell(table, "sealed", row[0])
    try:
        return Statement(RESEAL[table], (row[0], seal(new, place, open_sealed(old, place, row[1]))))
    except SealBroken:
        return Statement(LOSE[table], (row[0],))


def emptied(row: Row, new: Key) -> Statement:
    return Statement(RESEAL["outbox"], (row[0], outbox.sealed(new, Outgoing(row[0], Words("")))))


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
