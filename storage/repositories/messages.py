"""messages: what stands on her phone, both sides, by sealed id for 48 hours, so that `hide` can take it back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from helpline.contact import Address
from helpline.delivery import Deletion
from storage.errors import SealBroken
from storage.repositories import contacts, line_fates
from storage.ring import KeyGone
from storage.seal import Cell, Key, open_record, seal
from storage.statements import Rows, Steps, ask, ask_in, chunks, insert_many, minute

#: Bytes a sealed number is padded to; two rows for each thing said make most of what a short talk leaves behind.
NUMBER = 16
COLUMNS = "message (id, contact_id, mine, tag, at, delete_at, outbox, sealed)"


@dataclass(frozen=True)
class Sent:
    """A message that stands on a phone. `delete_at`: when it is to be taken back, None while it may stay. `outbox`:
    what it was before it was sent, where it stands in a transcript."""

    number: int
    mine: bool
    at: datetime
    tag: str | None = None
    delete_at: datetime | None = None
    outbox: str | None = None


def cell(row_id: str) -> Cell:
    return Cell("message", "sealed", row_id)


def row(contact_id: str, key: Key, sent: Sent) -> tuple[object, ...]:
    row_id = secrets.token_urlsafe(9)
    sealed = seal(key, cell(row_id), b"%d" % sent.number, least=NUMBER)
    return (row_id, contact_id, sent.mine, sent.tag, minute(sent.at), sent.delete_at, sent.outbox, sealed)


def remember(rows: Sequence[tuple[object, ...]]) -> Steps[None]:
    yield from insert_many(COLUMNS, rows)


def wipe(contact_id: str, now: datetime) -> Steps[None]:
    """All messages of both sides are to go; what waits to be sent is withdrawn, what is on the wire goes on arrival."""
    gone = yield from ask(
        "DELETE FROM outbox WHERE contact_id = $1 AND state = 'pending' RETURNING id, shown, ambiguous", contact_id
    )
    yield from line_fates.mark({row[0]: "withdrawn" for row in gone if row[1]}, now)
    yield from ask("UPDATE outbox SET wiped = $2 WHERE contact_id = $1", contact_id, True)
    yield from ask("UPDATE message SET delete_at = $2 WHERE contact_id = $1", contact_id, now)


def delete_tagged(contact_id: str, tags: Sequence[str], now: datetime) -> Steps[None]:
    """Messages of ours with these tags are to go, those still on their way included."""
    yield from ask_in("UPDATE outbox SET wiped = $2 WHERE contact_id = $1 AND tag IN {ids}", tags, contact_id, True)
    yield from ask_in("UPDATE message SET delete_at = $2 WHERE contact_id = $1 AND tag IN {ids}", tags, contact_id, now)


def due_of(contact_id: str, address: Address, key: Key, now: datetime) -> Steps[tuple[Deletion, ...]]:
    """What of this contact is to be taken back by now."""
    rows = yield from ask(
        "SELECT id, sealed FROM message WHERE contact_id = $1 AND delete_at <= $2 ORDER BY at", contact_id, now
    )
    return (deletion(address, key, rows),) if rows else ()


def deletion(address: Address, key: Key, rows: Rows) -> Deletion:
    """A row that does not open says no number, and goes with the others."""
    numbers = []
    for row_id, sealed, *_ in rows:
        with suppress(SealBroken):
            numbers.append(open_record(key, cell(row_id), sealed))
    return Deletion(tuple(row[0] for row in rows), address, tuple(dict.fromkeys(numbers)))


def due(key_of: Callable[[str], Key], want: Callable[..., None], now: datetime) -> Steps[tuple[Deletion, ...]]:
    """All that is to be taken back by now, a deletion per contact. Where her key is gone, or her address does not open,
    nothing can be taken back any more: her rows are cleared away and the others' turn comes."""
    rows = yield from ask(
        "SELECT m.id, m.sealed, c.id, c.key_id, c.sealed FROM message m JOIN contact c ON c.id = m.contact_id"
        " WHERE m.delete_at <= $1 AND NOT c.blocked ORDER BY m.at LIMIT 1000",
        now,
    )
    want(*{found[3] for found in rows})
    chats: dict[str, Rows] = {}
    for found in rows:
        chats.setdefault(found[2], []).append(found)
    deletions, lost = [], list[str]()
    for contact_id, mine in chats.items():
        try:
            key = key_of(mine[0][3])
            deletions.append(deletion(contacts.open_address(key, contact_id, mine[0][4]), key, mine))
        except (KeyGone, SealBroken):
            lost += [row[0] for row in mine]
    for group in chunks(lost, 200):
        yield from ask_in("DELETE FROM message WHERE id IN {ids}", group)
    return tuple(deletions)


def settled(ids: Sequence[str], now: datetime) -> Steps[None]:
    """They are taken back; a transcript says so."""
    rows = yield from ask_in("DELETE FROM message WHERE id IN {ids} RETURNING outbox", ids)
    yield from line_fates.mark({row[0]: "deleted" for row in rows if row[0] is not None}, now)
