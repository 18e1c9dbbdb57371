"""Turns a mistake that the schema finds into words for an editor: what stands there, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from flows.facts import ANSWERS, CONSENTS
from flows.faults import did_you_mean
from flows.step import Part, Way
from flows.steps import STEP_TYPES
from flows.steps.branch import Case
from flows.steps.choose import Choice

#: The parts of steps that are mappings of their own, by the field that holds them.
_PARTS: Mapping[str, type[Part]] = {
    "choices": Choice,
    "cases": Case,
    "skip": Way,
    "yes": Way,
    "no": Way,
    "done": Way,
    "nowhere": Way,
    "right": Way,
    "add": Way,
}
_LISTS = {"keeps": ANSWERS, "scopes": CONSENTS, "alert": ("danger",)}


def told(wrong: ValidationError) -> list[Any]:
    """Its errors; but a list is not called too short only because what stands in it is wrong."""
    found: list[Any] = wrong.errors()
    places = [one["loc"] for one in found]
    return [
        one
        for one in found
        if one["type"] != "too_short"
        or not any(place[: len(one["loc"])] == one["loc"] for place in places if place != one["loc"])
    ]


def mend(found: Mapping[str, Any], path: Sequence[str | int], *, filed: bool = True) -> str:
    """The message for one error of pydantic's. `path` begins with the step's type, where it is a step's. `filed`: it
    stands in a file, not in a form."""
    name = next((str(one) for one in reversed(path) if isinstance(one, str) and one != "[key]"), "")
    kind, context = found["type"], found.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "union_tag_invalid":
        return f"there is no step type `{context['tag']}`; {did_you_mean(str(context['tag']), STEP_TYPES)}"
    if kind == "union_tag_not_found":
        return f"`type` is missing; write one of {', '.join(STEP_TYPES)}"
    if kind == "extra_forbidden":
        return f"`{name}` is not a field here; {did_you_mean(name, _fields(path))}"
    if kind == "missing":
        return f"`{name}` is missing; add it"
    return _value(kind, name, found, context, filed)


def _value(kind: str, name: str, found: Mapping[str, Any], context: Mapping[str, Any], filed: bool) -> str:
    if name in _LISTS and kind in ("string_pattern_mismatch", "literal_error"):
        return f"`{name}` may be {', '.join(_LISTS[name])}, not `{found['input']}`"
    if kind == "string_pattern_mismatch":
        return f"`{found['input']}` is not a key; use only a–z, 0–9 and _"
    if kind == "string_too_long":
        return f"`{found['input']}` is too long for a key; use at most {context['max_length']} characters"
    if kind in ("string_too_short", "string_type"):
        return f"`{name}` needs a text; write one, or leave the field out where it may be"
    if kind == "too_short":
        return f"`{name}` is empty; add at least one"
    if kind in ("dict_type", "mapping_type", "model_type", "model_attributes_type"):
        return f"`{name}` needs fields of its own; {'write them below it, indented' if filed else 'fill them in'}"
    if kind in ("tuple_type", "list_type"):
        return (
            f"`{name}` is a list; {'write each on a line of its own, after `- `' if filed else 'add them one by one'}"
        )
    if kind == "int_parsing":
        return f"`{name}` needs a whole number, not `{found['input']}`"
    return f"`{name}`: {found['msg'][:1].lower()}{found['msg'][1:]}; correct the value"


def _fields(path: Sequence[str | int]) -> list[str]:
    """The fields that may stand where the last name of the path stands."""
    holder = next((str(one) for one in reversed(path[:-1]) if isinstance(one, str) and one in _PARTS), None)
    if holder:
        return list(_PARTS[holder].model_fields)
    step = STEP_TYPES.get(str(path[0])) if len(path) > 1 else None
    return list(step.model_fields) if step else ["flow", "format", "start", "note", "steps"]
