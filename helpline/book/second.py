"""Which changes of the book two people look at: numbers in danger, lines that are never hidden, words of safety.

The rule is data: what is guarded stands here and in helpline/own_words.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flows.changes import ABSENT, Change, changes
from helpline.directory import EMERGENCY
from helpline.own_words import Outside
from helpline.second_person import Reason

#: When a fact was looked at, by whom and for how long it counts says nothing to a contact.
UNSEEN = frozenset({"source", "checked_on", "reviewer", "valid_days", "unverified"})
#: Beside those that help in danger: whom a child is sent to.
FOR_CHILDREN = ("children_line", "child_focus_hotline")
#: Names a canned reply fills in where it speaks of danger.
GUARDED_NAMES = tuple("{" + one + "}" for one in EMERGENCY)
Content = Mapping[str, Any]


def needs_second(before: Content, after: Content, outside: Mapping[str, Outside]) -> tuple[Reason, ...]:
    """Why a second person must look at this book, a reason for each changed entry and field; empty: one is enough."""
    guarded = _guarded(before) | _guarded(after)
    found: dict[Reason, None] = {}
    for change in changes(before, after):
        found |= dict.fromkeys(_reasons(change, guarded, outside))
    return tuple(found)


def _guarded(content: Content) -> frozenset[str]:
    """What helps a child or in danger, what stands in for it in another language, and whatever is never hidden."""
    lines, aliases = content.get("lines", {}), content.get("aliases", {})
    found = {*EMERGENCY, *FOR_CHILDREN}
    for one in (*EMERGENCY, *FOR_CHILDREN):
        for keys in _mapping(_mapping(aliases.get(one)).get("lines")).values():
            found |= set(keys if isinstance(keys, list) else [])
    return frozenset(found | {key for key, entry in lines.items() if _mapping(entry).get("always_shown")})


def _reasons(change: Change, guarded: frozenset[str], outside: Mapping[str, Outside]) -> Iterator[Reason]:
    section, entry, field = (*change.path, None, None, None)[:3]
    if _in_danger(change, guarded):
        yield Reason(section or "", entry or "", field, "emergency")
    elif section == "words" and entry is not None:
        sources = [field] if field else [*_mapping(change.before), *_mapping(change.after)]
        for source in sources:
            if (known := outside.get(source)) is not None and known.safety:
                yield Reason("words", entry, source, "safety")


def _in_danger(change: Change, guarded: frozenset[str]) -> bool:
    section, entry, field = (*change.path, None, None, None)[:3]
    if section == "replies":
        return _speaks_of_danger(change)
    return section in ("lines", "tools", "aliases") and entry in guarded and field not in UNSEEN


def _speaks_of_danger(change: Change) -> bool:
    sides = (str(side) for side in (change.before, change.after) if side is not ABSENT)
    return any(name in side for side in sides for name in GUARDED_NAMES)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
