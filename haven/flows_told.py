"""What a version of the conversation says and does otherwise than another, line by line, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.difference import Changed, Difference, Way, Word

#: A text longer than this is cut in the middle of the line: the whole of it is in the files.
LONGEST = 200


def as_lines(difference: Difference) -> list[str]:
    """Empty where nothing is other than it was."""
    lines = [
        f"languages: {' '.join(before)} → {' '.join(after)}" for before, after in [difference.languages or ((), ())]
    ]
    return [
        *(lines if difference.languages else []),
        *(line for one in difference.flows for line in _changed("flow ", one)),
        *(line for one in difference.steps for line in _changed("", one)),
        *map(_way, difference.routes),
        *map(_word, difference.words),
    ]


def _changed(what: str, one: Changed) -> Iterator[str]:
    told = f"{one.what} (it was {one.was})" if one.was else one.what
    yield f"{what}{one.place}: {told}"
    for field in one.fields:
        yield f"    {field.field}: {_side(field.before)} → {_side(field.after)}"


def _way(way: Way) -> str:
    return f"{way.place}: {way.route} leads to {way.after or 'nowhere'} (before: {way.before or 'nowhere'})"


def _word(word: Word) -> str:
    return f"{word.key} in {word.language}: {_side(word.before)} → {_side(word.after)}"


def _side(value: Any) -> str:
    if value is None:
        return "nothing"
    text = f"“{value}”" if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
