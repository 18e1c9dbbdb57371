"""outbox: what is to be sent, written with its cause, sealed under the contact's key until its fate is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from helpline.contact import Words
from helpline.ports import Outgoing, Page
from storage.seal import Cell, Key, open_record, seal_record
from storage.statements import Steps, insert_many

COLUMNS = (
    "outbox (id, contact_id, case_id, holder_token, state, attempts, due_at, claimed_by, lease_until, ambiguous, wiped,"
    " shown, is_edit, tag, delete_after, sealed)"
)


@dataclass(frozen=True)
class Claim:
    """Who will send it, and until when others leave it to them."""

    process: str
    until: datetime


def cell(row_id: str) -> Cell:
    return Cell("outbox", "sealed", row_id)


def sealed(key: Key, out: Outgoing) -> bytes:
    until = None if out.open_until is None else out.open_until.timestamp()
    opens = None if out.opens is None else (out.opens.label, out.opens.address.plain)
    said = [out.text.plain, out.buttons, out.cause, out.protect, out.edit_of, until, out.language]
    said += [] if opens is None else [opens]
    return seal_record(key, cell(out.id), said)


def opened(key: Key, row_id: str, cipher: bytes, tag: str | None, after: int | None, token: int | None) -> Outgoing:
    """Raises SealBroken. What was written before messages were covered is covered."""
    text, buttons, cause, protect, edit_of, *cover = open_record(key, cell(row_id), cipher)
    until, language, *pages = cover or (None, "")
    opens = next((Page(label, Words(address)) for label, address in pages), None)
    open_until = None if until is None else datetime.fromtimestamp(until, UTC)
    rows = tuple(tuple((label, data) for label, data in row) for row in buttons)
    return Outgoing(row_id, Words(text), rows, cause, protect, tag, after, edit_of, token, open_until, language, opens)


def append(
    contact_id: str,
    case_id: str | None,
    said: Sequence[Outgoing],
    key: Key,
    now: datetime,
    claim: Claim | None,
    shown: Collection[str] = (),
) -> Steps[None]:
    """Write them in their order; with a claim they are this process's to send straight away. `shown`: ids of those that
    stand in a transcript."""
    state, by, until = ("sending", claim.process, claim.until) if claim else ("pending", None, None)
    rows: list[tuple[Any, ...]] = [
        (
            out.id,
            contact_id,
            None if out.holder_token is None else case_id,
            out.holder_token,
            state,
            0,
            now,
            by,
            until,
            False,
            False,
            out.id in shown,
            out.edit_of is not None,
            out.tag,
            out.delete_after,
            sealed(key, out),
        )
        for out in said
    ]
    yield from insert_many(COLUMNS, rows)
