"""What the console and the chores of cases ask of storage."""

from __future__ import annotations

from datetime import datetime

from helpline.delivery import Worked
from helpline.ports import DecideCase, House
from storage import desk
from storage.running import Running


class DeskStore(Running):
    """The store, as the desk sees it. All of it raises StorageTrouble."""

    async def act(
        self, case_id: str, now: datetime, house: House, decide: DecideCase, once: str | None = None
    ) -> Worked:
        """Do to a case what was decided, as one transaction. `once`: the id of a line or note that this makes; where
        there is one, it was done before. Raises NoSuchCase, and whatever `decide` raises."""
        return await self._done(lambda ground: desk.act(ground, case_id, now, house, decide, once), now)
