"""outliving: cases that a team keeps no longer: the last word in one is so many days ago, or it was closed.

She was told so where she agreed. Nothing is sent then, for a message out of the blue may be read by others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from helpline.adults import CHILD_FOCUS
from helpline.case import Case
from helpline.delivery import Worked
from helpline.due import Cases, see_to
from helpline.events import Event
from helpline.ports import Changes, House, Loaded
from helpline.retention import Kept, kept_by, team_of


class Store(Cases, Protocol):
    """What this chore needs of storage."""

    async def outlived(self, now: datetime, kept: Mapping[str, Kept]) -> Sequence[str]:
        """The ids of cases of these teams that are due."""
        ...


def is_outlived(case: Case, now: datetime, kept: Kept) -> bool:
    """Is the last word of hers in it, or its closing, longer ago than its team keeps a case? What staff do with it
    makes nothing last longer than she was told; a yes of hers does."""
    hers = max(case.opened_at, case.wrote_at or case.opened_at, *(one.given_at for one in case.consents))
    closed = max(hers, case.holder.since or hers)
    if case.state == "closed" and kept.closed is not None and now - closed >= timedelta(days=kept.closed):
        return True
    return kept.days is not None and now - hers >= timedelta(days=kept.days)


def outlive(loaded: Loaded, now: datetime, house: House) -> Changes:
    """Erase it, where it is due; where somebody wrote meanwhile, nothing happens."""
    case, contact = loaded.case, loaded.contact
    assert contact is not None
    team = team_of(case, house) if case else ""
    if case is None or not is_outlived(case, now, kept_by(house.directory, team)):
        return Changes(contact, loaded.session, case)
    gone = Event(
        house.chance.id(), "case_erased", now, case.id, {"reason": "outlived", "team": "", "team_before": team}
    )
    talking = loaded.session if loaded.session and not loaded.session.ended else None
    return Changes(contact, talking, None, events=(gone,))


async def erase_outlived(
    store: Store, now: datetime, house: House, follow: Callable[[Worked], object] = lambda _: None
) -> int:
    """Every case that was kept long enough, of teams that work here or did. Returns how many were looked at."""
    teams = sorted({*house.directory.teams, *house.teams, CHILD_FOCUS})
    kept = {team: one for team in teams if (one := kept_by(house.directory, team)) != Kept()}
    due = [(case_id, outlive) for case_id in await store.outlived(now, kept)]
    return await see_to(store, due, now, house, follow)
