"""Published revisions that may be run, by number, as they are read from the database: looked at first, then run.

Nobody changes a revision. One that is not, letter for letter, what was published is never run: the one before is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from flows.flow import Flow, Revision
from flows.upgrades import lift
from helpline.as_published import is_as_published


class Stored(Protocol):
    """As it lies in the table, with the checksum it was published with."""

    @property
    def number(self) -> int: ...
    @property
    def content(self) -> str: ...
    @property
    def checksum(self) -> str: ...


class Shelf:
    """Those that may be run, by number; `damaged` are never run."""

    def __init__(self, revisions: Mapping[int, Revision] | None = None) -> None:
        self.revisions: Mapping[int, Revision] = dict(revisions or {})
        self.damaged: frozenset[int] = frozenset()
        self._flows: dict[str, Flow] = {}
        self._words: dict[str, str] = {}

    @property
    def newest(self) -> int:
        """The largest number that was looked at."""
        return max((*self.revisions, *self.damaged), default=0)

    def take(self, stored: Sequence[Stored]) -> None:
        """Heavy where there are many: for a thread. Afterwards the new ones are there, all at once.

        Those that nothing begins in any more are cold: what was worked out for their steps is let go, and worked out
        again for whoever is still in one."""
        read = {one.number: self._read(one) for one in stored}
        cold = {number: replace(revision) for number, revision in self.revisions.items()}
        good = {number: revision for number, revision in read.items() if revision is not None}
        self.damaged |= read.keys() - good.keys()
        self.revisions = cold | good

    def _read(self, stored: Stored) -> Revision | None:
        if not is_as_published(stored.content, stored.checksum):
            return None
        plain = json.loads(stored.content)
        flows = {key: self._flow(flow) for key, flow in plain["flows"].items()}
        words = {language: self._shared(texts) for language, texts in plain["translations"].items()}
        return Revision.of(stored.number, flows, words, tuple(plain["languages"]))

    def _flow(self, plain: dict[str, Any]) -> Flow:
        """Two revisions nearly always have most flows in common. The order of the steps is part of a flow."""
        text = json.dumps(plain)
        if text not in self._flows:
            self._flows[text] = Flow.model_validate(lift(plain))
        return self._flows[text]

    def _shared(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        same = self._words.setdefault
        return {same(key, key): same(text, text) for key, text in texts.items()}
