"""Storage in trouble: the operator is told, and the house is not ready again before something could be made durable.

A full disk answers every question and keeps nothing. So once something could not be made durable, the page that says
whether the house is ready makes something durable itself, until that works. A damaged file does not heal: then the
house is not ready before it was started again, on a backup.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

#: Seconds between two alerts while the trouble lasts.
AGAIN = 900.0
#: What the engines call a file whose content is not what was written.
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "DataCorrupted", "IndexCorrupted")


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
        self._damaged: BaseException | None = None
        self._told: float | None = None

    def heard(self, error: BaseException) -> None:
        self._lately = True
        if any(code in str(error) for code in DAMAGED):
            self._damaged = error
        now = self._time()
        if self._told is None or now - self._told >= AGAIN:
            self._told = now
            self._tell()

    async def ready(self) -> None:
        """Raises while storage does not do its work."""
        if self._damaged is not None:
            raise self._damaged
        if not self._lately:
            return await self._storage.ready()
        await self._storage.takes_writes()
        self._lately = False
        self._log("storage_works")
        return None
