"""What one process remembers of drafts: their content as lately seen, the checks that run, and who looks at which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from console.checking import Checks
from helpline.drafting import Drafting
from helpline.drafts import Drafts

#: An open editor asks for news every few seconds; who has not asked for so long is gone.
GONE = timedelta(seconds=15)


class Editing:
    """`drafting` changes drafts, `checks` looks at them."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafting, self.checks = Drafting(drafts), Checks()
        self._here: dict[tuple[str, str], datetime] = {}

    def be_here(self, draft_id: str, staff_id: str, now: datetime) -> None:
        """She has this draft open."""
        self._here = {one: at for one, at in self._here.items() if now - at < GONE}
        self._here[draft_id, staff_id] = now

    def here(self, draft_id: str, besides: str, now: datetime) -> Sequence[str]:
        """Who else has it open, by id."""
        return tuple(
            who
            for (what, who), at in self._here.items()
            if (what, now - at < GONE) == (draft_id, True) and who != besides
        )

    def everywhere(self, now: datetime) -> Mapping[str, int]:
        """How many have each draft open."""
        count: dict[str, int] = {}
        for (what, _), at in self._here.items():
            if now - at < GONE:
                count[what] = count.get(what, 0) + 1
        return count
