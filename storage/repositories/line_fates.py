"""line fates: what became of what was said, where people see it: in the transcript, told on as an event."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from helpline.events import Event
from storage.repositories import events, tally
from storage.statements import Row, Steps, ask_in, chunks


def mark(fates: Mapping[str, str], now: datetime) -> Steps[None]:
    """Outgoing id → what became of it. Ids that stand in no transcript are passed over."""
    settled: set[tuple[str, str]] = set()
    for fate in sorted(set(fates.values())):
        for group in chunks([outgoing for outgoing, its in fates.items() if its == fate], 200):
            sql = "UPDATE line SET fate = $1 WHERE fate <> $1 AND outbox IN {ids} RETURNING case_id"
            settled |= {(row[0], fate) for row in (yield from ask_in(sql, group, fate))}
    yield from events.append([settled_event(case, fate, now) for case, fate in sorted(settled)])


def settled_event(case_id: str, fate: str, now: datetime) -> Event:
    return Event(secrets.token_urlsafe(9), "line_settled", now, case_id, {"fate": fate})


def withdrawn(rows: Iterable[Row], now: datetime) -> Steps[None]:
    """Rows (id, shown, ambiguous) that were taken out of the outbox before they were sent; one that was tried may have
    arrived all the same."""
    gone = list(rows)
    yield from tally.add("withdrawn", len(gone))
    yield from mark({row[0]: "ambiguous" if row[2] else "withdrawn" for row in gone if row[1]}, now)
