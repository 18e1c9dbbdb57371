"""expected: when someone of a team will be there, said honestly: hours and holidays, and no more than is known."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date

from helpline.directory import Directory
from helpline.entries import Team
from helpline.hours import BRUSSELS, LOCALES, Hours, clock, day_name
from helpline.reception import Reception

#: The team a case waits for, where none is named.
TEAM = "helpline"


def team_hours(directory: Directory, team: str) -> Hours | None:
    """The hours of a team; None where nobody wrote them down."""
    found = directory.teams.get(team)
    return found.opening if found else None


def answer_limit(directory: Directory, team: str | None) -> timedelta:
    """How long she may wait for an answer from whoever has her case."""
    return timedelta(minutes=(directory.teams.get(team or TEAM) or Team()).answer_within)


def someone_there(reception: Reception, team: str = TEAM) -> bool:
    """Whether someone of the team is there just now: signed in, and taking cases. Hours alone bring nobody."""
    return team in reception.house.staff


def expected_words(reception: Reception) -> str:
    """When someone will be there, to be put after a colon."""
    team = reception.case.holder.team or TEAM if reception.case else TEAM
    hours = team_hours(reception.house.directory, team)
    if team in reception.house.staff:
        return reception.phrase("as soon as they can, someone is here now")
    if hours is None:
        return reception.phrase("as soon as someone is here; I can't say exactly when")
    if hours.always:
        return reception.phrase("as soon as someone is at the desk")
    closes = hours.until(reception.now)
    if closes is not None:
        return reception.phrase(
            "as soon as someone is at the desk; the team works today until {time}", time=clock(closes)
        )
    return _opening(reception, hours)


def _opening(reception: Reception, hours: Hours) -> str:
    day, minute = next(hours.openings(reception.now), (None, 0))
    if day is None:
        return reception.phrase("as soon as someone is here; I can't say exactly when")
    today = reception.now.astimezone(BRUSSELS).date()
    if day == today:
        return reception.phrase("today, from {time} on", time=clock(minute))
    if day == today + timedelta(days=1):
        return reception.phrase("tomorrow, from {time} on", time=clock(minute))
    return reception.phrase("on {day}, from {time} on", day=_named(day, today, reception.language), time=clock(minute))


def _named(day: date, today: date, language: str) -> str:
    if day < today + timedelta(days=7):
        return day_name(day, language)
    return format_date(day, "EEEE d MMMM", locale=LOCALES.get(language, "en_GB"))
