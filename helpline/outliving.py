"""outliving: what a team keeps no longer goes by itself: the whole case, or what was said and left in a closed one.

She was told so where she agreed. Nothing is sent then, for a message out of the blue may be read by others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from helpline.adults import CHILD_FOCUS
from helpline.case import Case
from helpline.delivery import Worked
from helpline.due import Cases, see_to
from helpline.events import Event
from helpline.ports import Changes, DecideCase, House, Loaded
from helpline.retention import Kept, ends_of, kept_by, team_of

#: What goes, and the id of the case: the next page begins behind the last one.
Due = tuple[str, str]
BEGINNING: Due = ("", "")


class Store(Cases, Protocol):
    """What this chore needs of storage."""

    async def outlived(self, now: datetime, kept: Mapping[str, Kept], first: str, after: Due) -> Sequence[Due]:
        """Some of what is due by its team's rule, by id, behind `after`. `first`: whose a case is that no team has
        seen."""
        ...


def all_kept(house: House) -> Mapping[str, Kept]:
    """How long each team keeps what it has: of teams that work here or did."""
    teams = sorted({*house.directory.teams, *house.teams, CHILD_FOCUS})
    return {team: kept_by(house.directory, team) for team in teams}


def is_over(end: datetime | None, now: datetime) -> bool:
    return end is not None and end <= now


# ── what is decided, under the case's lock; where she wrote meanwhile, nothing happens ────────────────────────────────
def outlive(loaded: Loaded, now: datetime, house: House) -> Changes:
    """The whole case."""
    case, stays = _taken_up(loaded)
    if case is None or not is_over(ends_of(case, house).case, now):
        return stays
    about = {"reason": "outlived", "team": "", "team_before": team_of(case, house)}
    gone = Event(house.chance.id(), "case_erased", now, case.id, about)
    talking = loaded.session if loaded.session and not loaded.session.ended else None
    return Changes(stays.contact, talking, None, events=(gone,))


def purge_transcript(loaded: Loaded, now: datetime, house: House) -> Changes:
    """What was said to her and of her in a closed case, notes included."""
    case, stays = _taken_up(loaded)
    if case is None or not is_over(ends_of(case, house).transcript, now):
        return stays
    gone = Event(house.chance.id(), "transcript_purged", now, case.id, {"team": case.holder.team or ""})
    return replace(stays, erase_transcript=True, events=(gone,))


def purge_evidence(loaded: Loaded, now: datetime, house: House) -> Changes:
    """Links, hashes and answers in her words, in a closed case."""
    case, stays = _taken_up(loaded)
    if case is None or not (case.items or case.words) or not is_over(ends_of(case, house).evidence, now):
        return stays
    about: dict[str, str | int] = {"team": case.holder.team or "", "items": len(case.items) + len(case.words)}
    gone = Event(house.chance.id(), "evidence_purged", now, case.id, about)
    return replace(stays, case=replace(case, items=(), words={}), events=(gone,))


def _taken_up(loaded: Loaded) -> tuple[Case | None, Changes]:
    assert loaded.contact is not None
    return loaded.case, Changes(loaded.contact, loaded.session, loaded.case)


#: What is due → what is decided then.
OUTLIVED: Mapping[str, DecideCase] = MappingProxyType(
    {"case": outlive, "transcript": purge_transcript, "evidence": purge_evidence}
)


async def erase_outlived(
    store: Store, now: datetime, house: House, follow: Callable[[Worked], object] = lambda _: None
) -> int:
    """Everything that was kept long enough, page by page. Returns how many times something was looked at."""
    kept, first = all_kept(house), house.teams[0]
    done, after, wrong = 0, BEGINNING, None
    while due := await store.outlived(now, kept, first, after):
        after = due[-1]
        try:
            done += await see_to(store, [(case_id, OUTLIVED[what]) for what, case_id in due], now, house, follow)
        except Exception as error:  # the pages behind it do not wait for it
            wrong = wrong or error
    if wrong is not None:
        raise wrong
    return done
