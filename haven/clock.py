"""The house's clock: the machine's, as long as that goes like a clock. A jump is followed only when it has lasted.

Nothing that is promised for a time (a session for an hour, a message for ten minutes, a try in a second) may hang on a
clock that somebody sets wrong and right again. What passes is counted by a clock that cannot be set; the machine's
time is compared with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

#: A difference up to this is a clock being set right, and followed. Between two looks it does not drift so far.
SLEW = timedelta(seconds=3)
#: Seconds a jump must last to be taken for the right time.
TRUSTED = 600.0

#: Seconds since some moment, also while the machine slept. Only Linux counts those.
passed: Callable[[], float] = (
    (lambda: time.clock_gettime(time.CLOCK_BOOTTIME)) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic
)


def of_the_machine() -> datetime:
    return datetime.now(UTC)


class SteadyClock:
    """Call it for the time, in UTC. `told(code, seconds)` hears of a jump, and of it being followed."""

    def __init__(
        self,
        told: Callable[[str, int], None],
        wall: Callable[[], datetime] = of_the_machine,
        passed: Callable[[], float] = passed,
    ) -> None:
        self._told, self._wall, self._passed = told, wall, passed
        self._at, self._since = wall(), passed()
        self._jumped: tuple[timedelta, float] | None = None  # how far off the machine is, and since when

    def __call__(self) -> datetime:
        wall, passed = self._wall(), self._passed()
        mine = self._at + timedelta(seconds=passed - self._since)
        off = wall - mine
        if abs(off) <= SLEW:
            self._at, self._since, self._jumped = wall, passed, None
            return wall
        return self._off(mine, off, passed)

    def _off(self, mine: datetime, off: timedelta, passed: float) -> datetime:
        """The time while the machine says another one."""
        if self._jumped is None or abs(off - self._jumped[0]) > SLEW:
            self._jumped = (off, passed)
            self._told("clock_jumped", round(off.total_seconds()))
        if passed - self._jumped[1] < TRUSTED:
            return mine
        self._at, self._since, self._jumped = mine + off, passed, None
        self._told("clock_followed", round(off.total_seconds()))
        return self._at
