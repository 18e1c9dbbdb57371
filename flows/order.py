"""order: the keys of a mapping or of a list of keyed entries, and how somebody's reordering of them is carried over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any


def keys_of(value: Any) -> list[str] | None:
    """The keys of a mapping, or of a list whose entries each have a `key` of their own; None for everything else."""
    if isinstance(value, Mapping):
        keys = list(value)
    elif isinstance(value, list):
        keys = [one.get("key") if isinstance(one, Mapping) else None for one in value]
    else:
        return None
    named = all(isinstance(key, str) and key != "#order" for key in keys)
    return keys if named and len(set(keys)) == len(keys) else None


def same(one: Any, other: Any, *, ordered: bool = False) -> bool:
    """Are these equal, to the type of every value? Where it is not `ordered`, the order of keys does not count."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if not isinstance(one, dict | list):
        return bool(one == other)
    if len(one) != len(other):
        return False
    keys, others = keys_of(one), keys_of(other)
    if keys is None or others is None:
        return keys is others and all(same(a, b, ordered=ordered) for a, b in _pairs(one, other))
    if keys != others and (ordered or set(keys) != set(others)):
        return False
    entries, theirs = _entries(one), _entries(other)
    return all(same(entries[key], theirs[key], ordered=ordered) for key in keys)


def moved(keys: Sequence[str], before: Sequence[str], after: Sequence[str]) -> list[str]:
    """These keys, with those moved that were moved between `before` and `after`; each goes where it went there, behind
    the one it stood behind. What somebody else added or moved stays where it is."""
    stay = _longest_in_order(before, after)
    found = list(keys)
    known = set(keys)
    previous: list[str] = []
    for key in dict.fromkeys(after):
        if key not in known:
            continue
        if key not in stay:
            found.remove(key)
            found.insert(found.index(previous[-1]) + 1 if previous else 0, key)
        previous.append(key)
    return found


def placed(keys: Sequence[str], key: str, after: str | None) -> list[str]:
    """The keys with this one behind `after`: at the end where that is None or is not there, first where it is ''."""
    others = [one for one in keys if one != key]
    if after == "":
        return [key, *others]
    at = others.index(after) + 1 if after in others else len(others)
    return [*others[:at], key, *others[at:]]


def _longest_in_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The most keys that stand in the same order in both: they did not move, the others did."""
    rank = {key: number for number, key in enumerate(after)}
    shared = [key for key in dict.fromkeys(before) if key in rank]
    ends: list[int] = []  # the lowest rank a run of each length may end with
    last: list[str] = []
    came_after: dict[str, str | None] = {}
    for key in shared:
        length = bisect_left(ends, rank[key])
        ends[length:] = [rank[key], *ends[length + 1 :]]
        last[length:] = [key, *last[length + 1 :]]
        came_after[key] = last[length - 1] if length else None
    found: set[str] = set()
    key_ = last[-1] if last else None
    while key_ is not None:
        found.add(key_)
        key_ = came_after[key_]
    return found


def _pairs(one: Any, other: Any) -> list[tuple[Any, Any]]:
    if isinstance(one, dict):  # its keys are no plain names
        return [(one[key], other.get(key)) for key in one] + [(key, key if key in other else None) for key in one]
    return list(zip(one, other, strict=True))


def _entries(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {one["key"]: one for one in value}
