"""shipped: the libraries Haven came with, those that somebody of this house has looked at."""

from __future__ import annotations

from datetime import datetime

from storage.statements import Steps, ask


def checksums() -> Steps[tuple[str, ...]]:
    """The one looked at last comes last."""
    rows = yield from ask("SELECT checksum FROM shipped ORDER BY at, checksum")
    return tuple(row[0] for row in rows)


def content(checksum: str) -> Steps[str | None]:
    rows = yield from ask("SELECT content FROM shipped WHERE checksum = $1", checksum)
    return rows[0][0] if rows else None


def seen(checksum: str, content: str, now: datetime) -> Steps[None]:
    """Looked at, now."""
    yield from ask(
        "INSERT INTO shipped (checksum, content, at) VALUES ($1, $2, $3)"
        " ON CONFLICT (checksum) DO UPDATE SET at = excluded.at",
        checksum,
        content,
        now,
    )
