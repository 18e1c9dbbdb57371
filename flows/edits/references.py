"""References: which fields of a step lead to other steps or call a flow, and the step with them turned another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flows.changes import ABSENT
from flows.draft import Content
from flows.shape import CALLS, CLOSED, LEADS

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


def led_to(content: Content, flow: str, step: str) -> list[tuple[str, str]]:
    """Every reference to a step by the others of its flow: (place, field path); `start` is one of the flow's own."""
    plain = content["flows"][flow]
    found = [(flow, "start")] if plain.get("start") == step else []
    for key, one in plain["steps"].items():
        if key != step:
            found += ((f"{flow}.{key}", field) for field, to in leads(one) if to == step)
    return found


def called_by(content: Content, flow: str) -> list[tuple[str, str]]:
    """Every call of a flow by others: (place, field path)."""
    return [
        (f"{name}.{key}", field)
        for name, plain in content["flows"].items()
        if name != flow
        for key, one in plain["steps"].items()
        for field, called in leads(one, CALLS)
        if called == flow
    ]


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
