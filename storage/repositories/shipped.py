"""shipped: the libraries and directories Haven came with, those that somebody of this house has looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from helpline.drafts import Kind
from storage.statements import Steps, ask

#: What stands before a checksum.
BEFORE: Mapping[Kind, str] = {"flows": "", "directory": "directory:"}


def checksums(kind: Kind) -> Steps[tuple[str, ...]]:
    """The one looked at last comes last."""
    rows = yield from ask("SELECT checksum FROM shipped ORDER BY at, checksum")
    return tuple(row[0].removeprefix(BEFORE[kind]) for row in rows if _kind_of(row[0]) == kind)


def _kind_of(known: str) -> Kind:
    return "directory" if known.startswith(BEFORE["directory"]) else "flows"


def content(kind: Kind, checksum: str) -> Steps[str | None]:
    rows = yield from ask("SELECT content FROM shipped WHERE checksum = $1", BEFORE[kind] + checksum)
    return rows[0][0] if rows else None


def seen(kind: Kind, checksum: str, content: str, now: datetime) -> Steps[None]:
    """Looked at, now."""
    yield from ask(
        "INSERT INTO shipped (checksum, content, at) VALUES ($1, $2, $3)"
        " ON CONFLICT (checksum) DO UPDATE SET at = excluded.at",
        BEFORE[kind] + checksum,
        content,
        now,
    )
