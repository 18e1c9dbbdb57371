"""Checks of drafts while somebody types: one at a time, beside the loop, none that a newer one has made pointless."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from helpline.errors import Superseded

if TYPE_CHECKING:
    from helpline.checking import Report

#: Looks at something; asks now and then whether it may stop, and returns nothing of worth then.
Look = Callable[[Callable[[], bool]], "Report"]


@dataclass(frozen=True)
class _Asked:
    about: Hashable
    stop: Event = field(default_factory=Event)


class Checks:
    """One per process. Contacts are answered by the same process: so however many edit, one check runs at a time."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()
        self._newest: dict[str, _Asked] = {}
        self._last: tuple[str, Hashable, Report] | None = None

    async def of(self, draft_id: str, about: Hashable, look: Look) -> Report:
        """What `look` finds in this draft. `about`: equal where the answer would be equal. Raises Superseded."""
        mine = self._asked(draft_id, about)
        try:
            async with self._one:
                if mine.stop.is_set():
                    raise Superseded
                if (known := self.known(draft_id, about)) is not None:
                    return known
                report = await asyncio.to_thread(look, mine.stop.is_set)
                if mine.stop.is_set():
                    raise Superseded
                self._last = (draft_id, about, report)
                return report
        finally:
            if self._newest.get(draft_id) is mine:
                del self._newest[draft_id]

    def known(self, draft_id: str, about: Hashable) -> Report | None:
        """What was found last, where it is about this."""
        return self._last[2] if self._last is not None and self._last[:2] == (draft_id, about) else None

    def _asked(self, draft_id: str, about: Hashable) -> _Asked:
        before = self._newest.get(draft_id)
        if before is not None and before.about == about:
            return before
        if before is not None:
            before.stop.set()
        mine = self._newest[draft_id] = _Asked(about)
        return mine
