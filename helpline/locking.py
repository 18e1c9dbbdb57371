"""locking: a chat in which nothing has happened for long forgets its case, as after /hide. Nothing is said or deleted.

Whoever picks up the phone weeks later finds no conversation that goes on; with number and PIN she has it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from helpline.delivery import Worked
from helpline.due import Cases, see_to
from helpline.leaving import shut
from helpline.ports import Changes, House, Loaded
from helpline.reception import CHORE, open_case

#: For so long nothing came from either side, by who has the case: with people an answer may take days.
IDLE: Mapping[str, timedelta] = {"bot": timedelta(hours=24), "queue": timedelta(days=7), "staff": timedelta(days=7)}


class Store(Cases, Protocol):
    """What this chore needs of storage."""

    async def idle_cases(self, now: datetime, idle: Mapping[str, timedelta]) -> Sequence[str]:
        """The ids of cases that lie open in a chat in which nothing has happened for so long."""
        ...


def lock(loaded: Loaded, now: datetime, house: House) -> Changes:
    """The chat forgets it, where nothing has happened in it since; one that nobody could come back to is erased."""
    reception = open_case(loaded, CHORE, now, house)
    if loaded.case is None or loaded.locked or not _is_idle(loaded, now):
        return reception.changes()
    return shut(reception).but(session=None, outgoing=(), transcript=()).changes()


def _is_idle(loaded: Loaded, now: datetime) -> bool:
    case, since = loaded.case, loaded.quiet_since
    return case is not None and since is not None and now - since >= IDLE[case.holder.kind]


async def lock_idle(
    store: Store, now: datetime, house: House, follow: Callable[[Worked], object] = lambda _: None
) -> int:
    """Every case that was idle for long. Returns how many were looked at."""
    due = [(case_id, lock) for case_id in await store.idle_cases(now, IDLE)]
    return await see_to(store, due, now, house, follow)
