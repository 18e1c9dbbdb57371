"""plain: a flow in the one way it is written down, whole or broken, so that equal flows are equal files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.shape import NUMBERS
from flows.step import Step
from flows.steps import AnyStep
from flows.upgrades import FORMAT

_STEP: TypeAdapter[Step] = TypeAdapter(AnyStep)


def tidy(flow: Mapping[str, Any]) -> dict[str, Any]:
    """A flow as it is written: a step that can be read without what is left at its default, any other as it stands."""
    around = {name: _written(name, value) for name, value in flow.items() if name not in ("flow", "format", "steps")}
    head = {"flow": flow.get("flow"), "format": FORMAT}
    steps = {key: tidy_step(step) for key, step in flow["steps"].items()}
    first = {name: around.pop(name) for name in ("start", "note") if around.get(name) is not None}
    return head | first | {name: one for name, one in around.items() if one is not None} | {"steps": steps}


def tidy_step(step: Any) -> Any:
    try:
        return _STEP.validate_python(step).model_dump(mode="json", exclude_defaults=True)
    except ValidationError:
        return _written("", step)


def _written(name: str, value: Any) -> Any:
    """As YAML gives it back: every value is text but the whole numbers we know; what is nothing is left out."""
    if isinstance(value, Mapping):
        return {str(key): _written(str(key), one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_written(name, one) for one in value if one is not None]
    if name in NUMBERS and str(value).isascii() and str(value).isdecimal() and len(str(value)) < 10:
        return int(value)
    return value if isinstance(value, str) else str(value).lower()
