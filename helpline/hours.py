"""Opening hours: when someone picks up, in Belgian time, on holidays too; and how that is said in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names

from flows.remark import remark

BRUSSELS = ZoneInfo("Europe/Brussels")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: The language in which Babel knows a day's name: British rather than American habits.
LOCALES = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE", "de": "de_BE"}

_SPAN = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")
_DAY = 24 * 60
#: How many days to look ahead for the next opening; no line is closed longer.
_AHEAD = 15

Say = Callable[..., str]


@dataclass(frozen=True)
class Span:
    """From and to, in minutes of the day; 24:00 is 1440."""

    start: int
    end: int

    def words(self) -> str:
        return f"{clock(self.start)}–{clock(self.end)}"


@dataclass(frozen=True, eq=False)
class Hours:
    """When a line answers: `always`, or the spans of each weekday (Monday is 0)."""

    always: bool = False
    week: Mapping[int, tuple[Span, ...]] | None = None
    closed_on_holidays: bool = False

    def spans(self, day: date) -> tuple[Span, ...]:
        if self.always:
            return (Span(0, _DAY),)
        if self.closed_on_holidays and is_holiday(day):
            return ()
        return (self.week or {}).get(day.weekday(), ())

    def until(self, now: datetime) -> int | None:
        """The minute of today at which the line closes, when it is open now; else None."""
        here = now.astimezone(BRUSSELS)
        minute = here.hour * 60 + here.minute
        return next((span.end for span in self.spans(here.date()) if span.start <= minute < span.end), None)

    def is_open(self, now: datetime) -> bool:
        return self.until(now) is not None

    def openings(self, now: datetime) -> Iterator[tuple[date, int]]:
        """The days and minutes at which the line opens after now, soonest first, two weeks ahead."""
        here = now.astimezone(BRUSSELS)
        minute = here.hour * 60 + here.minute
        for ahead in range(_AHEAD):
            day = here.date() + timedelta(days=ahead)
            yield from ((day, span.start) for span in self.spans(day) if ahead or span.start > minute)


def read_hours(written: object, closed_on_holidays: bool = False) -> Hours:
    """Read `always` or `{mon: 9:00-17:00, tue: [9:00-12:00, 13:00-17:00]}`. Raises ValueError saying how to mend it."""
    if written == "always":
        return Hours(always=True)
    if not isinstance(written, Mapping):
        raise ValueError(remark("write `always`, or the hours of each weekday, like {mon: 9:00-17:00}"))
    week: dict[int, tuple[Span, ...]] = {}
    for day, spans in written.items():
        if day not in WEEKDAYS:
            raise ValueError(remark("{day} is no weekday; write one of {days}", day=day, days=", ".join(WEEKDAYS)))
        several = spans if isinstance(spans, list) else [spans]
        week[WEEKDAYS.index(day)] = tuple(sorted((_read_span(span) for span in several), key=lambda one: one.start))
    return Hours(week=week, closed_on_holidays=closed_on_holidays)


def _read_span(written: object) -> Span:
    found = _SPAN.fullmatch(str(written))
    if not found:
        raise ValueError(remark("{written} is no time span; write it as 9:00-17:00", written=written))
    hour, minute, to_hour, to_minute = (int(part) for part in found.groups())
    span = Span(hour * 60 + minute, to_hour * 60 + to_minute)
    if minute > 59 or to_minute > 59 or span.end > _DAY:
        raise ValueError(remark("{written}: no such time of day", written=written))
    if span.start >= span.end:
        raise ValueError(
            remark("{written} ends before it begins; past midnight, split it over both days", written=written)
        )
    return span


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether a day is a Belgian public holiday."""
    from holidays import country_holidays  # heavy, and only needed once somebody asks

    return day in country_holidays("BE", years=day.year)


def clock(minute: int) -> str:
    """1020 → 17:00; midnight at the end of a day stays 24:00."""
    return f"{minute // 60}:{minute % 60:02}"


def date_words(moment: datetime, language: str) -> str:
    """`21 November 2026`, as it was in Belgium then."""
    return format_date(moment.astimezone(BRUSSELS).date(), "d MMMM y", locale=LOCALES.get(language, "en_GB"))


def day_name(day: date, language: str) -> str:
    return str(_day_names(language)[day.weekday()])


@lru_cache(maxsize=256)
def week_words(hours: Hours, language: str) -> str:
    """`Monday, Tuesday 9:00–17:00 · Thursday 13:00–17:00`; days with the same hours stand together."""
    groups: dict[tuple[Span, ...], list[int]] = {}
    for day, spans in sorted((hours.week or {}).items()):
        groups.setdefault(spans, []).append(day)
    return " · ".join(
        f"{_days_words(days, language)} {', '.join(span.words() for span in spans)}" for spans, days in groups.items()
    )


def _days_words(days: list[int], language: str) -> str:
    names = _day_names(language)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[days[0]]}–{names[days[-1]]}"
    return ", ".join(names[day] for day in days)


def _day_names(language: str) -> Mapping[int, str]:
    return get_day_names("wide", locale=LOCALES.get(language, "en_GB"))


def state_words(hours: Hours, now: datetime, language: str, say: Say) -> str:
    """Whether someone answers now, until when, or from when on."""
    if hours.always:
        return say(language, "Day and night, every day.")
    closes = hours.until(now)
    if closes is not None:
        return say(language, "Open now, until {time}.", time=clock(closes))
    today = now.astimezone(BRUSSELS).date()
    day, minute = next(hours.openings(now), (None, 0))
    if day is None:
        return say(language, "Closed now.")
    if day == today:
        return say(language, "Closed now, opens today at {time}.", time=clock(minute))
    if day == today + timedelta(days=1):
        return say(language, "Closed now, opens tomorrow at {time}.", time=clock(minute))
    if day < today + timedelta(days=7):
        return say(language, "Closed now, opens {day} at {time}.", day=day_name(day, language), time=clock(minute))
    written = format_date(day, "EEEE d MMMM", locale=LOCALES.get(language, "en_GB"))
    return say(language, "Closed now, opens {day} at {time}.", day=written, time=clock(minute))
