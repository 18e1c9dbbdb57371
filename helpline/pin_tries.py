"""pin_tries: how often a number, or a chat, may be tried with a PIN that does not fit, and how long is waited then.

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

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TypeVar

#: What a try is counted against: a chat, a number.
Name = TypeVar("Name", bound=Hashable)
#: How many tries count, and since when.
Count = tuple[int, datetime]


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


def counted(found: Mapping[Name, Count], limits: Mapping[Name, Limit], now: datetime) -> dict[Name, Count]:
    """How many tries still count against each of these, and since when. `found`: as they were written down."""
    return {name: _left(*found.get(name, (0, now)), limit, now) for name, limit in limits.items()}


def wait(limits: Mapping[Name, Limit], counts: Mapping[Name, Count], now: datetime) -> int:
    """0, or how many seconds no try is looked at."""
    spent = [counts[name][1] + limit.one_in - now for name, limit in limits.items() if counts[name][0] >= limit.free]
    return max((max(1, ceil(one.total_seconds())) for one in spent), default=0)


def charged(counts: Mapping[Name, Count]) -> dict[Name, Count]:
    """One more against each."""
    return {name: (times + 1, since) for name, (times, since) in counts.items()}


def _left(times: int, since: datetime, limit: Limit, now: datetime) -> Count:
    """What is left of them by now. A time that lies ahead is that of a clock that was wrong."""
    gone = max(0, int((now - since) / limit.one_in))
    return (0, now) if since > now or gone >= times else (times - gone, since + gone * limit.one_in)
