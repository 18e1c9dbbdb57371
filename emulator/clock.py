"""The emulator's clock: the real time, moved forward as far as you like, or running faster than the real one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Every date on a message and every limit in hours is read here."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._since = datetime.now(UTC)
        #: How many of its seconds pass in a real one.
        self.speed = 1.0

    def now(self) -> datetime:
        real = datetime.now(UTC)
        return real + self._ahead + (real - self._since) * (self.speed - 1)

    def unix(self) -> int:
        return int(self.now().timestamp())

    def move(self, by: timedelta) -> datetime:
        """Move forward and say what time it is now. Raises ValueError when asked to move back."""
        if by < timedelta():
            raise ValueError("the clock only moves forward")
        self._ahead += by
        return self.now()

    def run(self, speed: float) -> None:
        """From now on run so many times as fast as the real time. Raises ValueError for less than once."""
        if speed < 1:
            raise ValueError("the clock runs at least as fast as the real one")
        now = self.now()
        self._since = datetime.now(UTC)
        self._ahead, self.speed = now - self._since, speed
