"""Which changes of the book two people look at: numbers in danger, lines that are never hidden, tools that are given
pictures, how long things are kept, words of safety.

The rule is data: what is guarded stands here and in helpline/own_words.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flows.changes import ABSENT, ORDER, Change, changes
from helpline.directory import EMERGENCY
from helpline.own_words import Outside
from helpline.second_person import Reason

#: When a fact was looked at, by whom and for how long it counts says nothing to a contact.
UNSEEN = frozenset({"source", "checked_on", "reviewer", "valid_days", "unverified"})
#: Beside those that help in danger: whom a child is sent to.
FOR_CHILDREN = ("children_line", "child_focus_hotline")
#: How what says for how long a team keeps something begins; and where the house says so. Less of it erases, at once.
KEPT, HOUSE = "kept_", "retention"
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
    lines, aliases = _mapping(content.get("lines")), _mapping(content.get("aliases"))
    found = {*EMERGENCY, *FOR_CHILDREN}
    for one in (*EMERGENCY, *FOR_CHILDREN):
        for keys in _mapping(_mapping(aliases.get(one)).get("lines")).values():
            found |= {key for key in keys if isinstance(key, str)} if isinstance(keys, list) else set()
    return frozenset(found | {key for key, entry in lines.items() if _mapping(entry).get("always_shown")})


def _reasons(change: Change, guarded: frozenset[str], outside: Mapping[str, Outside]) -> Iterator[Reason]:
    section, entry, field = (*change.path, None, None, None)[:3]
    if change.path[-1] == ORDER or not _says_anything(change):
        return
    if entry is None or _in_danger(change, guarded):  # a section as a whole: what in it became different, nobody sees
        yield Reason(section or "", entry or "", field, "emergency")
    elif section == "tools" and field not in UNSEEN | {"flagged"}:
        yield Reason(section, entry or "", field, "pictures")
    elif _says_how_long(change):
        yield Reason(section or "", entry or "", field, "kept")
    elif section == "words":
        sources = [field] if field else [*_mapping(change.before), *_mapping(change.after)]
        for source in sources:
            if (known := outside.get(source)) is not None and known.safety:
                yield Reason("words", entry, source, "safety")


def _says_anything(change: Change) -> bool:
    """An empty section says as much as none."""
    return len(change.path) > 1 or bool(_mapping(change.before) or _mapping(change.after))


def _in_danger(change: Change, guarded: frozenset[str]) -> bool:
    section, entry, field = (*change.path, None, None, None)[:3]
    if section == "replies":
        return _speaks_of_danger(change)
    return section in ("lines", "tools", "aliases") and entry in guarded and field not in UNSEEN


def _says_how_long(change: Change) -> bool:
    section, _, field = (*change.path, None, None, None)[:3]
    if section != "teams":
        return section == HOUSE
    return any(name.startswith(KEPT) for name in ([field] if field else _all_names(change.before, change.after)))


def _all_names(*sides: Any) -> list[str]:
    """Of fields, however deep they lie: a whole team, or all of them, may come or go in one change."""
    inner = [one for side in sides for one in _mapping(side).values()]
    return [str(name) for side in sides for name in _mapping(side)] + (_all_names(*inner) if inner else [])


def _speaks_of_danger(change: Change) -> bool:
    sides = (str(side) for side in (change.before, change.after) if side is not ABSENT)
    return any(name in side for side in sides for name in GUARDED_NAMES)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
