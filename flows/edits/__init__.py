"""Edits: all that an editor can do to a draft, each as data that is carried out on the draft as it stands just then."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from flows.draft import MOST_FLOWS, MOST_STEPS, Content
from flows.edits.choices import AddChoice, CopyChoice, MoveChoice, RemoveChoice, RenameChoice
from flows.edits.edit import Edit, EditRefused
from flows.edits.flows import AddFlow, RemoveFlow, RenameFlow
from flows.edits.put import Put
from flows.edits.skeleton import well_made
from flows.edits.spoken import followed
from flows.edits.steps import AddStep, CopyStep, MoveStep, RemoveStep, RenameStep, SetStart
from flows.edits.words import Translate, Write
from flows.sound import unsound

__all__ = ["AnyEdit", "Edit", "EditRefused", "carry_out", "edit_of", "within_limits"]

AnyEdit = Annotated[
    Write
    | Translate
    | AddStep
    | CopyStep
    | MoveStep
    | RemoveStep
    | RenameStep
    | SetStart
    | AddChoice
    | CopyChoice
    | MoveChoice
    | RemoveChoice
    | RenameChoice
    | AddFlow
    | RenameFlow
    | RemoveFlow
    | Put,
    Field(discriminator="edit"),
]

_EDIT: TypeAdapter[Edit] = TypeAdapter(AnyEdit)


def edit_of(plain: Any) -> Edit:
    """An edit from plain data. Raises EditRefused on anything else."""
    try:
        edit: Edit = _EDIT.validate_python(plain)
        return edit
    except (ValidationError, RecursionError):
        raise EditRefused("not_an_edit") from None


def carry_out(content: Any, edit: Edit) -> Content:
    """The draft after an edit; the one handed in stays as it is. Raises EditRefused, or Conflicts where others changed
    the same meanwhile."""
    for value in edit.values():
        if wrong := unsound(value):
            raise EditRefused(wrong)
    before = well_made(content)
    made = edit.on(before)
    if made is before:
        return made
    well_made(made)
    return within_limits(followed(before, made, edit.spoken(before)))


def within_limits(content: Content) -> Content:
    """The very same. Raises EditRefused where it is more than a draft may hold."""
    steps = sum(len(flow["steps"]) for flow in content["flows"].values())
    for size, most in ((len(content["flows"]), MOST_FLOWS), (steps, MOST_STEPS)):
        if size > most:
            raise EditRefused("too_many", most=most)
    return content
