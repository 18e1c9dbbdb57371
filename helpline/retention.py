"""retention: for how long what she left is kept, by the team whose case it is, and how she is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
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
#: Who of the staff took it up less than this ago is not interrupted; nor longer than this, whatever she does.
IN_HAND = timedelta(days=7)
#: She is told so long before, where she agreed; of what is kept for a shorter time than twice that, nothing is said.
WARNED_BEFORE = timedelta(days=14)


@dataclass(frozen=True)
class Ends:
    """When the case goes, and what of it goes before; None: not by itself."""

    case: datetime | None = None
    transcript: datetime | None = None
    evidence: datetime | None = None


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


# ── when it goes ──────────────────────────────────────────────────────────────────────────────────────────────────
def last_given(case: Case) -> datetime:
    """When she last gave it anything: a word, a tap, a yes, an item. What staff do makes nothing last longer than she
    was told."""
    given = [*(one.given_at for one in case.consents), *(one.given_at for one in case.items)]
    return max([case.opened_at, *given, *(one for one in (case.wrote_at, case.last_day) if one is not None)])


def ends(case: Case, kept: Kept) -> Ends:
    """Where staff keep it for a reason, time takes nothing of it."""
    if case.kept_for is not None:
        return Ends()
    given = last_given(case)
    closed = max(given, case.holder.since or given) if case.state == "closed" else None
    both = [one for one in (_after(given, kept.days), _after(closed, kept.closed)) if one is not None]
    whole = _in_hand(case, min(both)) if both else None
    return Ends(whole, _after(closed, kept.transcript), _after(closed, kept.evidence))


def ends_of(case: Case, house: House) -> Ends:
    """When it goes, by the rule of whose it is."""
    return ends(case, kept_by(house.directory, team_of(case, house)))


def _after(at: datetime | None, days: int | None) -> datetime | None:
    return None if at is None or days is None else at + timedelta(days=days)


def _in_hand(case: Case, end: datetime) -> datetime:
    """A week's grace, where one of the staff has just taken it up; once, not a week more each time."""
    since = case.holder.since
    if case.holder.kind != "staff" or since is None:
        return end
    return max(end, min(since, end) + IN_HAND)


def heard(case: Case, now: datetime) -> Case:
    """She writes or taps: its time begins anew with the end of this day. Once a day is enough to know that."""
    if case.last_day is not None and now < case.last_day:
        return case
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(case, last_day=day + timedelta(days=1))


# ── how she is told ───────────────────────────────────────────────────────────────────────────────────────────────
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
