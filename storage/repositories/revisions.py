"""revisions: published conversations, unchangeable. They hold no word of any contact."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpline.events import Event
from storage.repositories import events
from storage.statements import Steps, ask


@dataclass(frozen=True, repr=False)
class Stored:
    """As it lies in the table: what is run of it has the checksum it was published with."""

    number: int
    content: str
    checksum: str


def load() -> Steps[dict[int, str]]:
    rows = yield from ask("SELECT number, content FROM revision ORDER BY number")
    return {row[0]: row[1] for row in rows}


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


def save(number: int, content: str, checksum: str, now: datetime) -> Steps[None]:
    """One more, and that it was published."""
    yield from ask(
        "INSERT INTO revision (number, content, checksum, at) VALUES ($1, $2, $3, $4)", number, content, checksum, now
    )
    yield from events.append([Event(secrets.token_urlsafe(9), "flow_published", now, None, {"number": number})])
