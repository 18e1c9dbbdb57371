"""retention: for how long what she left is kept, by the team whose case it is, and how she is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpline.adults import CHILD_FOCUS, for_child_focus, is_young
from helpline.case import Case
from helpline.directory import Directory

if TYPE_CHECKING:
    from helpline.ports import House
    from helpline.reception import Reception

#: A year and a month, as people count them.
YEAR, MONTH = 365, 30


@dataclass(frozen=True)
class Kept:
    """In days; None: not by itself. `days`: the case, after her last word; `closed`: the case, after it was closed too.
    `transcript`: what was said, and `evidence`: links, hashes and answers in her words, both after it was closed."""

    days: int | None = None
    closed: int | None = None
    transcript: int | None = None
    evidence: int | None = None


#: A talk with somebody under 18 is never without an end, whatever the directory says.
YOUNG = Kept(30, 7)
#: Whose rule holds for a team the directory does not know.
USUAL = "helpline"


def kept_by(directory: Directory, team: str) -> Kept:
    """How long this team keeps a case."""
    written = directory.teams.get(team) or directory.teams.get(USUAL)
    known = Kept()
    if written is not None:
        known = Kept(
            written.kept_days, written.kept_days_closed, written.kept_days_transcript, written.kept_days_evidence
        )
    if team != CHILD_FOCUS:
        return known
    return Kept(known.days or YOUNG.days, known.closed or YOUNG.closed, known.transcript, known.evidence)


def team_of(case: Case, house: House) -> str:
    """Whose case it is; one opened for Child Focus is theirs before it waits for them, and after. One that no team has
    seen is kept as the first team of the house would."""
    return CHILD_FOCUS if for_child_focus(case) else case.holder.team or house.teams[0]


def team_to_be(facts: Mapping[str, str], house: House) -> str:
    """Whose case it would be, before there is one."""
    return CHILD_FOCUS if is_young(facts) else house.teams[0]


def kept_words(reception: Reception) -> str:
    """How long it is kept, in her language: `until 12 months after your last message`, or until she erases it."""
    house, case = reception.house, reception.case
    team = team_of(case, house) if case else team_to_be(reception.facts, house)
    days = kept_by(house.directory, team).days
    if days is None:
        return reception.phrase("until you erase it")
    months = 12 * (days // YEAR) if days % YEAR == 0 else days // MONTH if days % MONTH == 0 else 0
    if months > 1:
        return reception.phrase("until {months} months after your last message", months=months)
    return reception.phrase("until {days} days after your last message", days=days)
