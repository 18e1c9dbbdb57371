"""Looks for what leads nowhere in a draft, without asking the code that edits it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.draft import read


def dangling(content: dict[str, Any]) -> list[str]:
    """Every way to a step or flow that is not there, and every word kept for a text that nobody says."""
    found = []
    for name, flow in content["flows"].items():
        if flow["start"] not in flow["steps"]:
            found.append(f"{name}: start {flow['start']}")
        for key, step in flow["steps"].items():
            found += (f"{name}.{key}: {to}" for to in _ways(step) if to not in flow["steps"])
            if step["type"] == "call" and step["flow"] not in content["flows"]:
                found.append(f"{name}.{key} calls {step['flow']}")
    known = set(_texts(content))
    for kind in ("translations", "made_from"):
        for language, words in content[kind].items():
            found += (f"{kind}.{language}: {key}" for key in words if key not in known)
    return found


def _ways(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _ways(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in ("go", "refused", "empty"):
                yield value
            else:
                yield from _ways(value)


def _texts(content: dict[str, Any]) -> Iterator[str]:
    """The keys of all texts: as the step types tell it where the draft can be read, else by every name of a text."""
    revision = read(content).revision
    if revision is not None:
        yield from revision.texts.source
        return
    for name, flow in content["flows"].items():
        for key, step in flow["steps"].items():
            for part, value in step.items():
                if part == "choices":
                    yield from (f"{name}.{key}.{one['key']}.{field}" for one in value for field in one)
                elif isinstance(value, dict):
                    yield from (f"{name}.{key}.{part}.{field}" for field in value)
                else:
                    yield f"{name}.{key}.{part}"
