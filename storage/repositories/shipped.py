"""shipped: the libraries and directories Haven came with, those that somebody of this house has looked at."""

from __future__ import annotations

from datetime import datetime

from storage.statements import Steps, ask

#: Before the checksum of a directory; a library has nothing there.
BOOK = "directory:"


def checksums() -> Steps[tuple[str, ...]]:
    """Of libraries; the one looked at last comes last."""
    rows = yield from ask("SELECT checksum FROM shipped ORDER BY at, checksum")
    return tuple(row[0] for row in rows if not row[0].startswith(BOOK))


def books() -> Steps[tuple[str, ...]]:
    """The same of directories."""
    rows = yield from ask("SELECT checksum FROM shipped ORDER BY at, checksum")
    return tuple(row[0].removeprefix(BOOK) for row in rows if row[0].startswith(BOOK))


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
