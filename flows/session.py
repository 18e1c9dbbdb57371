"""session: one contact's place in one revision, with the answers so far. Writable between any two replies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
#: What the optional fields begin with, as JSON has it.
UNSAID: tuple[Any, ...] = ({}, [], False, None)  # False is 0, too


class Place(NamedTuple):
    """A step in a flow. A tuple, for it is compared and looked up at every step of a talk and of a proof."""

    flow: str
    step: str

    def __str__(self) -> str:
        return f"{self.flow}.{self.step}"


@dataclass(frozen=True)
class Session:
    """Everything the engine needs to go on.

    `stack` holds the places to come back to after a sub-flow, innermost last; `aside` is true while a flow opened by a
    command (danger, privacy …) lies on top of the conversation. `misses` counts replies in a row that were not
    understood. `token` ties buttons to this session. `awaiting` is the effect whose answer the engine waits for;
    it is set only inside one turn of the caller's loop. `marks` are small notes of the helpline, opaque to the engine.
    """

    revision: int
    place: Place
    token: str
    language: str
    facts: Mapping[str, str] = field(default_factory=dict)
    stack: tuple[Place, ...] = ()
    aside: bool = False
    misses: int = 0
    ended: bool = False
    awaiting: str | None = None
    marks: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))
        object.__setattr__(self, "marks", MappingProxyType(dict(self.marks)))

    def but(self, **changes: Any) -> Session:
        """A copy with these fields changed: `dataclasses.replace`, several times faster; each step does it thrice."""
        made = object.__new__(Session)
        vars(made).update(vars(self), **changes)
        if "facts" in changes or "marks" in changes:
            made.__post_init__()
        return made

    def to_json(self) -> str:
        """What is as it was at the beginning is left out: most talks are short, and they lie there by the thousand."""
        plain = vars(self) | {
            "place": list(self.place),
            "facts": dict(self.facts),
            "stack": [list(place) for place in self.stack],
            "marks": dict(self.marks),
        }
        return JSON.encode({name: value for name, value in plain.items() if value not in UNSAID})

    @staticmethod
    def from_json(text: str) -> Session:
        """Read back what `to_json` wrote. Raises ValueError, KeyError or TypeError on anything else."""
        plain = json.loads(text)
        plain["place"] = Place(*plain["place"])
        plain["stack"] = tuple(Place(*place) for place in plain.get("stack", ()))
        return Session(**{"revision": 0} | plain)  # that of a draft, left out with the other nothings
