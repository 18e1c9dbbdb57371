"""The edit that says itself what changes: undo and redo, settling a conflict, bringing in what was imported."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from flows.changes import ABSENT, ORDER, Change, apply
from flows.draft import Content
from flows.edits.edit import Edit, EditRefused, Spoken
from flows.edits.spoken import KEPT


class Put(Edit):
    """These changes (flows/changes.py, as plain data), all of them or none. `complete`: they say themselves what
    becomes of the translations, as files do; nothing is noted besides."""

    edit: Literal["put"]
    changes: tuple[dict[str, Any], ...]
    complete: bool = False

    @cached_property
    def made(self) -> tuple[Change, ...]:
        """Raises EditRefused where they are no changes."""
        try:
            return tuple(Change.from_plain(one) for one in self.changes)
        except ValueError:
            raise EditRefused("not_an_edit") from None

    def values(self) -> Iterator[Any]:
        for one in self.made:
            yield list(one.path)
            if one.path[-1] != ORDER:
                yield from (None if side is ABSENT else side for side in (one.before, one.after))

    def spoken(self, content: Content) -> Spoken:
        """Of a language as a whole, every text it had."""
        if self.complete:
            return frozenset((language, key) for language, words in content["translations"].items() for key in words)
        found: set[tuple[str, str]] = set()
        for one in self.made:
            if one.path[0] in KEPT and len(one.path) == 3:
                found.add((one.path[1], one.path[2]))
            elif one.path[0] in KEPT and len(one.path) == 2:
                found |= {(one.path[1], key) for key in content[one.path[0]].get(one.path[1], {})}
        return frozenset(found)

    def on(self, content: Content) -> Content:
        made: Content = apply(content, self.made)
        return made
