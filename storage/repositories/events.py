"""events: what happened, in codes. A chore numbers them after the commit and chains their digests, so that none can be
changed or left out unseen; purging one empties what it says and leaves its digest."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from typing import Any

from helpline.events import Event
from storage.statements import Lock, Statement, Steps, Together, ask, ask_one, insert_many, minute, moment

NUMBERING = 0x48_41_56_45_4E_02
AT_A_TIME = 500
#: Events numbered with one statement at most; a power of two.
MOST = 32
START = bytes(32)


def append(events: Sequence[Event]) -> Steps[None]:
    rows = [(e.id, e.kind, minute(e.at), e.case, json.dumps(dict(e.about), sort_keys=True)) for e in events]
    yield from insert_many("event (id, kind, at, case_id, about)", rows)


def number(key: bytes) -> Steps[int]:
    """Give the next numbers to what was committed since; returns how many."""
    yield Lock(NUMBERING)
    last = yield from ask_one("SELECT seq, digest FROM event WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1")
    seq, digest = (last[0], last[1]) if last else (0, START)
    rows = yield from ask(
        "SELECT position, id, kind, at, case_id, about FROM event WHERE seq IS NULL ORDER BY position LIMIT $1",
        AT_A_TIME,
    )
    writes = []
    for position, *told in rows:
        seq += 1
        digest = link(key, digest, seq, told)
        writes.append(Statement("UPDATE event SET seq = $2, digest = $3 WHERE position = $1", (position, seq, digest)))
    for group in halves(writes):
        yield Together(tuple(group))
    return len(rows)


def halves(writes: Sequence[Statement]) -> Iterator[Sequence[Statement]]:
    """In groups of 32, 16, 8 …: of so few sizes that the engine has each statement ready already."""
    start = 0
    while left := len(writes) - start:
        size = min(MOST, 1 << (left.bit_length() - 1))
        yield writes[start : start + size]
        start += size


def link(key: bytes, before: bytes, seq: int, told: Sequence[Any]) -> bytes:
    """The digest of one event: over the one before, its number, and what it says by its own digest."""
    event_id, kind, at, case_id, about = told
    said = hashlib.sha256((about or "").encode()).hexdigest()
    text = json.dumps([seq, event_id, kind, moment(at).isoformat(), case_id, said])
    return hmac.new(key, before + text.encode(), hashlib.sha256).digest()
