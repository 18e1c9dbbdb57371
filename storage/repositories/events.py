"""events: what happened, in codes. A chore numbers them after the commit and chains their digests, so that none can be
changed or left out unseen; purging one empties what it says and leaves its digest (`storage/chain.py`)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

from helpline.events import Event
from storage.chain import COLUMNS, SALT, START, Entry, fits, link, mark, salted
from storage.repositories import statistics
from storage.statements import Lock, Statement, Steps, Together, ask, ask_one, collect, insert_many, minute, moment

NUMBERING = 0x48_41_56_45_4E_02
AT_A_TIME = 500
#: Below every number there can be.
BELOW = -(2**63)
#: Events numbered with one statement at most; a power of two.
MOST = 32
NUMBER = "UPDATE event SET seq = $2, digest = $3, salt = $4, said = $5 WHERE position = $1"
EMPTY = "UPDATE event SET case_id = NULL, about = NULL, salt = NULL, said = $2 WHERE seq = $1"
NEWEST = "SELECT seq, digest FROM event WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1"


def append(events: Sequence[Event]) -> Steps[None]:
    rows = [(e.id, e.kind, minute(e.at), e.case, json.dumps(dict(e.about), sort_keys=True)) for e in events]
    yield from insert_many("event (id, kind, at, case_id, about)", rows)


def number(key: bytes) -> Steps[int]:
    """Give the next numbers to what was committed since, and count it; returns how many."""
    yield Lock(NUMBERING)
    seq, digest = yield from head()
    rows = yield from ask(
        "SELECT position, id, kind, at, case_id, about FROM event WHERE seq IS NULL ORDER BY position LIMIT $1",
        AT_A_TIME,
    )
    writes = []
    for position, event_id, kind, at, case, about in rows:
        seq, salt = seq + 1, secrets.token_bytes(SALT)
        said = salted(salt, case, about)
        digest = link(key, digest, seq, (event_id, kind, moment(at)), said)
        writes.append(Statement(NUMBER, (position, seq, digest, salt, said)))
    collect(statistics.count(rows), writes)
    for group in halves(writes):
        yield Together(tuple(group))
    return len(rows)


def head() -> Steps[tuple[int, bytes]]:
    """The newest number and its digest."""
    last = yield from ask_one(NEWEST)
    return (int(last[0]), bytes(last[1])) if last else (0, START)


def halves(writes: Sequence[Statement]) -> Iterator[Sequence[Statement]]:
    """In groups of 32, 16, 8 …: of so few sizes that the engine has each statement ready already."""
    start = 0
    while left := len(writes) - start:
        size = min(MOST, 1 << (left.bit_length() - 1))
        yield writes[start : start + size]
        start += size


def page(after: int, limit: int) -> Steps[list[Entry]]:
    """Numbered events in their order, behind this number. What has no number that is one, is missing where it was."""
    rows = yield from ask(f"SELECT {COLUMNS} FROM event WHERE seq > $1 ORDER BY seq LIMIT $2", after, limit)  # noqa: S608
    return [Entry.of(row) for row in rows if isinstance(row[0], int)]


def outdated(before: datetime) -> Steps[int]:
    """The number up to which every event is older than that; 0 where there is none with something left to purge."""
    young = yield from ask_one("SELECT MIN(seq) FROM event WHERE seq IS NOT NULL AND at >= $1", before)
    last, _ = yield from head()
    through = last if young is None or young[0] is None else int(young[0]) - 1
    left = yield from ask_one("SELECT 1 FROM event WHERE seq <= $1 AND about IS NOT NULL LIMIT 1", through)
    return through if left else 0


def empty(key: bytes, through: int, event_id: str, now: datetime) -> Steps[int]:
    """Take what the oldest events up to this number say, some at a time; returns how many, and tells it as an event.

    One that was not in order before is emptied as well, but gets no mark: it stays found.
    """
    yield Lock(NUMBERING)
    sql = f"SELECT {COLUMNS} FROM event WHERE seq <= $1 AND about IS NOT NULL ORDER BY seq LIMIT $2"  # noqa: S608
    full = [Entry.of(row) for row in (yield from ask(sql, through, AT_A_TIME))]
    if not full:
        return 0
    before = yield from digests(full[0].seq - 1, full[-1].seq - 1)
    writes = []
    for entry in full:
        last = START if entry.seq == 1 else before.get(entry.seq - 1)
        good = last is not None and fits(key, last, entry.seq, entry)
        writes.append(Statement(EMPTY, (entry.seq, mark(key, last, entry.seq, entry) if good and last else None)))
    for group in halves(writes):
        yield Together(tuple(group))
    told = {"count": len(full), "through": full[-1].seq}
    yield from append([Event(event_id, "events_purged", now, None, told)])
    return len(full)


def digests(first: int, last: int) -> Steps[dict[int, bytes]]:
    rows = yield from ask("SELECT seq, digest FROM event WHERE seq >= $1 AND seq <= $2", first, last)
    return {int(seq): bytes(digest) for seq, digest in rows}
