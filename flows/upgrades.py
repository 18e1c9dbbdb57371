"""Older formats of a flow, lifted to today's, one version at a time.

A format is never edited: a change that old flows would not survive gets a new number and a function here that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flows.remark import remark

#: The format flows are written in today.
FORMAT = 1

Plain = dict[str, Any]


def _renamed(plain: Plain, names: Mapping[str, str]) -> Plain:
    return {names.get(name, name): value for name, value in plain.items()}


def name_the_ways_on(plain: Plain) -> Plain:
    """0 → 1. A step *says* and *goes*, whatever its type: `question`, `text` and `next` were three words for the same,
    and editors looked for the wrong one. `options` had become `choices` everywhere else."""
    names = {"question": "say", "text": "say", "next": "go", "options": "choices"}
    steps = {}
    for key, step in dict(plain.get("steps") or {}).items():
        if isinstance(step, dict):
            step = _renamed(step, names)
            if isinstance(step.get("choices"), list):
                step["choices"] = [_renamed(one, names) if isinstance(one, dict) else one for one in step["choices"]]
        steps[key] = step
    return plain | {"steps": steps, "format": 1}


#: The function at position n lifts format n to n + 1.
UPGRADES: tuple[Callable[[Plain], Plain], ...] = (name_the_ways_on,)


def format_of(plain: Plain) -> int:
    """The format a flow says it is written in; today's where it says none. Raises ValueError where it is unknown."""
    said = plain.get("format", FORMAT)
    if not str(said).isdecimal() or int(said) > FORMAT:
        raise ValueError(
            remark(
                "`format` is {format}; this Haven reads 0 to {newest}: update Haven, or write `format: {newest}`",
                format=said,
                newest=FORMAT,
            )
        )
    return int(said)


def lift(plain: Plain) -> Plain:
    """The same flow in today's format; the one handed in is left as it was. Raises ValueError for an unknown format."""
    for upgrade in UPGRADES[format_of(plain) :]:
        plain = upgrade(plain)
    return plain
