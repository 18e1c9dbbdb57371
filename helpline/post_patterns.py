"""How an address names a post: patterns that editors may write, and that are quick whatever they are held against.

Contacts send the addresses, and each is looked at while they wait. So a pattern is a small part of what Python's own
can be: signs and classes of signs, which may repeat; groups, which may not.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Characters a pattern may have; and how often it may choose between two ways.
LONGEST, MOST_WAYS = 160, 8
#: Of an address, so many characters are looked at; a link may have as many.
LOOKED_AT = 2000
_CLASS = r"\[\^?(?:\\[dw]|\\[^\w\s]|[^\\\[\]\s])+\]"
_SIGN = rf"(?:\\[dw]|\\[^\w\s]|{_CLASS}|[\w/&=@.,:;~%#!-])"
#: In a class they may mean something else one day.
_TWICE = re.compile(r"--|&&|~~|\|\|")
_OFTEN = r"(?:[*+]|\{\d{1,3}(?:,\d{0,3})?\})"
_PART = re.compile(rf"(?P<repeated>{_SIGN}{_OFTEN})|{_SIGN}\??|\(\?:|\(\?P<post>|\)\??|[|^$]")


def post_pattern(written: str) -> re.Pattern[str]:
    """The pattern, made so that it never looks at anything twice. Raises ValueError where it is none of ours."""
    parts = _parts(written)
    ways = sum(part == "|" or part.endswith("?") for part in parts)
    if len(written) > LONGEST or ways > MOST_WAYS or parts.count("(?P<post>") != 1 or _TWICE.search(written):
        raise ValueError("no pattern of a post")
    return _compiled("".join(parts))


def _parts(written: str) -> list[str]:
    """Its signs one by one. What repeats takes all it can get, and gives nothing back (a `+` behind it says so): else
    what does not fit is tried in every way there is."""
    found, at = [], 0
    while at < len(written):
        part = _PART.match(written, at)
        if part is None:
            raise ValueError("no pattern of a post")
        found.append(part[0] + ("+" if part["repeated"] else ""))
        at = part.end()
    return found


@lru_cache(maxsize=256)
def _compiled(written: str) -> re.Pattern[str]:
    try:
        return re.compile(written)
    except re.error:
        raise ValueError("no pattern of a post") from None
