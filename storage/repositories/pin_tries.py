"""pin tries: how often a number, or a chat, was tried with a PIN that did not fit. They lie by keyed hash alone.

A try is counted before anything is looked at, and taken back when it was right. So many are free; then one comes back
after another, each after a while, so that nobody is shut out for ever and guessing takes longer than anyone lives:

- Strangers have 10 tries at one number and then one in 144 minutes, all of them together: 3,660 in the first year, and
  a PIN has 100,000,000. The number itself is one of 850 thousand million, and nothing tells whether it exists.
- The chats in which the case was opened, or that came back to it, have tries of their own: 10, then one an hour. So
  strangers who try a number, as many as they like, never shut out who writes from her own chat; and whoever holds her
  phone has 8,770 tries in the first year.
- Each chat has 5 tries over all numbers, then one in 12 minutes: 100,000 tries from one take more than two years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from storage.statements import Steps, ask, ask_in, moment


@dataclass(frozen=True)
class Limit:
    """So many are free, and one more in so much time."""

    free: int
    one_in: timedelta


CHAT = Limit(5, timedelta(minutes=12))
STRANGERS = Limit(10, timedelta(minutes=144))
OWN = Limit(10, timedelta(hours=1))
#: By then nothing of any of them is left.
FORGOTTEN = max(one.free * one.one_in for one in (CHAT, STRANGERS, OWN))

Counts = Mapping[bytes, tuple[int, datetime]]


def counted(names: Mapping[bytes, Limit], now: datetime) -> Steps[Counts]:
    """How many tries still count against each of these, and since when."""
    rows = yield from ask_in("SELECT name, times, since FROM pin_try WHERE name IN {ids}", list(names))
    found = {bytes(row[0]): (int(row[1]), moment(row[2])) for row in rows}
    return {name: _left(*found.get(name, (0, now)), limit, now) for name, limit in names.items()}


def wait(names: Mapping[bytes, Limit], counts: Counts, now: datetime) -> int:
    """0, or how many seconds no try is looked at."""
    spent = [counts[name][1] + limit.one_in - now for name, limit in names.items() if counts[name][0] >= limit.free]
    return max((max(1, ceil(one.total_seconds())) for one in spent), default=0)


def charge(counts: Counts) -> Steps[None]:
    """One more against each."""
    for name, (times, since) in sorted(counts.items()):
        yield from ask(
            "INSERT INTO pin_try (name, times, since) VALUES ($1, $2, $3)"
            " ON CONFLICT (name) DO UPDATE SET times = excluded.times, since = excluded.since",
            name,
            times + 1,
            since,
        )


def forgive(counts: Counts) -> Steps[None]:
    """It was right: this one does not count."""
    for name in sorted(counts):
        yield from ask("UPDATE pin_try SET times = times - 1 WHERE name = $1", name)
        yield from ask("DELETE FROM pin_try WHERE name = $1 AND times <= 0", name)


def sweep(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM pin_try WHERE since <= $1", now - FORGOTTEN)


def _left(times: int, since: datetime, limit: Limit, now: datetime) -> tuple[int, datetime]:
    """What is left of them by now. A time that lies ahead is that of a clock that was wrong."""
    gone = max(0, int((now - since) / limit.one_in))
    return (0, now) if since > now or gone >= times else (times - gone, since + gone * limit.one_in)
