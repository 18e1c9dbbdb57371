"""invitations: links that let somebody join, or come in again with new keys. Each is used once, then it is gone."""

# ruff: noqa: S608  what is put into statements here are names of columns, and ours

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from helpline.people import Invitation
from storage.seal import Cell, Key, open_text, seal_text
from storage.statements import Steps, ask, ask_one, moment

COLUMNS = "i.id, i.kind, i.staff_id, w.login, w.alias, i.seed, i.until"
OPEN = "(i.kind = 'first' OR w.active) AND i.until > $2"


def cell(invitation: str) -> Cell:
    return Cell("invitation", "seed", invitation)


def of(key: Key, row: Sequence[Any]) -> Invitation:
    invitation, kind, staff_id, login, alias, seed, until = row
    opened = open_text(key, cell(invitation), seed)
    return Invitation(invitation, kind, staff_id, login or "", alias or "", opened, moment(until))


def insert(key: Key, made: Invitation, digest: bytes) -> Steps[None]:
    """It takes the place of any other link of hers."""
    yield from ask("DELETE FROM invitation WHERE staff_id = $1", made.staff_id)
    yield from ask(
        "INSERT INTO invitation (id, digest, staff_id, kind, seed, until) VALUES ($1, $2, $3, $4, $5, $6)",
        made.id,
        digest,
        made.staff_id,
        made.kind,
        seal_text(key, cell(made.id), made.seed),
        made.until,
    )


def find(key: Key, digest: bytes, now: datetime) -> Steps[Invitation | None]:
    row = yield from ask_one(
        f"SELECT {COLUMNS} FROM invitation i LEFT JOIN staff w ON w.id = i.staff_id WHERE i.digest = $1 AND {OPEN}",
        digest,
        now,
    )
    return None if row is None else of(key, row)


def use(digest: bytes) -> Steps[bool]:
    """Only one can; False for all others."""
    rows = yield from ask("DELETE FROM invitation WHERE digest = $1 RETURNING id", digest)
    return bool(rows)


def drop(staff_id: str) -> Steps[None]:
    yield from ask("DELETE FROM invitation WHERE staff_id = $1", staff_id)
