"""pin tries: how often a number, or a chat, was tried with a PIN that did not fit. They lie by keyed hash alone, and a
restart changes nothing. How many are free, and how long is waited then, is in helpline/pin_tries.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from helpline import pin_tries
from helpline.pin_tries import FORGOTTEN, Count, Limit
from storage.statements import Steps, ask, ask_in, moment


def counted(names: Mapping[bytes, Limit], now: datetime) -> Steps[dict[bytes, Count]]:
    """How many tries still count against each of these, and since when."""
    rows = yield from ask_in("SELECT name, times, since FROM pin_try WHERE name IN {ids}", list(names))
    found = {bytes(row[0]): (int(row[1]), moment(row[2])) for row in rows}
    return pin_tries.counted(found, names, now)


def charge(counts: Mapping[bytes, Count]) -> Steps[None]:
    """One more against each."""
    for name, (times, since) in sorted(pin_tries.charged(counts).items()):
        yield from ask(
            "INSERT INTO pin_try (name, times, since) VALUES ($1, $2, $3)"
            " ON CONFLICT (name) DO UPDATE SET times = excluded.times, since = excluded.since",
            name,
            times,
            since,
        )


def forgive(counts: Mapping[bytes, Count]) -> Steps[None]:
    """It was right: this one does not count."""
    for name in sorted(counts):
        yield from ask("UPDATE pin_try SET times = times - 1 WHERE name = $1", name)
        yield from ask("DELETE FROM pin_try WHERE name = $1 AND times <= 0", name)


def sweep(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM pin_try WHERE since <= $1", now - FORGOTTEN)
