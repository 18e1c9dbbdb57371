"""Edits of whole flows: add, rename, remove. What calls a flow follows it."""

from __future__ import annotations

from typing import Literal

from flows.draft import Content
from flows.edits.content import behind, flow_in, free, renamed, steps_in, with_step
from flows.edits.edit import Behind, Edit, EditRefused, Name, NewFlow, NewStep
from flows.edits.references import called_by
from flows.edits.spoken import rekeyed
from flows.leads import turned
from flows.shape import CALLS
from flows.upgrades import FORMAT


class AddFlow(Edit):
    """A new flow, which ends where it starts until it is given more steps."""

    edit: Literal["add_flow"]
    key: NewFlow
    start: NewStep = "end"
    after: Behind = None

    def on(self, content: Content) -> Content:
        free(self.key, content["flows"])
        steps = {self.start: {"type": "end"}}
        flow = {"flow": self.key, "format": FORMAT, "start": self.start, "steps": steps}
        return {**content, "flows": behind({**content["flows"], self.key: flow}, self.key, self.after)}


class RenameFlow(Edit):
    """The flow gets another name; what called it still does."""

    edit: Literal["rename_flow"]
    flow: Name
    key: NewFlow

    def on(self, content: Content) -> Content:
        plain = flow_in(content, self.flow)
        if self.key == self.flow:
            return content
        free(self.key, content["flows"])
        flows = renamed(content["flows"], self.flow, self.key) | {self.key: plain | {"flow": self.key}}
        content = {**content, "flows": flows}
        for flow in flows:
            for step, one in steps_in(content, flow).items():
                made = turned(one, lambda to: self.key if to == self.flow else to, CALLS)
                if made != one:
                    content = with_step(content, flow, step, made)
        return rekeyed(content, self.flow, self.key)


class RemoveFlow(Edit):
    """The flow goes, and its words; refused where another one calls it."""

    edit: Literal["remove_flow"]
    flow: Name

    def on(self, content: Content) -> Content:
        flow_in(content, self.flow)
        if by := called_by(content, self.flow):
            raise EditRefused("still_used", flow=self.flow, by=[list(one) for one in by])
        flows = {key: one for key, one in content["flows"].items() if key != self.flow}
        if not flows:
            raise EditRefused("last_step", flow=self.flow)
        return {**content, "flows": flows}
