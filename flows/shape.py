"""shape: what a form for each step type looks like, drawn from the type's own fields; a new type has a form at birth.

Also what every tool for editing plain data must know: which fields name a step, which a flow, and which are texts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flows.facts import ANSWERS, CONSENTS, FACTS
from flows.steps import STEP_TYPES
from flows.steps.branch import HOLDS

#: Kinds that are translated.
WORDS = ("text", "label", "also")
#: One of a kind, and many of it, as a form calls them.
_MANY = {"entry": "entries", "scope": "scopes"}
_LIMITS = {"maxLength": "longest", "maxItems": "most", "minItems": "least", "minimum": "from", "maximum": "to"}
_FACTS = {fact: list(values) for fact, values in FACTS.items()}
_OPTIONS: Mapping[str, Any] = {
    "answer": {"options": list(ANSWERS)},
    "scopes": {"options": list(CONSENTS)},
    "alert": {"options": ["danger"]},
    "sets": {"of": _FACTS},
    "when": {"of": _FACTS, "holds": list(HOLDS)},
}


@cache
def shapes() -> dict[str, Any]:
    """Type → its title, what it is for, and its fields: name, kind, required, many, and what else a form needs.

    Kinds: text, label and also (translated); note; step, flow, entry and entries, team (chosen from what there is);
    sets, when, scopes, answer, alert (from closed lists); number; key; way, choices, cases (with their `fields`).
    """
    return {
        kind: {"title": kind.replace("_", " "), "for": _purpose(kind), "fields": _fields(kind)} for kind in STEP_TYPES
    }


def _purpose(kind: str) -> str:
    said = sys.modules[STEP_TYPES[kind].__module__].__doc__ or ""
    return " ".join(said.partition(": ")[2].split())


def _fields(kind: str) -> list[dict[str, Any]]:
    schema = STEP_TYPES[kind].model_json_schema()
    found = [one for one in _drawn(schema, schema.get("$defs", {})) if one["name"] != "type"]
    return sorted(found, key=lambda one: bool(one["kind"] == "note"))


def _drawn(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, said in schema["properties"].items():
        plain = next((one for one in said.get("anyOf", ()) if one.get("type") != "null"), said)
        many = plain.get("type") == "array"
        inner = plain["items"] if many else plain
        part = known[inner["$ref"].rpartition("/")[2]] if "$ref" in inner else None
        kind = _kind(inner, part, many)
        found = {"name": name, "kind": kind, "required": name in schema.get("required", ()), "many": many}
        found |= {ours: plain[theirs] for theirs, ours in _LIMITS.items() if theirs in plain}
        found |= _OPTIONS.get(kind, {})
        if said.get("default") is not None:
            found["default"] = said["default"]
        if part:
            found["fields"] = [*_drawn(part, known)]
        yield found


def _kind(inner: Mapping[str, Any], part: Mapping[str, Any] | None, many: bool) -> str:
    if part and many:
        return "choices" if "key" in part["properties"] else "cases"
    if part:
        return "way"
    kind = str(inner.get("kind", inner.get("type", "text")))
    return _MANY.get(kind, kind) if many else kind


def _named(kinds: tuple[str, ...]) -> frozenset[str]:
    def within(fields: list[dict[str, Any]]) -> Iterator[str]:
        for one in fields:
            if one["kind"] in kinds:
                yield one["name"]
            yield from within(one.get("fields", []))

    return frozenset(name for shape in shapes().values() for name in within(shape["fields"]))


#: The names of fields, in any step: those that lead to a step, that call a flow, that are words in every language.
LEADS, CALLS, SAYS = _named(("step",)), _named(("flow",)), _named(WORDS)
#: Those that hold a whole number, and those that hold closed lists, in which the names above mean nothing.
NUMBERS, CLOSED = _named(("number",)), _named(("sets", "when"))
