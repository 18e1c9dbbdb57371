"""attempts: how often somebody was not let in, so that guessing takes for ever. It outlives a restart.

An attempt is counted before it is looked at and taken back when it was right, so that many at once gain nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from storage.statements import Lock, Steps, ask, ask_one, moment

GUARD = 0x48_41_56_45_4E_05
#: So many attempts in a row are free; each further one doubles the wait, from a second to this many.
FREE, MOST_SECONDS = 5, 900
#: After so long without an attempt it is forgotten.
FORGOTTEN = timedelta(hours=1)
#: All logins together: so many failures in a minute, then nobody is asked for a passphrase until it is over.
EVERYBODY, MOST_A_MINUTE, MINUTE = "*", 120, timedelta(minutes=1)


def charge(name: str, now: datetime) -> Steps[int]:
    """Count an attempt. Returns 0, or how many seconds nobody is let in; then nothing was counted."""
    yield Lock(GUARD)
    times, _, until = yield from _found(name, now)
    everybody, since, _ = yield from _found(EVERYBODY, now)
    if now >= since + MINUTE:
        everybody, since = 0, now
    wait = (until - now).total_seconds()
    if everybody >= MOST_A_MINUTE:
        wait = max(wait, (since + MINUTE - now).total_seconds())
    if wait > 0:
        return ceil(wait)
    yield from _save(name, times + 1, now, now + timedelta(seconds=delay(times + 1)))
    yield from _save(EVERYBODY, everybody + 1, since, since)
    return 0


def delay(times: int) -> int:
    """Seconds to wait after so many attempts in a row."""
    return 0 if times < FREE else min(MOST_SECONDS, 1 << min(times - FREE, 10))


def forgive(name: str) -> Steps[None]:
    """It was right: nothing counts against her any more."""
    yield Lock(GUARD)
    yield from ask("DELETE FROM attempt WHERE name = $1", name)
    yield from ask("UPDATE attempt SET times = times - 1 WHERE name = $1 AND times > 0", EVERYBODY)


def sweep(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM attempt WHERE until <= $1 AND since <= $1", now - FORGOTTEN)


def _found(name: str, now: datetime) -> Steps[tuple[int, datetime, datetime]]:
    row = yield from ask_one("SELECT times, since, until FROM attempt WHERE name = $1", name)
    if row is None:
        return 0, now, now
    since, until = moment(row[1]), moment(row[2])
    forgotten = name != EVERYBODY and now >= until + FORGOTTEN
    return (0, now, now) if forgotten else (int(row[0]), since, until)


def _save(name: str, times: int, since: datetime, until: datetime) -> Steps[None]:
    yield from ask(
        "INSERT INTO attempt (name, times, since, until) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (name) DO UPDATE SET times = $2, since = $3, until = $4",
        name,
        times,
        since,
        until,
    )
