"""safe time: when she may be written to here without anybody else reading along. She says it; staff may correct it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from flows.understand import folded
from helpline.case import Case
from helpline.commands import listed
from helpline.hours import BRUSSELS, Say

#: Every choice, in the order in which she is asked.
Code = Literal["anytime", "morning", "afternoon", "evening", "not_first"]
CODES: tuple[str, ...] = get_args(Code)
ANYTIME, MORNING, AFTERNOON, EVENING, NOT_FIRST = CODES
#: From and until, in hours of Belgium's clock.
WINDOWS: Mapping[str, tuple[int, int]] = {MORNING: (8, 12), AFTERNOON: (12, 18), EVENING: (18, 22)}
#: She has just written herself, so she is there and looks: for so long an answer finds her, whatever the hour.
STILL_HERE = timedelta(minutes=30)
#: What she may type for each.
SAID: Mapping[str, frozenset[str]] = {
    ANYTIME: listed(
        "any time, anytime, always, whenever, all day, it doesn't matter, doesn't matter, any time is fine",
        "altijd, eender wanneer, maakt niet uit, om het even, de hele dag, wanneer je wil, gelijk wanneer",
        "n'importe quand, toujours, peu importe, toute la journée, quand vous voulez, à tout moment",
    ),
    MORNING: listed(
        "morning, mornings, in the morning, the morning",
        "ochtend, 's ochtends, in de ochtend, voormiddag, in de voormiddag, 's morgens, de ochtend",
        "matin, le matin, dans la matinée, matinée, au matin",
    ),
    AFTERNOON: listed(
        "afternoon, afternoons, in the afternoon, the afternoon, daytime",
        "middag, 's middags, namiddag, in de namiddag, 's namiddags, in de middag, de namiddag, overdag",
        "après-midi, l'après-midi, dans l'après-midi, aprem, journée, en journée",
    ),
    EVENING: listed(
        "evening, evenings, in the evening, the evening, tonight, at night",
        "avond, 's avonds, in de avond, de avond, vanavond, savonds",
        "soir, le soir, soirée, en soirée, ce soir, dans la soirée",
    ),
    NOT_FIRST: listed(
        "skip, only after i write, don't write first, i will write, i'll write, not first, never, only when i write",
        "sla over, overslaan, alleen als ik eerst schrijf, pas als ik schrijf, ik schrijf zelf, niet eerst, nooit",
        "passer, seulement si j'écris, seulement si j'écris d'abord, j'écrirai, pas en premier, jamais",
    ),
}


def may_write(case: Case, now: datetime) -> bool:
    """Whether words reach her safely now: she said so, or she has just written herself."""
    code = case.safe_time or ANYTIME
    if code == ANYTIME or (case.wrote_at is not None and now - case.wrote_at <= STILL_HERE):
        return True
    return code in WINDOWS and _begins(code, now) <= now


def may_notify(case: Case, now: datetime) -> bool:
    """Whether something may come unasked: she agreed to that, named a time for it, and it is that time now. That she
    has just written is no leave."""
    chosen = case.agreed("contact_back") and case.safe_time not in (None, NOT_FIRST)
    return chosen and may_write(replace(case, wrote_at=None), now)


def next_time(case: Case, now: datetime) -> datetime | None:
    """From when on words may reach her: now, when her time begins, or None: only once she has written herself."""
    if may_write(case, now):
        return now
    code = case.safe_time or ANYTIME
    return _begins(code, now) if code in WINDOWS else None


def _begins(code: str, now: datetime) -> datetime:
    """When this time of day began, where it is on just now, and else when it begins next; in UTC."""
    here = now.astimezone(BRUSSELS)
    start, end = WINDOWS[code]
    day = here.date() if here.hour < end else here.date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, start, tzinfo=BRUSSELS).astimezone(UTC)


def hears(words: str) -> str | None:
    """The time a whole message names, in whichever language."""
    said = folded(words)
    return next((code for code in CODES if not said.isdisjoint(SAID[code])), None)


def label(code: str, language: str, say: Say) -> str:
    """What a choice is called, for her buttons and for staff."""
    match code:
        case "morning":
            return say(language, "Morning, 8–12 h")
        case "afternoon":
            return say(language, "Afternoon, 12–18 h")
        case "evening":
            return say(language, "Evening, 18–22 h")
        case "not_first":
            return say(language, "Only after I write")
        case _:
            return say(language, "Any time")
