"""leads: where a step leads and what it calls, as it stands, whole or broken; and the same step led another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flows.changes import ABSENT
from flows.shape import CLOSED, LEADS

#: What a reference becomes; ABSENT takes the field away.
Turn = Callable[[str], Any]


def leads(step: Any, names: frozenset[str] = LEADS) -> Iterator[tuple[str, str]]:
    """Where a step leads: (field path, what stands there)."""
    for holder, within in _holders(step):
        for name, value in within.items():
            if name in names and isinstance(value, str):
                yield ".".join((*holder, name)), value


def turned(step: Any, turn: Turn, names: frozenset[str] = LEADS) -> Any:
    """The step with each of its references turned."""
    if not isinstance(step, Mapping):
        return step
    made: dict[str, Any] = {}
    for name, value in _turned(step, turn, names).items():
        if name in CLOSED:
            made[name] = value
        elif isinstance(value, list):
            made[name] = [_turned(one, turn, names) if isinstance(one, Mapping) else one for one in value]
        else:
            made[name] = _turned(value, turn, names) if isinstance(value, Mapping) else value
    return made


def _turned(plain: Mapping[str, Any], turn: Turn, names: frozenset[str]) -> dict[str, Any]:
    made = {name: turn(value) if name in names and isinstance(value, str) else value for name, value in plain.items()}
    return {name: value for name, value in made.items() if value is not ABSENT}


def _holders(step: Any) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The step itself, its parts, and the entries of its lists; those that have a key are named by it."""
    if not isinstance(step, Mapping):
        return
    yield (), step
    for name, value in step.items():
        if name in CLOSED:
            continue
        if isinstance(value, Mapping):
            yield (name,), value
        elif isinstance(value, list):
            for number, one in enumerate(value):
                if isinstance(one, Mapping):
                    key = one.get("key")
                    yield (name, key if isinstance(key, str) else str(number)), one
