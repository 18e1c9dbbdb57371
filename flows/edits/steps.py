"""Edits of steps: add, copy, move, remove, rename. What leads to a step follows it; its translations do as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from flows.changes import ABSENT
from flows.draft import Content
from flows.edits.content import (
    behind,
    flow_in,
    free,
    renamed,
    split,
    step_in,
    steps_in,
    with_flow,
    with_step,
    with_steps,
)
from flows.edits.edit import Behind, Edit, EditRefused, Name, NewFlow, NewStep, Place
from flows.edits.references import led_to
from flows.edits.spoken import rekeyed
from flows.leads import turned
from flows.steps import STEP_TYPES


class AddStep(Edit):
    """A new step behind `after`, with these fields already filled in."""

    edit: Literal["add_step"]
    flow: Name
    key: NewStep
    type: str
    after: Behind = None
    fields: dict[str, Any] = Field(default_factory=dict)

    def values(self) -> Iterator[Any]:
        yield self.fields

    def on(self, content: Content) -> Content:
        steps = steps_in(content, self.flow)
        free(self.key, steps)
        if self.type not in STEP_TYPES:
            raise EditRefused("no_type", type=self.type[:100])
        step = {"type": self.type} | {name: one for name, one in self.fields.items() if name != "type"}
        return with_steps(content, self.flow, behind(steps | {self.key: step}, self.key, self.after))


class CopyStep(Edit):
    """The same step again, with its words in every language: behind it, or at the end of another flow. There it leads
    nowhere yet, for its ways named steps that flow does not have."""

    edit: Literal["copy_step"]
    place: Place
    flow: Name
    key: NewStep

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        plain = step_in(content, flow, step)
        steps = steps_in(content, self.flow)
        free(self.key, steps)
        copy = plain if self.flow == flow else taken_along(plain, step, self.key)
        steps = behind(steps | {self.key: copy}, self.key, step if self.flow == flow else None)
        return rekeyed(with_steps(content, self.flow, steps), self.place, f"{self.flow}.{self.key}", copied=True)


class MoveStep(Edit):
    """The step stands behind another one; or in another flow, under `key` if its own is taken there. What led to it in
    the flow it leaves leads to `instead`; its own ways are to be set anew."""

    edit: Literal["move_step"]
    place: Place
    after: Behind = None
    flow: NewFlow | None = None
    key: NewStep | None = None
    instead: Name | None = None

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        plain = step_in(content, flow, step)
        if self.flow in (None, flow):
            return with_steps(content, flow, behind(steps_in(content, flow), step, self.after))
        to, key = str(self.flow), self.key or step
        steps = steps_in(content, to)
        free(key, steps)
        content = without(content, flow, step, self.instead)
        steps = behind(steps | {key: taken_along(plain, step, key)}, key, self.after)
        return rekeyed(with_steps(content, to, steps), self.place, f"{to}.{key}")


class RemoveStep(Edit):
    """The step goes, and its words; what led to it leads to `instead`."""

    edit: Literal["remove_step"]
    place: Place
    instead: Name | None = None

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        step_in(content, flow, step)
        return without(content, flow, step, self.instead)


class RenameStep(Edit):
    """The step gets another name; all that led to it still does."""

    edit: Literal["rename_step"]
    place: Place
    key: NewStep

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        step_in(content, flow, step)
        steps = steps_in(content, flow)
        if self.key == step:
            return content
        free(self.key, steps)
        content = with_steps(content, flow, renamed(steps, step, self.key))
        return rekeyed(_leading(content, flow, step, self.key), self.place, f"{flow}.{self.key}")


class SetStart(Edit):
    """Where a flow begins."""

    edit: Literal["set_start"]
    flow: Name
    step: Name

    def on(self, content: Content) -> Content:
        step_in(content, self.flow, self.step)
        return with_flow(content, self.flow, {**flow_in(content, self.flow), "start": self.step})


def without(content: Content, flow: str, step: str, instead: str | None) -> Content:
    """The draft without a step; what led to it leads to `instead`. Raises EditRefused where that was not said."""
    steps = steps_in(content, flow)
    if len(steps) == 1:
        raise EditRefused("last_step", place=f"{flow}.{step}")
    if instead is not None and (instead == step or instead not in steps):
        raise EditRefused("no_step", place=f"{flow}.{instead}")
    still = led_to(content, flow, step)
    if still and instead is None:
        raise EditRefused("still_used", place=f"{flow}.{step}", by=[list(one) for one in still])
    content = with_steps(content, flow, {key: one for key, one in steps.items() if key != step})
    return content if instead is None else _leading(content, flow, step, instead)


def taken_along(plain: Any, step: str, key: str) -> Any:
    """A step as it arrives in another flow: what led back to itself still does, all other ways are left out."""
    return turned(plain, lambda to: key if to == step else ABSENT)


def _leading(content: Content, flow: str, old: str, new: str) -> Content:
    """The draft with all that led to one step of a flow leading to another."""
    plain = flow_in(content, flow)
    if plain.get("start") == old:
        content = with_flow(content, flow, plain | {"start": new})
    for key, one in steps_in(content, flow).items():
        made = turned(one, lambda to: new if to == old else to)
        if made != one:
            content = with_step(content, flow, key, made)
    return content
