"""barred: chats that staff have shut out, by the keyed hash they are found by; a row goes when its time is over."""

from __future__ import annotations

from datetime import datetime

from storage.statements import Steps, ask


def keep(lookup: bytes, until: datetime, now: datetime) -> Steps[None]:
    """Shut out until then; a moment that has passed lets it in again."""
    if until <= now:
        yield from ask("DELETE FROM barred WHERE lookup = $1", lookup)
        return
    yield from ask(
        "INSERT INTO barred (lookup, until) VALUES ($1, $2) ON CONFLICT (lookup) DO UPDATE SET until = excluded.until",
        lookup,
        until,
    )


def prune(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM barred WHERE until <= $1", now)
