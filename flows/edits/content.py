"""Finding one's way in a draft: its flows, steps and choices as plain data, and a draft with one of them replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows.changes import ABSENT, at, put
from flows.draft import Content
from flows.edits.edit import EditRefused
from flows.order import keys_of, placed

Plain = dict[str, Any]


def flow_in(content: Content, flow: str) -> Plain:
    """Raises EditRefused where there is none."""
    found = content["flows"].get(flow)
    if found is None:
        raise EditRefused("no_flow", flow=flow)
    return dict(found)


def steps_in(content: Content, flow: str) -> Plain:
    return dict(flow_in(content, flow)["steps"])


def split(place: str) -> tuple[str, str]:
    flow, _, step = place.partition(".")
    return flow, step


def step_in(content: Content, flow: str, step: str) -> Plain:
    """Raises EditRefused where there is none."""
    found = steps_in(content, flow).get(step)
    if found is None:
        raise EditRefused("no_step", place=f"{flow}.{step}")
    return dict(found)


def choices_in(content: Content, flow: str, step: str) -> list[Plain]:
    """The choices of a step, each with a key. Raises EditRefused where they are none."""
    found = step_in(content, flow, step).get("choices", [])
    if not isinstance(found, list) or keys_of(found) is None:
        raise EditRefused("no_choice", place=f"{flow}.{step}")
    return list(found)


def choice_in(content: Content, flow: str, step: str, key: str) -> Plain:
    for one in choices_in(content, flow, step):
        if one["key"] == key:
            return one
    raise EditRefused("no_choice", place=f"{flow}.{step}", key=key)


def with_flow(content: Content, flow: str, plain: Plain) -> Content:
    return {**content, "flows": {**content["flows"], flow: plain}}


def with_steps(content: Content, flow: str, steps: Plain) -> Content:
    return with_flow(content, flow, {**flow_in(content, flow), "steps": steps})


def with_step(content: Content, flow: str, step: str, plain: Plain) -> Content:
    return with_steps(content, flow, {**steps_in(content, flow), step: plain})


def with_choices(content: Content, flow: str, step: str, choices: list[Plain]) -> Content:
    return with_step(content, flow, step, {**step_in(content, flow, step), "choices": choices})


def renamed(named: Mapping[str, Any], key: str, new: str) -> Plain:
    """The same, in the same order, with one key another."""
    return {new if one == key else one: value for one, value in named.items()}


def behind(named: Mapping[str, Any], key: str, after: str | None) -> Plain:
    """The same with one of them put behind another."""
    return {one: named[one] for one in placed(list(named), key, after)}


def free(key: str, known: Iterable[str]) -> None:
    """Raises EditRefused where this name is taken."""
    if key in known:
        raise EditRefused("taken", key=key)


def field_at(plain: Any, field: str) -> tuple[tuple[str, ...], Any]:
    """The path a field such as `choices.minor.label` or `cases.0.go` names, and what stands there (ABSENT: nothing). A
    part that is not there yet is begun (`yes.label`), an entry of a list never is: then EditRefused is raised."""
    path = tuple(field.split("."))
    if not all(path):
        raise EditRefused("no_field", field=field)
    for depth, part in enumerate(path):
        holder = plain
        if isinstance(plain, list) and keys_of(plain) in (None, []) and _is_number(part):
            plain = plain[int(part)] if int(part) < len(plain) else ABSENT
        else:
            plain = at(plain, (part,))
        if depth == len(path) - 1:
            break
        if plain is ABSENT and isinstance(holder, dict):
            plain = {}
        if not isinstance(plain, dict | list):
            raise EditRefused("no_field", field=field)
    return path, plain


def with_field(plain: Any, path: tuple[str, ...], value: Any) -> Any:
    """The same with another value there; ABSENT takes it away. One behind the last of a list is added."""
    part, rest = path[0], path[1:]
    if isinstance(plain, list) and keys_of(plain) in (None, []):
        if not _is_number(part) or int(part) > len(plain):
            raise EditRefused("no_field", field=part)
        place = int(part)
        inner = with_field(plain[place], rest, value) if rest else value
        return [*plain[:place], *([] if inner is ABSENT else [inner]), *plain[place + 1 :]]
    if not rest:
        return put(plain, (part,), value)
    inner = at(plain, (part,))
    return put(plain, (part,), with_field({} if inner is ABSENT else inner, rest, value))


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdecimal() and len(part) < 5
