"""The emulator's clock: the real time, moved forward as far as you like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Every date on a message and every limit in hours is read here."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def unix(self) -> int:
        return int(self.now().timestamp())

    def move(self, by: timedelta) -> datetime:
        """Move forward and say what time it is now. Raises ValueError when asked to move back."""
        if by < timedelta():
            raise ValueError("the clock only moves forward")
        self._ahead += by
        return self.now()
