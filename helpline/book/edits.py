"""Edits of the book: every change of a line, a reply or a word is data, carried out on the draft as it stands.

There is one kind of edit here, `put`: its changes say what stood there and what is to stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.changes import ABSENT, ORDER
from flows.edits import AnyEdit
from flows.edits.put import Put
from flows.sound import unsound
from helpline.directory import SECTIONS
from helpline.errors import NotAnEdit

#: What a draft of kind `directory` holds.
PARTS = (*SECTIONS, "platforms", "words")
#: Values a whole book may hold: many times what Haven ships with.
MOST = 60_000


def carried_out(content: Mapping[str, Any], edits: Sequence[AnyEdit]) -> Mapping[str, Any]:
    """The book after these edits. Raises Conflicts, NotAnEdit."""
    for edit in edits:
        if not isinstance(edit, Put):
            raise NotAnEdit(why="not_an_edit")
        for value in _values(edit):
            if wrong := unsound(value):
                raise NotAnEdit(why=wrong)
        content = edit.on(dict(content))
        if wrong := _misshapen(content):
            raise NotAnEdit(why=wrong)
    return content


def tidy(content: Mapping[str, Any]) -> dict[str, Any]:
    """As it is published: languages without words of the house's own are left out."""
    words = content.get("words", {})
    return {**content, "words": {one: texts for one, texts in words.items() if texts}}


def opened(content: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    """As it is edited: every section is there, and every language has a place for words of its own."""
    words = {one: dict(content.get("words", {}).get(one, {})) for one in languages}
    return {**{part: content.get(part, {}) for part in PARTS}, "words": {**content.get("words", {}), **words}}


def _values(edit: Put) -> Iterator[Any]:
    try:
        made = edit.made
    except Exception as refused:  # EditRefused: what it names are no changes
        raise NotAnEdit(why="not_an_edit") from refused
    for one in made:
        yield list(one.path)
        if one.path[-1] != ORDER:
            yield from (None if side is ABSENT else side for side in (one.before, one.after))


def _misshapen(content: Mapping[str, Any]) -> str | None:
    if set(content) - set(PARTS) or not all(isinstance(part, Mapping) for part in content.values()):
        return "shape"
    if not all(isinstance(texts, Mapping) for texts in content.get("words", {}).values()):
        return "shape"
    if any(ORDER in part for part in _mappings(content)):
        return "shape"  # as a name it would hide what becomes different beside it
    return unsound(content, MOST)


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, Mapping):
            yield one
            todo += one.values()
        elif isinstance(one, list):
            todo += one
