"""A helpline of flows of at most 15 steps, and everything an editor may do to it, sensible or not, chosen by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import yaml

from flows.edits import Edit, EditRefused, edit_of
from flows.facts import ANSWERS, CONSENTS, FACTS
from flows.steps import STEP_TYPES

Plain = dict[str, Any]
BASE = yaml.safe_load((Path(__file__).parent.parent / "helpline/promises/base.yaml").read_text("utf-8"))
#: What follows the card, as a flow of its own.
_COLLECTS = (
    "situation", "keep", "links_agree", "links", "hashes_agree", "hashes", "words_agree", "story", "review", "share",
    "hand", "bye",
)  # fmt: skip
CARDS = (
    "institute",
    "child_focus",
    "emergency",
    "suicide_line",
    "police",
    "line_1712",
    "child_focus_hotline",
    "nobody",
)
TEXTS = (
    "All right.", "In danger, call {emergency}.", "How old are you?", "Call 0800 12 345.", "Write to help@example.org.",
    "What is your name?", "Why did you send it? Why?", "It is your own fault.", "Het is jouw fout.",
    "Hoe heet je?", "From {operator}.", "{nobody}", "{",
    "", "x" * 5000, "One. Two. Three. Four. Five. Six. Seven.", "Yes", "No",
)  # fmt: skip
WHENS: tuple[Plain, ...] = (
    {"age": "adult"}, {"age": "minor"}, {"age_in_image": ["minor", "unsure"]}, {"for_whom": "self"},
    {"age": "adult", "age_in_image": "adult"}, {"open": "suicide_line"}, {"staff": "helpline"}, {"team": "child_focus"},
    {"situation": "online"}, {"country": "belgium"}, {"age": "nothing"},
)  # fmt: skip
_WAYS = ("go", "empty", "refused")


def small() -> Plain:
    """The draft every series of edits begins with; it keeps every promise."""
    flows = deepcopy(BASE)
    steps = flows["triage"]["steps"]
    flows["intake"] = {"flow": "intake", "start": "situation", "steps": {key: steps[key] for key in _COLLECTS}}
    kept = {key: one for key, one in steps.items() if key not in _COLLECTS or key == "bye"}
    kept["institute"]["go"] = "more"
    kept["more"] = {"type": "call", "flow": "intake", "go": "over"}
    flows["triage"]["steps"] = kept
    flows = {key: {"format": 1, **flow} for key, flow in flows.items()}
    dutch = {key: f"N: {text}" for key, text in _texts(flows)}
    return {"languages": ["en", "nl"], "flows": flows, "translations": {"nl": dutch}, "made_from": {"nl": {}}}


def _texts(flows: Plain) -> Iterator[tuple[str, str]]:
    for name, flow in flows.items():
        for key, step in flow["steps"].items():
            for part in ("say", "more"):
                if part in step:
                    yield f"{name}.{key}.{part}", step[part]
            for way in ("yes", "no", "done", "skip", "right"):
                if way in step:
                    yield f"{name}.{key}.{way}.label", step[way]["label"]
            for choice in step.get("choices", ()):
                yield f"{name}.{key}.{choice['key']}.label", choice["label"]


# ── one edit ──────────────────────────────────────────────────────────────────────────────────────────────────────
class Editor:
    """Does anything to a draft. The same chance does the same."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._count = 0

    def edit(self, content: Plain) -> Edit | None:
        """Some edit that fits this draft in shape; it may be refused. None where it is not even an edit."""
        kinds: list[tuple[int, Callable[[Plain], Plain]]] = [
            (30, self._lead), (14, self._set), (12, self._say), (8, self._add_step), (6, self._steps),
            (6, self._choices), (4, self._flows), (6, self._translate), (4, self._cases),
        ]  # fmt: skip
        make = self._chance.choices([one for _, one in kinds], [weight for weight, _ in kinds])[0]
        try:
            return edit_of(make(content))
        except EditRefused:
            return None

    def _new(self) -> str:
        self._count += 1
        return f"new{self._count}"

    def _flow(self, content: Plain) -> str:
        return self._chance.choice([*content["flows"], *(["triage"] * 3), *(["intake"] * 3)])

    def _place(self, content: Plain) -> tuple[str, str, Plain]:
        flow = self._flow(content)
        if flow not in content["flows"]:
            flow = self._chance.choice(list(content["flows"]))
        step = self._chance.choice(list(content["flows"][flow]["steps"]))
        return flow, step, content["flows"][flow]["steps"][step]

    def _write(self, place: str, field: str, before: Any, after: Any) -> Plain:
        return {"edit": "write", "place": place, "field": field, "before": before, "after": after}

    def _lead(self, content: Plain) -> Plain:
        """A way leads elsewhere."""
        flow, step, plain = self._place(content)
        ways = [*_leaves(plain, _WAYS)] or [("go", plain.get("go"))]
        field, before = self._chance.choice(ways)
        to = self._chance.choice([*content["flows"][flow]["steps"], *([None] if field == "go" else [])])
        return self._write(f"{flow}.{step}", field, before, to)

    def _set(self, content: Plain) -> Plain:
        """A field gets another value from the closed lists."""
        chance, (flow, step, plain) = self._chance, self._place(content)
        fact = chance.choice(list(FACTS))
        values: dict[str, Any] = {
            "cards": chance.sample(CARDS, chance.randint(1, 3)),
            "scopes": chance.sample(CONSENTS, chance.randint(1, 2)),
            "keeps": chance.choice(ANSWERS), "team": chance.choice(("helpline", "child_focus", "nobody")),
            "flow": self._flow(content), "sets": {fact: chance.choice(FACTS[fact])}, "max": chance.choice((1, 5000)),
            "alert": "danger",
        }  # fmt: skip
        fields = [*_leaves(plain, tuple(values))]
        if not fields:
            return self._say(content)
        field, before = chance.choice(fields)
        return self._write(f"{flow}.{step}", field, before, values[field.rpartition(".")[2]])

    def _say(self, content: Plain) -> Plain:
        flow, step, plain = self._place(content)
        field, before = self._chance.choice([*_leaves(plain, ("say", "more", "label"))] or [("say", plain.get("say"))])
        return self._write(f"{flow}.{step}", field, before, self._chance.choice(TEXTS) or None)

    def _translate(self, content: Plain) -> Plain:
        flow, step, plain = self._place(content)
        parts = [field for field, _ in _leaves(plain, ("say", "more", "label"))] or ["say"]
        key = f"{flow}.{step}.{self._chance.choice(parts)}".replace(".choices.", ".")
        before = content["translations"].get("nl", {}).get(key)
        return {
            "edit": "translate",
            "language": "nl",
            "key": key,
            "before": before,
            "after": self._chance.choice(TEXTS),
        }

    def _cases(self, content: Plain) -> Plain:
        flow, step, plain = self._place(content)
        if plain.get("type") != "branch" or not plain.get("cases"):
            return self._lead(content)
        at = self._chance.randrange(len(plain["cases"]))
        when = self._chance.choice(WHENS)
        return self._write(f"{flow}.{step}", f"cases.{at}.when", plain["cases"][at].get("when"), when)

    def _add_step(self, content: Plain) -> Plain:
        chance, flow = self._chance, self._chance.choice(list(content["flows"]))
        steps = list(content["flows"][flow]["steps"])
        if len(steps) >= 15:
            return self._steps(content)
        ways = {name: chance.choice(steps) for name in ("go", "refused", "empty")}
        said = {"say": chance.choice(TEXTS), "more": "Noted.", "cards": [chance.choice(CARDS)]}
        buttons = {name: {"label": f"{name} {self._count}", "go": chance.choice(steps)}
                   for name in ("yes", "no", "done", "skip", "right")}  # fmt: skip
        choices = [{"key": key, "label": f"{key} {self._count}", "go": chance.choice(steps)} for key in ("one", "two")]
        others = {"scopes": [chance.choice(CONSENTS)], "keeps": chance.choice(ANSWERS), "team": "helpline",
                  "flow": self._flow(content), "choices": choices,
                  "cases": [{"when": chance.choice(WHENS), "go": chance.choice(steps)}]}  # fmt: skip
        kind = chance.choice(list(STEP_TYPES))
        known = {**ways, **said, **buttons, **others}
        fields = {name: known[name] for name in STEP_TYPES[kind].model_fields if name in known}
        after = chance.choice([*steps, None, ""])
        return {"edit": "add_step", "flow": flow, "key": self._new(), "type": kind, "after": after, "fields": fields}

    def _steps(self, content: Plain) -> Plain:
        flow, step, _ = self._place(content)
        place, others = f"{flow}.{step}", list(content["flows"][flow]["steps"])
        return self._chance.choice((
            {"edit": "copy_step", "place": place, "flow": flow, "key": self._new()},
            {"edit": "move_step", "place": place, "after": self._chance.choice(others)},
            {"edit": "move_step", "place": place, "flow": self._flow(content), "instead": self._chance.choice(others)},
            {"edit": "remove_step", "place": place, "instead": self._chance.choice(others)},
            {"edit": "remove_step", "place": place},
            {"edit": "rename_step", "place": place, "key": self._new()},
            {"edit": "set_start", "flow": flow, "step": step},
        ))  # fmt: skip

    def _choices(self, content: Plain) -> Plain:
        places = [(f"{flow}.{key}", step["choices"], list(plain["steps"])) for flow, plain in content["flows"].items()
                  for key, step in plain["steps"].items() if step.get("choices")]  # fmt: skip
        if not places:
            return self._lead(content)
        place, choices, steps = self._chance.choice(places)
        key, other = (self._chance.choice(choices)["key"] for _ in range(2))
        fields = {"label": f"New {self._count}", "go": self._chance.choice(steps)}
        return self._chance.choice((
            {"edit": "add_choice", "place": place, "key": self._new(), "after": key, "fields": fields},
            {"edit": "copy_choice", "place": place, "key": key, "to": self._new()},
            {"edit": "move_choice", "place": place, "key": key, "after": other},
            {"edit": "remove_choice", "place": place, "key": key},
            {"edit": "rename_choice", "place": place, "key": key, "to": self._new()},
        ))  # fmt: skip

    def _flows(self, content: Plain) -> Plain:
        flow = self._chance.choice(list(content["flows"]))
        return self._chance.choice((
            {"edit": "add_flow", "key": self._new()},
            {"edit": "rename_flow", "flow": flow, "key": self._new()},
            {"edit": "remove_flow", "flow": flow},
        ))  # fmt: skip


def _leaves(plain: Any, names: tuple[str, ...], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of these names within a step, as a write names it, with what stands there."""
    if isinstance(plain, dict):
        for name, value in plain.items():
            if name in names:
                yield path + name, value
            elif isinstance(value, (dict, list)):
                yield from _leaves(value, names, f"{path}{name}.")
    elif isinstance(plain, list):
        for number, one in enumerate(plain):
            if isinstance(one, dict):
                yield from _leaves(one, names, f"{path}{one.get('key', number)}.")
