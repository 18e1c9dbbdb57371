"""How often strangers may make the house do something costly (write an event down, make a file); in memory alone.

It spares the machine. Guessing is slowed down in the database (`attempts.py` and `pin_tries.py` in
`storage/repositories/`), where a restart changes nothing.
"""

from __future__ import annotations

from datetime import datetime


class Sparing:
    """At most `most` in a minute; what is beyond that is not done at all."""

    def __init__(self, most: int) -> None:
        self._most, self._minute, self._done = most, -1, 0

    def may(self, now: datetime) -> bool:
        minute = int(now.timestamp() // 60)
        if minute != self._minute:
            self._minute, self._done = minute, 0
        self._done += 1
        return self._done <= self._most


class SparingEach:
    """At most `most` in a minute for each of them, so that none takes another's turn."""

    def __init__(self, most: int) -> None:
        self._most, self._minute = most, -1
        self._done: dict[str, int] = {}

    def may(self, name: str, now: datetime) -> bool:
        minute = int(now.timestamp() // 60)
        if minute != self._minute:
            self._minute, self._done = minute, {}
        self._done[name] = self._done.get(name, 0) + 1
        return self._done[name] <= self._most
