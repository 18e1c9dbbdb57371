"""changes: what became different between two states of a draft, place by place, so that the work of two can be merged.

A draft is plain data. Mappings are compared key by key, and so are lists whose entries each have a `key`; everything
else is a leaf, changed as a whole. The order of keys is a change of its own, which comes last: it is merged and never
conflicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from flows.order import keys_of, moved, same

#: The last part of a path that speaks of the order of the keys there.
ORDER = "#order"
#: Words by language and text key: in which order they are kept says nothing.
UNORDERED = (("translations",), ("made_from",))


class _Absent:
    """Nothing stands there."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = _Absent()
Path = tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Change:
    """At this path stood `before`, now stands `after`; ABSENT where there was, or is, nothing."""

    path: Path
    before: Any
    after: Any

    def __repr__(self) -> str:
        return f"Change({'.'.join(self.path)})"

    def to_plain(self) -> dict[str, Any]:
        sides = {"before": self.before, "after": self.after}
        return {"path": list(self.path)} | {name: value for name, value in sides.items() if value is not ABSENT}

    @classmethod
    def from_plain(cls, plain: Any) -> Self:
        """Raises ValueError on anything that `to_plain` does not write."""
        if not isinstance(plain, Mapping) or not set(plain) <= {"path", "before", "after"}:
            raise ValueError("a change has a path, and what stood and stands there")
        path = plain.get("path")
        if not isinstance(path, list | tuple) or not path or not all(isinstance(part, str) for part in path):
            raise ValueError("the path of a change is a list of names")
        change = cls(tuple(path), plain.get("before", ABSENT), plain.get("after", ABSENT))
        if path[-1] == ORDER and not (_is_order(change.before) and _is_order(change.after)):
            raise ValueError("an order is a list of keys")
        return change


class Conflicts(Exception):
    """Others changed the same meanwhile. `theirs`: what stands there now, in the order of `changes`."""

    def __init__(self, changes: tuple[Change, ...], theirs: tuple[Any, ...]) -> None:
        super().__init__(f"{len(changes)} conflicts")
        self.changes, self.theirs = changes, theirs


def changes(before: Any, after: Any) -> tuple[Change, ...]:
    """All that leads from one state to the other."""
    return tuple(_changes((), before, after))


def inverse(made: Iterable[Change]) -> tuple[Change, ...]:
    """The same changes the other way round: what undoes them."""
    return tuple(Change(one.path, one.after, one.before) for one in reversed(tuple(made)))


def apply(content: Any, made: Iterable[Change]) -> Any:
    """The content with these changes; the one handed in stays as it is. Raises Conflicts, with all of them, where
    something else than `before` stands at a path, unless it is `after` already."""
    conflicts: list[tuple[Change, Any]] = []
    orders: list[Change] = []
    for change in made:
        if change.path and change.path[-1] == ORDER:
            orders.append(change)
            continue
        now = at(content, change.path)
        if same(now, change.after):
            continue
        parent = at(content, change.path[:-1])
        if not same(now, change.before) or keys_of(parent) is None:
            conflicts.append((change, now))
        else:
            content = put(content, change.path, change.after)
    if conflicts:
        raise Conflicts(tuple(change for change, _ in conflicts), tuple(theirs for _, theirs in conflicts))
    for change in orders:
        content = _in_order(content, change)
    return content


def at(content: Any, path: Sequence[str]) -> Any:
    """What stands at a path; ABSENT where nothing does."""
    for part in path:
        if isinstance(content, Mapping):
            content = content.get(part, ABSENT)
        elif isinstance(content, list) and keys_of(content) is not None:
            content = next((one for one in content if one["key"] == part), ABSENT)
        else:
            return ABSENT
    return content


def put(content: Any, path: Sequence[str], value: Any) -> Any:
    """The content with this value at the path, whose parent exists; ABSENT takes it away. What was handed in stays."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    inner = value if not rest else put(at(content, (first,)), rest, value)
    if isinstance(content, Mapping):
        if inner is ABSENT:
            return {key: one for key, one in content.items() if key != first}
        return {**content, first: inner}
    others = [inner if one["key"] == first else one for one in content if one["key"] != first or inner is not ABSENT]
    known = inner is ABSENT or any(one["key"] == first for one in content)
    return others if known else [*others, inner]


def _changes(path: Path, before: Any, after: Any) -> Iterator[Change]:
    if before is after:
        return
    keys, later = keys_of(before), keys_of(after)
    if keys is None or later is None or isinstance(before, Mapping) != isinstance(after, Mapping):
        if not same(before, after, ordered=True):
            yield Change(path, before, after)
        return
    for key in keys:
        yield from _changes((*path, key), at(before, (key,)), at(after, (key,)))
    known = set(keys)
    for key in later:
        if key not in known:
            yield Change((*path, key), ABSENT, at(after, (key,)))
    if path[:1] not in UNORDERED and _reordered(keys, later):
        yield Change((*path, ORDER), keys, later)


def _reordered(keys: Sequence[str], later: Sequence[str]) -> bool:
    """Would adding and removing alone leave them in another order, this way or, undone, the other?"""
    known, still = set(keys), set(later)
    onward = [*(key for key in keys if key in still), *(key for key in later if key not in known)]
    back = [*(key for key in later if key in known), *(key for key in reversed(keys) if key not in still)]
    return onward != list(later) or back != list(keys)


def _in_order(content: Any, change: Change) -> Any:
    path = change.path[:-1]
    within = at(content, path)
    keys = keys_of(within)
    if keys is None:
        return content
    ordered = moved(keys, change.before, change.after)
    if ordered == keys:
        return content
    if isinstance(within, Mapping):
        return put(content, path, {key: within[key] for key in ordered})
    return put(content, path, [at(within, (key,)) for key in ordered])


def _is_order(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
