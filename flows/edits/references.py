"""References: all that leads to a step of a draft, and all that calls one of its flows."""

from __future__ import annotations

from flows.draft import Content
from flows.leads import leads
from flows.shape import CALLS


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
