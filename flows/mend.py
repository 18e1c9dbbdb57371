"""Turns a mistake that the schema finds into words for an editor: what stands there, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from flows.facts import ANSWERS, CONSENTS
from flows.faults import did_you_mean
from flows.remark import Remark, Term, remark, remark_of
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


def errors_of(wrong: ValidationError) -> list[Any]:
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
    stands in a file, where fields have the names they are written by, not in a form."""
    name = next((str(one) for one in reversed(path) if isinstance(one, str) and one != "[key]"), "")
    field = Term(name)
    kind, context = found["type"], found.get("ctx", {})
    if kind == "value_error":
        return remark_of(context["error"])
    if kind == "union_tag_invalid":
        tag = str(context["tag"])
        return remark("there is no step type `{type}`; {better}", type=tag, better=did_you_mean(tag, STEP_TYPES))
    if kind == "union_tag_not_found":
        return remark("`type` is missing; write one of {types}", types=", ".join(STEP_TYPES))
    if kind == "extra_forbidden":
        better = did_you_mean(name, _fields(path))
        return remark("`{field}` is not a field here; {better}", field=field, better=better)
    if kind == "missing":
        return remark("`{field}` is missing; add it", field=field)
    return _not_such_a_value(kind, name, field, found, context) or _of_another_kind(kind, field, found, filed)


def _not_such_a_value(
    kind: str, name: str, field: str, found: Mapping[str, Any], context: Mapping[str, Any]
) -> Remark | None:
    value = found["input"]
    if name in _LISTS and kind in ("string_pattern_mismatch", "literal_error"):
        known = ", ".join(_LISTS[name])
        return remark("`{field}` may be {values}, not `{value}`", field=field, values=known, value=value)
    if kind == "string_pattern_mismatch":
        return remark("`{value}` is not a key; use only a–z, 0–9 and _", value=value)
    if kind == "string_too_long":
        most = context["max_length"]
        return remark("`{value}` is too long for a key; use at most {most} characters", value=value, most=most)
    if kind == "int_parsing":
        return remark("`{field}` needs a whole number, not `{value}`", field=field, value=value)
    return None


def _of_another_kind(kind: str, field: str, found: Mapping[str, Any], filed: bool) -> Remark:
    if kind in ("string_too_short", "string_type"):
        return remark("`{field}` needs a text; write one, or leave the field out where it may be", field=field)
    if kind == "too_short":
        return remark("`{field}` is empty; add at least one", field=field)
    if kind in ("dict_type", "mapping_type", "model_type", "model_attributes_type"):
        if filed:
            return remark("`{field}` needs fields of its own; write them below it, indented", field=field)
        return remark("`{field}` needs fields of its own; fill them in", field=field)
    if kind in ("tuple_type", "list_type"):
        if filed:
            return remark("`{field}` is a list; write each on a line of its own, after `- `", field=field)
        return remark("`{field}` is a list; add them one by one", field=field)
    said = f"{found['msg'][:1].lower()}{found['msg'][1:]}"
    return remark("`{field}`: {reason}; correct the value", field=field, reason=said)


def _fields(path: Sequence[str | int]) -> list[str]:
    """The fields that may stand where the last name of the path stands."""
    holder = next((str(one) for one in reversed(path[:-1]) if isinstance(one, str) and one in _PARTS), None)
    if holder:
        return list(_PARTS[holder].model_fields)
    step = STEP_TYPES.get(str(path[0])) if len(path) > 1 else None
    return list(step.model_fields) if step else ["flow", "format", "start", "note", "steps"]
