"""revisions: published conversations, unchangeable. They hold no word of any contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.statements import Steps, ask


@dataclass(frozen=True, repr=False)
class Stored:
    """As it lies in the table: what is run of it has the checksum it was published with."""

    number: int
    content: str
    checksum: str


def after(number: int) -> Steps[Sequence[Stored]]:
    """Where there is none, which is nearly always, this reads one number."""
    rows = yield from ask("SELECT number, content, checksum FROM revision WHERE number > $1 ORDER BY number", number)
    return [Stored(*row) for row in rows]


def seed(content: str, checksum: str, now: datetime) -> Steps[None]:
    """The first one. Another process may have been faster; then that one stays."""
    yield from ask(
        "INSERT INTO revision (number, content, checksum, at) VALUES (1, $1, $2, $3) ON CONFLICT DO NOTHING",
        content,
        checksum,
        now,
    )
