"""birthdays: full dates as people type them, and how old someone born on one is today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_NAMES = (
    "januari jan janvier january",
    "februari feb fevrier fev february febr",
    "maart mrt mars march mar",
    "april apr avril avr",
    "mei mai may",
    "juni jun juin june",
    "juli jul juillet juil july",
    "augustus aug aout august",
    "september sep sept septembre",
    "oktober okt octobre oct october",
    "november nov novembre",
    "december dec decembre",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:e|er|st|nd|rd|th|ste|de)?"
_MONTH = rf"(?:0?[1-9]|1[0-2]|{_NAME})"
_YEAR = r"(?:19[3-9]\d|20[0-2]\d)"
_GAP = r"(?:\s[.,])?\s(?:(?:of|van|de)\s)?"
#: Day first, as in Belgium; year first; month first, where it is named or the day can be nothing else.
_ORDERS = (
    rf"(?P<d1>{_DAY}){_GAP}(?P<m1>{_MONTH}){_GAP}(?P<y1>{_YEAR})",
    rf"(?P<y2>{_YEAR}){_GAP}(?P<m2>{_MONTH}){_GAP}(?P<d2>{_DAY})",
    rf"(?P<m3>{_MONTH}){_GAP}(?P<d3>{_DAY}){_GAP}(?P<y3>{_YEAR})",
)
_DATE = re.compile(rf"(?<!\w)(?:{'|'.join(_ORDERS)})(?!\w)")
_SHORT = re.compile(rf"(?P<d1>{_DAY}){_GAP}(?P<m1>{_MONTH}){_GAP}(?P<y1>\d\d)")
#: Around a date that is all of an answer.
_FRAME = re.compile(r"^(?:op|on|le|the|de|den|du|since|the|c est|it s|its|cest)\s|(?:\s[.!?,])+$")


def dates_in(words: str) -> Iterator[date]:
    """The full dates in plain words; those no calendar has are left out."""
    for found in _DATE.finditer(words):
        read = _read(found)
        if read is not None:
            yield read


def only_date(words: str, today: date) -> date | None:
    """The date a message consists of, `17 05 10` included, which is of this century only where it lies behind us."""
    bare = _FRAME.sub("", _FRAME.sub("", words))
    found = _DATE.fullmatch(bare)
    if found:
        return _read(found)
    short = _SHORT.fullmatch(bare)
    if not short:
        return None
    year = today.year // 100 * 100 + int(short["y1"])
    return _made(year if year <= today.year else year - 100, short["m1"], short["d1"])


def age_on(today: date, born: date) -> int:
    """In full years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _read(found: re.Match[str]) -> date | None:
    for order in "123":
        if found[f"y{order}"]:
            return _made(int(found[f"y{order}"]), found[f"m{order}"], found[f"d{order}"])
    return None


def _made(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, _MONTHS.get(month) or int(month), int(re.sub(r"\D", "", day)))
    except ValueError:
        return None
