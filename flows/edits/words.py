"""Edits of words and fields: write anything a step holds, and translate a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from flows.changes import ABSENT
from flows.draft import Content
from flows.edits.content import field_at, flow_in, split, step_in, with_field, with_flow, with_step
from flows.edits.edit import Edit, EditRefused, Name, Spoken, expect
from flows.edits.spoken import english
from flows.texts import SOURCE

Field = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=4096)]


class Write(Edit):
    """A field of a step gets another value. `place` may be a flow alone: then its `note` is written. None, before or
    after: the field is left out. `field` may lead into a part (`yes.go`), a choice by its key (`choices.minor.label`),
    a fact (`choices.minor.sets.age`), or an entry by its number (`cases.0.when`)."""

    edit: Literal["write"]
    place: Annotated[str, StringConstraints(min_length=1, max_length=201)]
    field: Field
    before: Any = None
    after: Any = None

    def values(self) -> Iterator[Any]:
        yield self.before
        yield self.after

    def on(self, content: Content) -> Content:
        flow, step = split(self.place)
        plain = step_in(content, flow, step) if step else flow_in(content, flow)
        if not step and self.field != "note":
            raise EditRefused("no_field", field=self.field)
        path, now = field_at(plain, self.field)
        if path[-1] == "key" and path[0] == "choices":
            raise EditRefused("keyed", field=self.field)
        whole = ("flows", flow, *(("steps", step) if step else ()), *path)
        expect(whole, now, self.before, self.after)
        made = with_field(plain, path, ABSENT if self.after is None else self.after)
        return with_step(content, flow, step, made) if step else with_flow(content, flow, made)


class Translate(Edit):
    """A text gets its words in another language; None takes them away. `source`: the English it was made from, where
    that may have changed while it was being translated."""

    edit: Literal["translate"]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    key: Name
    before: Text | None = None
    after: Text | None = None
    source: Text | None = None

    def values(self) -> Iterator[Any]:
        yield from (self.key, self.before, self.after, self.source)

    def spoken(self, content: Content) -> Spoken:
        return frozenset({(self.language, self.key)})

    def on(self, content: Content) -> Content:
        if self.language == SOURCE or self.language not in content["languages"]:
            raise EditRefused("no_language", language=self.language)
        text = english(content, self.key)
        if text is None:
            raise EditRefused("no_text", key=self.key)
        words = dict(content["translations"].get(self.language, {}))
        notes = dict(content["made_from"].get(self.language, {}))
        expect(("translations", self.language, self.key), words.get(self.key), self.before or None, self.after or None)
        notes.pop(self.key, None)
        if self.after:
            words[self.key] = self.after
            if self.source is not None and self.source.strip() != text.strip():
                notes[self.key] = self.source
        else:
            words.pop(self.key, None)
        return {
            **content,
            "translations": {**content["translations"], self.language: words},
            "made_from": {**content["made_from"], self.language: notes},
        }
