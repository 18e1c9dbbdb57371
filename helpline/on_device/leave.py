"""leave: what a page that she has opened may still do: for which case, for how many files, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from helpline.contact import Words

#: What a ticket that opens one is for.
PURPOSE = "hashes"
#: One page is good for so many files, and for so long from when it is opened.
MOST_FILES = 20
LASTS = timedelta(minutes=60)


@dataclass(frozen=True, repr=False)
class Leave:
    """`session`: what the page shows from now on; whoever has it is the page. `files`: so many it may still send."""

    case_id: str
    session: Words
    files: int
    until: datetime

    def __repr__(self) -> str:
        return f"Leave({self.case_id})"


@dataclass(frozen=True)
class PageUse:
    """What a decision takes in from a page: so many of its files are used up. `ends`: it may do nothing more."""

    session: Words
    files: int = 0
    ends: bool = False
