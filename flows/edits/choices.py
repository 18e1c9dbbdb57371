"""Edits of the choices of a step: add, copy, move, remove, rename. Their words in every language follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from flows.draft import Content
from flows.edits.content import choice_in, choices_in, free, split, with_choices
from flows.edits.edit import Behind, Edit, Name, NewChoice, Place
from flows.edits.spoken import rekeyed
from flows.order import placed

Plain = dict[str, Any]


class AddChoice(Edit):
    """A new choice behind `after`, with these fields already filled in."""

    edit: Literal["add_choice"]
    place: Place
    key: NewChoice
    after: Behind = None
    fields: Plain = Field(default_factory=dict)

    def values(self) -> Iterator[Any]:
        yield self.fields

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        choices = choices_in(content, flow, step)
        free(self.key, (one["key"] for one in choices))
        added = {"key": self.key} | {name: one for name, one in self.fields.items() if name != "key"}
        return with_choices(content, flow, step, _behind([*choices, added], self.key, self.after))


class CopyChoice(Edit):
    """The same choice again, as `to`, behind it."""

    edit: Literal["copy_choice"]
    place: Place
    key: Name
    to: NewChoice

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        choices = choices_in(content, flow, step)
        copy = choice_in(content, flow, step, self.key) | {"key": self.to}
        free(self.to, (one["key"] for one in choices))
        content = with_choices(content, flow, step, _behind([*choices, copy], self.to, self.key))
        return rekeyed(content, f"{self.place}.{self.key}", f"{self.place}.{self.to}", copied=True)


class MoveChoice(Edit):
    """The choice stands behind another one."""

    edit: Literal["move_choice"]
    place: Place
    key: Name
    after: Behind = None

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        choice_in(content, flow, step, self.key)
        return with_choices(content, flow, step, _behind(choices_in(content, flow, step), self.key, self.after))


class RemoveChoice(Edit):
    """The choice goes, and its words."""

    edit: Literal["remove_choice"]
    place: Place
    key: Name

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        choice_in(content, flow, step, self.key)
        choices = [one for one in choices_in(content, flow, step) if one["key"] != self.key]
        return with_choices(content, flow, step, choices)


class RenameChoice(Edit):
    """The choice gets another name, `to`."""

    edit: Literal["rename_choice"]
    place: Place
    key: Name
    to: NewChoice

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        choices = choices_in(content, flow, step)
        choice_in(content, flow, step, self.key)
        if self.to == self.key:
            return content
        free(self.to, (one["key"] for one in choices))
        made = [{**one, "key": self.to} if one["key"] == self.key else one for one in choices]
        content = with_choices(content, flow, step, made)
        return rekeyed(content, f"{self.place}.{self.key}", f"{self.place}.{self.to}")


def _behind(choices: list[Plain], key: str, after: str | None) -> list[Plain]:
    known = {one["key"]: one for one in choices}
    return [known[one] for one in placed(list(known), key, after)]
