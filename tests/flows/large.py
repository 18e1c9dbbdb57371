"""A conversation as large as any: flows that ask, branch and call one another, of as many steps as one likes, sound."""

from __future__ import annotations

from typing import Any

#: Steps that one situation takes, with the step that calls it.
_EACH = 12


def enlarged(content: dict[str, Any], steps: int) -> dict[str, Any]:
    """The draft with so many steps more, all of them reached: each situation is a flow of its own, called one after
    another once whom she needs was shown to her. Their words are there in every language of the draft."""
    flows = dict(content["flows"])
    words = {language: dict(one) for language, one in content["translations"].items()}
    count = -(-steps // _EACH)
    for number in range(count):
        flow = flows[f"more{number}"] = _situation(f"more{number}", number)
        for language, one in words.items():
            one.update({key: f"{text} ({language})" for key, text in _texts(f"more{number}", flow)})
    flows["intake"] = _with_calls(flows["intake"], count)
    return {**content, "flows": flows, "translations": words}


def _situation(name: str, number: int) -> dict[str, Any]:
    choices = [{"key": key, "label": f"{key} {number}", "go": key} for key in ("one", "two", "three")]
    choices[0]["sets"] = {"material": "real"}
    again = [{"key": key, "label": f"{key}, then {number}", "go": key} for key in ("lines", "tip")]
    steps: dict[str, Any] = {
        "ask": {"type": "choose", "say": f"What comes closest, in part {number}?", "choices": choices},
        "one": {"type": "say", "say": f"That is one way, in part {number}.", "go": "sort"},
        "two": {"type": "card", "say": f"These people know about part {number}.", "cards": ["institute"], "go": "sort"},
        "three": {"type": "say", "say": f"That is another way, in part {number}.", "go": "sort"},
        "sort": {"type": "branch", "cases": [{"when": {"material": "real"}, "go": "real"}], "go": "then"},
        "real": {"type": "say", "say": f"It is yours to decide, in part {number}.", "go": "then"},
        "then": {"type": "choose", "say": f"What would help, in part {number}?", "choices": again},
        "lines": {"type": "card", "say": f"They listen, in part {number}.", "cards": ["line_1712"], "go": "kind"},
        "tip": {"type": "say", "say": f"Write down what you remember, in part {number}.", "go": "kind"},
        "kind": {"type": "say", "say": f"You are doing well, in part {number}.", "go": "over"},
        "over": {"type": "end", "say": "In danger, call {emergency}."},
    }
    return {"flow": name, "format": 1, "start": "ask", "steps": steps}


def _texts(name: str, flow: dict[str, Any]) -> list[tuple[str, str]]:
    found = [(f"{name}.{key}.say", step["say"]) for key, step in flow["steps"].items() if "say" in step]
    return found + [
        (f"{name}.{key}.{choice['key']}.label", choice["label"])
        for key, step in flow["steps"].items()
        for choice in step.get("choices", ())
    ]


def _with_calls(flow: dict[str, Any], count: int) -> dict[str, Any]:
    """The flow with the situations before its own end."""
    plain = flow["steps"].items()
    steps = {key: {**step, "go": "large0"} if step.get("go") == "finish" else step for key, step in plain}
    for number in range(count):
        after = f"large{number + 1}" if number + 1 < count else "finish"
        steps[f"large{number}"] = {"type": "call", "flow": f"more{number}", "go": after}
    return {**flow, "steps": steps}
