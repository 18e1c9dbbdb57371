"""replies: what a counsellor may send with one tap, in the contact's language, filled in and still hers to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from helpline.adults import CHILD_FOCUS, for_child_focus
from helpline.canned import Canned, filled
from helpline.case import Case
from helpline.directory import by_language
from helpline.ports import House
from helpline.staff import Staff

#: Said as a bare number, the way people know it; of every other line the name is said too.
NUMBERS = ("emergency", "police")
#: Of a case in which these replies come first.
GRAVE = ("crisis", "danger")
#: Of what a talk with Child Focus does not hold, or who does not help there.
ADULTS_ONLY = ("make_a_hash", "links_next", "institute")


@dataclass(frozen=True)
class Reply:
    """`title` is for staff; `text` is what she would read."""

    key: str
    title: str
    text: str


def replies(house: House, language: str, case: Case | None, by: Staff, now: datetime) -> tuple[Reply, ...]:
    """All that can be said now, in the order of the directory; the urgent ones first where it is grave.

    One that names a line which is out of date or not known is left out."""
    grave = case is not None and case.urgency in GRAVE
    in_order = sorted(house.directory.replies.values(), key=lambda one: not (grave and one.urgent))
    young = case is not None and for_child_focus(case)
    fitting = (one for one in in_order if not (young and one.key in ADULTS_ONLY))
    values = {"alias": by.alias, "operator": _of_whom(house, language, young)}
    found = (_filled_in(one, house, language, by, now, values) for one in fitting)
    return tuple(reply for reply in found if reply is not None)


def _of_whom(house: House, language: str, young: bool) -> str:
    """Whose people she is talking with: those of Child Focus are not the operator's."""
    entry = house.directory.entries.get(CHILD_FOCUS) if young else None
    return by_language(entry.name, language) if entry else house.operator


def _filled_in(
    canned: Canned, house: House, language: str, by: Staff, now: datetime, known: Mapping[str, str]
) -> Reply | None:
    values = {key: _line(house, key, language, now) for key in canned.lines}
    if not all(values.values()):
        return None
    values |= known
    title = by_language(canned.title, by.languages[0] if by.languages else language)
    return Reply(canned.key, title, filled(by_language(canned.text, language), values))


def _line(house: House, key: str, language: str, now: datetime) -> str:
    """A line as it is said in a sentence: its number, or its name and number."""
    if key in NUMBERS:
        return house.directory.number(key, language, now)
    for entry in house.directory.resolve(key, language, now)[:1]:
        name = by_language(entry.name, language)
        where = entry.number or by_language(entry.web, language) if entry.number or entry.web else ""
        return name if not where or where in name else f"{name} ({where})"
    return ""
