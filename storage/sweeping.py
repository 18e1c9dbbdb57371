"""Keys that nothing refers to: which are old enough to be swept, and until when none is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.house_keys import hour
from storage.key_parts import PART
from storage.statements import Steps, ask, ask_in, ask_one

#: A key nothing refers to is swept when it is older than this.
ORPHAN_AGE = timedelta(hours=24)
FIRSTS = "SELECT substr(id, 1, 1), COUNT(*) FROM data_key WHERE made_hour < $1 GROUP BY 1"
SPARE = (
    "INSERT INTO sparing (place, until_hour) VALUES (1, $1) ON CONFLICT (place)"
    " DO UPDATE SET until_hour = excluded.until_hour WHERE sparing.until_hour < excluded.until_hour"
)


def older_parts(now: datetime) -> Steps[list[list[str]]]:
    """First letters of ids of keys that are old enough; none while keys are spared."""
    parts: list[list[str]] = []
    if (yield from ask_one("SELECT 1 FROM sparing WHERE until_hour > $1", hour(now))) is not None:
        return parts
    size = PART
    for first, count in (yield from ask(FIRSTS, hour(now - ORPHAN_AGE))):
        if size + count > PART:
            parts.append([])
            size = 0
        parts[-1].append(first)
        size += count
    return parts


def older(now: datetime, firsts: Sequence[str]) -> Steps[frozenset[str]]:
    """The ids of those that begin so."""
    rows = yield from ask_in(
        "SELECT id FROM data_key WHERE made_hour < $1 AND substr(id, 1, 1) IN {ids}", firsts, hour(now - ORPHAN_AGE)
    )
    return frozenset(row[0] for row in rows)


def spare_until(until: datetime) -> Steps[None]:
    """No key is swept before this hour is over; what was said before is never shortened."""
    yield from ask(SPARE, hour(until) + 1)
