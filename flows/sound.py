"""sound: whether data from outside is plain enough to be kept and looked at: not nested without end, and truly text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.remark import Remark, remark

#: The longest text, in characters; how deep values may lie in one another; how many may.
LONGEST, DEEPEST, MOST = 4096, 12, 20_000
#: Whole numbers beyond this are not the same number in a browser.
_LARGEST = 2**53

#: Code → what an editor is told.
TOLD: Mapping[str, Remark] = {
    "too_deep": remark("this lies too deep in itself to be read; write it anew"),
    "too_much": remark("there is too much in here to be read; leave some out, or split it"),
    "too_long": remark("a text is longer than {most} characters; shorten it", most=LONGEST),
    "not_text": remark("a text holds signs that are none; write it anew"),
    "not_plain": remark("only texts, whole numbers, lists and fields can be read; write it anew"),
}


def unsound(value: Any, most: int = MOST) -> str | None:
    """What is wrong with a value, as a code of TOLD; None where nothing is. Never raises."""
    todo = [(value, 0)]
    seen = 0
    while todo:
        one, depth = todo.pop()
        seen += 1
        if depth > DEEPEST:
            return "too_deep"
        if seen + len(todo) > most:
            return "too_much"
        if type(one) is dict:
            if len(one) * 2 + len(todo) > most:
                return "too_much"
            todo += ((inner, depth + 1) for pair in one.items() for inner in pair)
            if not all(type(key) is str for key in one):
                return "not_plain"
        elif type(one) is list:
            if len(one) + len(todo) > most:
                return "too_much"
            todo += ((inner, depth + 1) for inner in one)
        elif wrong := _leaf(one):
            return wrong
    return None


def _leaf(one: Any) -> str | None:
    if type(one) is str:
        if len(one) > LONGEST:
            return "too_long"
        return None if one.isascii() or _is_text(one) else "not_text"
    if one is None or type(one) is bool:
        return None
    return None if type(one) is int and abs(one) <= _LARGEST else "not_plain"


def _is_text(one: str) -> bool:
    """A lone half of a pair (U+D800 …) cannot be written down."""
    try:
        one.encode()
    except UnicodeEncodeError:
        return False
    return True
