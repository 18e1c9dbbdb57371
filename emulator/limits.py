"""Telegram's sending limits, where a test asks for them: one message a second to a person, thirty a second in all."""

from __future__ import annotations

import math
import time
from collections import deque

from emulator.errors import too_many


class Limits:
    """Counts what was sent; refuses what is too much with 429 and the seconds to wait."""

    def __init__(self, *, on: bool, per_second: int = 30, chat_burst: int = 3, group_per_minute: int = 20) -> None:
        self.on = on
        self.per_second = per_second
        self.chat_burst = chat_burst
        self.group_per_minute = group_per_minute
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def check(self, chat_id: int) -> None:
        """Count one message. Raises ApiError 429. A chat may get a short burst, then one a second."""
        if not self.on:
            return
        now = time.monotonic()
        most, window = (self.group_per_minute, 60.0) if chat_id < 0 else (self.chat_burst, float(self.chat_burst))
        sent = self._chats.setdefault(chat_id, deque())
        for line, room, span in ((self._all, self.per_second, 1.0), (sent, most, window)):
            while line and line[0] <= now - span:
                line.popleft()
            if len(line) >= room:
                raise too_many(max(1, math.ceil(line[0] + span - now)))
        self._all.append(now)
        sent.append(now)
