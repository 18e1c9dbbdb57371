"""revisions: published conversations, unchangeable. They hold no word of any contact."""

from __future__ import annotations

from datetime import datetime

from storage.statements import Steps, ask


def load() -> Steps[dict[int, str]]:
    rows = yield from ask("SELECT number, content FROM revision ORDER BY number")
    return {row[0]: row[1] for row in rows}


def seed(content: str, checksum: str, now: datetime) -> Steps[None]:
    """The first one. Another process may have been faster; then that one stays."""
    yield from ask(
        "INSERT INTO revision (number, content, checksum, at) VALUES (1, $1, $2, $3) ON CONFLICT DO NOTHING",
        content,
        checksum,
        now,
    )


def save(number: int, content: str, checksum: str, now: datetime) -> Steps[None]:
    yield from ask(
        "INSERT INTO revision (number, content, checksum, at) VALUES ($1, $2, $3, $4)", number, content, checksum, now
    )
