"""erasures: keys to destroy, written in the same transaction as what no longer needs them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.statements import Steps, ask, ask_in, minute

#: How old a backup of the key store may be that is brought back; and how long keys that the database does not name are
#: spared after one of the database was: a newer one may yet be found.
HORIZON = timedelta(days=7)
#: How long an erasure is remembered, so that any key store within the horizon forgets the key again; a day longer,
#: since bringing one back takes its time.
KEPT = HORIZON + timedelta(days=1)
PAGE = 1000


def write(key_ids: Sequence[str], now: datetime) -> Steps[None]:
    for key_id in key_ids:
        yield from ask(
            "INSERT INTO erasure (key_id, at, done) VALUES ($1, $2, $3) ON CONFLICT (key_id) DO UPDATE SET done = $3",
            key_id,
            minute(now),
            False,
        )


def waiting(after: str = "", replay: bool = False) -> Steps[tuple[str, ...]]:
    """A page of keys still to destroy, those behind `after`; with `replay` of all that are remembered."""
    rows = yield from ask(
        "SELECT key_id FROM erasure WHERE key_id > $1 AND (NOT done OR $2) ORDER BY key_id LIMIT $3",
        after,
        replay,
        PAGE,
    )
    return tuple(row[0] for row in rows)


def done(key_ids: Sequence[str]) -> Steps[None]:
    yield from ask_in("UPDATE erasure SET done = $1 WHERE key_id IN {ids}", key_ids, True)


def prune(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM erasure WHERE done AND at < $1", now - KEPT)
