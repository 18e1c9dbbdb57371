"""What an editor might do next to a draft: edits as plain data, drawn by a chance that is handed in.

`structural` never writes a way that leads nowhere by itself, so that whatever leads nowhere afterwards was forgotten by
an edit; `anything` writes what comes.
"""

from __future__ import annotations

from random import Random
from typing import Any

from flows.edits.spoken import says

Plain = dict[str, Any]
NAMES = ["one", "two", "three", "four", "five", "six"]
NONSENSE: list[Any] = [
    "",
    "nowhere",
    "Hallo {operator}",
    "{",
    5,
    True,
    [],
    ["x"],
    {},
    {"a": {"b": None}},
    "ja\nnee",
    "😢",
]


def structural(content: Plain, chance: Random) -> Plain:
    """Adding, copying, moving, removing, renaming; of steps, choices and flows."""
    flow = chance.choice(list(content["flows"]))
    steps = list(content["flows"][flow]["steps"])
    step, other = chance.choice(steps), chance.choice(steps)
    place, name = f"{flow}.{step}", chance.choice(NAMES)
    target = chance.choice([*content["flows"], flow])
    edits: list[Plain] = [
        {"edit": "add_step", "flow": flow, "key": name, "after": other, **_new(other, chance)},
        {"edit": "copy_step", "place": place, "flow": target, "key": name},
        {"edit": "move_step", "place": place, "after": other},
        {"edit": "move_step", "place": place, "flow": target, "key": name, "instead": chance.choice([None, other])},
        {"edit": "remove_step", "place": place, "instead": chance.choice([None, other])},
        {"edit": "rename_step", "place": place, "key": name},
        {"edit": "rename_step", "place": place, "key": name},
        {"edit": "set_start", "flow": flow, "step": other},
        {"edit": "add_flow", "key": name, "after": chance.choice(["", None, flow])},
        {"edit": "rename_flow", "flow": flow, "key": name},
        {"edit": "remove_flow", "flow": flow},
        *_choices(content, flow, step, name, chance),
    ]
    return chance.choice(edits)


def anything(content: Plain, chance: Random) -> Plain:
    """Besides, writing and translating: sense and nonsense."""
    flow = chance.choice(list(content["flows"]))
    step = chance.choice(list(content["flows"][flow]["steps"]))
    plain = content["flows"][flow]["steps"][step]
    part, text = chance.choice([*says(plain).items(), ("say", None)])
    field = chance.choice([*plain, "go", "note", "choices.0.label", "choices.one.label", "yes.label", "cases.0.when"])
    words = content["translations"].get("nl", {})
    key = f"{flow}.{step}.{part}"
    return chance.choice(
        [
            structural(content, chance),
            {"edit": "write", "place": f"{flow}.{step}", "field": "say", "before": plain.get("say"), "after": "Hm."},
            _written(f"{flow}.{step}", field, plain.get(field), chance.choice([*NONSENSE, None, step])),
            {"edit": "translate", "language": "nl", "key": key, "before": words.get(key), "after": "Zeg."},
            {"edit": "translate", "language": "nl", "key": key, "before": text, "after": chance.choice(["", "Ja"])},
        ]
    )


def _written(place: str, field: str, before: Any, after: Any) -> Plain:
    return {"edit": "write", "place": place, "field": field, "before": before, "after": after}


def _new(go: str, chance: Random) -> Plain:
    """A step that is whole, and leads to a step there is."""
    way = {"label": "On", "go": go}
    return chance.choice(
        [
            {"type": "say", "fields": {"say": "Hello.", "go": go}},
            {"type": "end"},
            {"type": "choose", "fields": {"say": "Well?", "choices": [{"key": "one", **way}, {"key": "b", **way}]}},
            {"type": "consent", "fields": {"say": "May we?", "scopes": ["keep"], "yes": way, "no": way, "refused": go}},
            {"type": "branch", "fields": {"cases": [{"when": {"age": "minor"}, "go": go}], "go": go}},
        ]
    )


def _choices(content: Plain, flow: str, step: str, name: str, chance: Random) -> list[Plain]:
    choices = content["flows"][flow]["steps"][step].get("choices")
    keys = [one["key"] for one in choices if "key" in one] if isinstance(choices, list) and choices else []
    if not keys:
        return []
    about = {"place": f"{flow}.{step}", "key": chance.choice(keys)}
    go = {"label": "New", "go": chance.choice(list(content["flows"][flow]["steps"]))}
    return [
        {"edit": "add_choice", **about, "key": name, "after": chance.choice([*keys, ""]), "fields": go},
        {"edit": "copy_choice", **about, "to": name},
        {"edit": "move_choice", **about, "after": chance.choice([*keys, None])},
        {"edit": "remove_choice", **about},
        {"edit": "rename_choice", **about, "to": name},
    ]
