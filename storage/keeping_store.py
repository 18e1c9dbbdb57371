"""What the chores of time ask of storage: what is kept no longer, and what ends soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from helpline.case import Case
from helpline.retention import Kept
from storage.repositories import access, outliving, statistics
from storage.running import Running


class KeepingStore(Running):
    """The store, as time sees it. All of it raises StorageTrouble."""

    async def outlived(
        self, now: datetime, kept: Mapping[str, Kept], first: str, after: tuple[str, str]
    ) -> tuple[tuple[str, str], ...]:
        """What their teams keep no longer, and in which case: some of it, behind `after`."""
        return await self.database.read(lambda: outliving.outlived(now, kept, first, after))

    async def ending(self, by: datetime, kept: Mapping[str, Kept], first: str, after: str) -> tuple[Case, ...]:
        """Cases that their teams keep no longer than this: some of them, behind `after`."""
        return await self._read_with_keys(lambda keys: outliving.ending(keys, by, kept, first, after))

    async def prune_statistics(self, now: datetime, keep: timedelta) -> None:
        """Numbers of days that are past their time."""
        await self.database.run(lambda: statistics.prune(now, keep))

    async def idle_cases(self, now: datetime, idle: Mapping[str, timedelta]) -> tuple[str, ...]:
        """Cases that lie open in a chat in which nothing has happened for so long, by who has them."""
        return await self.database.read(lambda: access.idle(now, idle))
