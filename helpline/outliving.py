"""outliving: cases that a team keeps no longer: the last word in one is so many days ago, or it was closed.

She was told so where she agreed. Nothing is sent then, for a message out of the blue may be read by others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from helpline.adults import CHILD_FOCUS, for_child_focus
from helpline.case import Case
from helpline.delivery import Worked
from helpline.directory import Directory
from helpline.due import Cases, see_to
from helpline.events import Event
from helpline.ports import Changes, House, Loaded


@dataclass(frozen=True)
class Kept:
    """For how many days after the last word, and after it was closed. None: not erased by itself."""

    days: int | None = None
    days_closed: int | None = None


#: A talk with somebody under 18 is never without an end, whatever the directory says.
YOUNG = Kept(30, 7)


class Store(Cases, Protocol):
    """What this chore needs of storage."""

    async def outlived(self, now: datetime, kept: Mapping[str, Kept]) -> Sequence[str]:
        """The ids of cases of these teams that are due."""
        ...


def kept_by(directory: Directory, team: str) -> Kept:
    """How long this team keeps a case."""
    written = directory.teams.get(team)
    known = Kept(written.kept_days, written.kept_days_closed) if written else Kept()
    if team != CHILD_FOCUS:
        return known
    return Kept(known.days or YOUNG.days, known.days_closed or YOUNG.days_closed)


def team_of(case: Case) -> str | None:
    """Whose case it is; one opened for Child Focus is theirs before it waits for them, and after."""
    return CHILD_FOCUS if for_child_focus(case) else case.holder.team


def is_outlived(case: Case, now: datetime, kept: Kept) -> bool:
    """Is the last word of hers in it, or its closing, longer ago than its team keeps a case? What staff do with it
    makes nothing last longer than she was told; a yes of hers does."""
    hers = max(case.opened_at, case.wrote_at or case.opened_at, *(one.given_at for one in case.consents))
    closed = max(hers, case.holder.since or hers)
    if case.state == "closed" and kept.days_closed is not None and now - closed >= timedelta(days=kept.days_closed):
        return True
    return kept.days is not None and now - hers >= timedelta(days=kept.days)


def outlive(loaded: Loaded, now: datetime, house: House) -> Changes:
    """Erase it, where it is due; where somebody wrote meanwhile, nothing happens."""
    case, contact = loaded.case, loaded.contact
    assert contact is not None
    team = team_of(case) if case else None
    if case is None or team is None or not is_outlived(case, now, kept_by(house.directory, team)):
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
