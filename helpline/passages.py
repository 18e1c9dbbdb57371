"""passages: the seconds of a longer video that matter, as people write them: 0:10-0:16, van 1:05 tot 1:20, à 2m30."""

from __future__ import annotations

import re

#: Start and end in seconds; the same twice where only one moment was named.
Passage = tuple[int, int]

_TIME = (
    r"(?:\d{1,2}:\d{2}:\d{2}|\d{1,3}:\d{2}|\d{1,2}\s?h\s?\d{1,2}\s?m(?:in)?\s?\d{1,2}(?:\s?s)?"
    r"|\d{1,3}\s?(?:m|min|minute|minuten|minutes|')\s?\d{1,2}(?:\s?(?:s|sec|sec\.|''|\")(?!\w))?"
    r"|\d{1,3}\s?(?:s|sec|seconden|secondes|seconds)(?!\w))"
)
_BETWEEN = r"\s*(?:-|–|—|>|→|\.\.|tot(?: en met)?|t/m|to|till|until|jusqu['’]?\s?[aà]|[aà]|au|et|and|en)\s*"
_BEFORE = r"(?:op|vanaf|van|from|at|from|[àa]|de|d[eè]s|rond|around|vers|minuut|minute|min|timestamp|tijdcode)"
_RANGE = re.compile(rf"(?<![\w:/.])({_TIME}){_BETWEEN}({_TIME})(?![\w:])", re.IGNORECASE)
_MOMENT = re.compile(rf"(?<![\w/.]){_BEFORE}\s+({_TIME})(?![\w:]|\s?(?:u|uur|h|am|pm)\b)", re.IGNORECASE)
_CLOCK = re.compile(r"(\d+):(\d+)(?::(\d+))?")
_PARTS = re.compile(r"\d+")


def passages(text: str) -> list[tuple[int, Passage]]:
    """Every passage in a text, with the place where it stands. A range that ends before it begins is turned round."""
    found = [(match.start(), _ordered(seconds(match[1]), seconds(match[2]))) for match in _RANGE.finditer(text)]
    taken = [(match.start(), match.end()) for match in _RANGE.finditer(text)]
    for match in _MOMENT.finditer(text):
        if not any(start <= match.start(1) < end for start, end in taken):
            found.append((match.start(), (seconds(match[1]), seconds(match[1]))))
    return sorted(found)


def passage_in(text: str) -> Passage | None:
    """The first passage of a text."""
    return next((passage for _, passage in passages(text)), None)


def seconds(written: str) -> int:
    """0:16 → 16, 1:02:03 → 3723, 2m30 → 150, 45s → 45."""
    clock = _CLOCK.fullmatch(written)
    parts = [int(part) for part in _PARTS.findall(written)]
    if clock or len(parts) > 1:
        return sum(part * 60**power for power, part in enumerate(reversed(parts)))
    return parts[0]


def _ordered(start: int, end: int) -> Passage:
    return (start, end) if start <= end else (end, start)
