"""Storage in trouble: the operator is told, and the house is not ready again before something could be made durable.

A full disk answers every question and keeps nothing. So once something could not be made durable, the page that says
whether the house is ready makes something durable itself, until that works.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

#: Seconds between two alerts while the trouble lasts.
AGAIN = 900.0


class Storage(Protocol):
    """What is asked of it. Both raise where the answer is no."""

    async def ready(self) -> None: ...
    async def takes_writes(self) -> None: ...


class Troubled:
    """`heard` at each failure of storage; `tell` alerts the operator; `log` hears that it works again."""

    def __init__(
        self, storage: Storage, time: Callable[[], float], tell: Callable[[], None], log: Callable[[str], None]
    ) -> None:
        self._storage, self._time, self._tell, self._log = storage, time, tell, log
        self._lately = False
        self._told: float | None = None

    def heard(self) -> None:
        self._lately = True
        now = self._time()
        if self._told is None or now - self._told >= AGAIN:
            self._told = now
            self._tell()

    async def ready(self) -> None:
        """Raises while storage does not do its work."""
        if not self._lately:
            return await self._storage.ready()
        await self._storage.takes_writes()
        self._lately = False
        self._log("storage_works")
        return None
