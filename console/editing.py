"""What one process remembers of drafts: their content as lately seen, the checks that run, and who looks at which."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.checking import Checks
from helpline.drafting import Drafting
from helpline.drafts import Draft, Drafts, SavedTalk
from helpline.ports import House
from helpline.publishing import Prepared, prepare

#: An open editor asks for news every few seconds; who has not asked for so long is gone. Other processes are told this
#: often that she is there.
GONE, TOLD = timedelta(seconds=15), timedelta(seconds=5)


class Editing:
    """`drafting` changes drafts, `checks` looks at them. `tell` lets every process `hear` who has which draft open."""

    def __init__(self, drafts: Drafts, tell: Callable[[str], object]) -> None:
        self.drafting, self.checks, self._drafts, self._tell = Drafting(drafts), Checks(), drafts, tell
        self._here: dict[tuple[str, str], datetime] = {}
        self._told: dict[tuple[str, str], datetime] = {}
        self._prepared: tuple[Hashable, Prepared] | None = None
        self._preparing = asyncio.Lock()

    async def prepared(self, draft: Draft, house: House, now: datetime) -> Prepared:
        """The draft as it would be published; looked at anew unless that was done in this very minute for this version,
        over what runs now: whoever reads the page and then presses the button waits once."""
        async with self._preparing:  # it is heavy, and contacts are answered by the same process: one at a time
            return await self._looked(draft, house, now)

    async def _looked(self, draft: Draft, house: House, now: datetime) -> Prepared:
        newest = max(one.number for one in await self._drafts.published("flows"))
        looked = looked_at_now(draft, house, await self._drafts.saved_talks(), now)
        about = (newest, looked)
        if self._prepared is not None and self._prepared[0] == about:
            return replace(self._prepared[1], draft=draft)
        found = await prepare(self._drafts, draft, house, now, self.checks.known(draft.id, looked))
        self._prepared = (about, found)
        return found

    def be_here(self, draft_id: str, staff_id: str, now: datetime) -> None:
        """She has this draft open."""
        self._told = {one: at for one, at in self._told.items() if timedelta() <= now - at < TOLD}
        self._note(draft_id, staff_id, now)
        if (draft_id, staff_id) not in self._told:
            self._told[draft_id, staff_id] = now
            self._tell(f"{draft_id} {staff_id}")

    def hear(self, about: str, now: datetime) -> None:
        """Of somebody who has a draft open, at whichever process."""
        draft_id, _, staff_id = about.partition(" ")
        if staff_id:
            self._note(draft_id, staff_id, now)

    def _note(self, draft_id: str, staff_id: str, now: datetime) -> None:
        self._here = {one: at for one, at in self._here.items() if now - at < GONE}
        self._here[draft_id, staff_id] = now

    def here(self, draft_id: str, besides: str, now: datetime) -> Sequence[str]:
        """Who else has it open, by id."""
        return tuple(
            who
            for (what, who), at in self._here.items()
            if (what, now - at < GONE) == (draft_id, True) and who != besides
        )


def looked_at_now(draft: Draft, house: House, talks: Sequence[SavedTalk], now: datetime) -> Hashable:
    """Equal where a check would find the same: this version, these talks, this directory, in this minute."""
    stamps, minute = tuple((talk.id, talk.at) for talk in talks), now.replace(second=0, microsecond=0)
    return (draft.id, draft.version, stamps, _This(house.directory), house.running, minute)


@dataclass(frozen=True, eq=False)
class _This:
    """Equal to itself alone. It holds what it names, so that nothing else is ever taken for it."""

    one: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.one is self.one

    def __hash__(self) -> int:
        return id(self.one)
