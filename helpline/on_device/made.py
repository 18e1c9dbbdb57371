"""made: hashes that her own device made and she sent from the page: what came of one file, and what of it is new."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from helpline.case import Case
from helpline.contact import Words
from helpline.evidence import Item
from helpline.hashes import exact
from helpline.keeping import MOST_ITEMS, same

#: What a file is, and how large, in classes: the exact number of bytes would be a fingerprint of its own.
KINDS = ("image", "video", "file")
SIZES = ("<1MB", "1-10MB", "10-100MB", "100MB-1GB", ">1GB")
#: What made them: our own page, by its number. Free words would be a way to write to whoever reads the case.
TOOL = re.compile(r"haven-page [0-9]{1,3}")
#: Where they come from, as their items say.
ORIGIN = "page"
#: What the page may say of somebody in the picture, and nothing else.
SOME_MINOR = ("minor", "unsure")


@dataclass(frozen=True, repr=False)
class MadeHash:
    """`label` and `value` as `helpline/hashes.py` takes them from a program; `raw`: of the picture as it lies in the
    file, where it is shown turned. Raises ValueError, without a word of what came."""

    label: str
    value: str
    quality: int | None = None
    raw: bool = False

    def __post_init__(self) -> None:
        exact(self.label, self.value, self.quality)

    def __repr__(self) -> str:
        return f"MadeHash({self.label})"


@dataclass(frozen=True)
class MadeFile:
    """All that left her device of one file. Raises ValueError."""

    kind: str
    size: str
    tool: str
    hashes: tuple[MadeHash, ...]

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.size not in SIZES or not self.hashes:
            raise ValueError("no such file")
        if not TOOL.fullmatch(self.tool):
            raise ValueError("no such tool")


@dataclass(frozen=True)
class Tally:
    """How many hashes are new, are there already, and find no room."""

    new: int = 0
    known: int = 0
    left: int = 0


@dataclass(frozen=True, repr=False)
class Sending:
    """What a page sends at once, and what it calls this attempt: the same where it asks again, its answer was lost."""

    files: tuple[MadeFile, ...]
    attempt: Words | None = None

    def __repr__(self) -> str:
        return f"Sending({len(self.files)})"

    @property
    def hashes(self) -> int:
        return sum(len(one.hashes) for one in self.files)

    def name(self, case: Case, place: int) -> str | None:
        """What ties the hashes of this file together. It follows from the attempt, so that it is known again, and says
        nothing of it: what a page draws is not kept."""
        if self.attempt is None:
            return None
        drawn = f"{case.id}|{self.attempt.plain}|{place}"
        return hashlib.sha256(drawn.encode()).hexdigest()[:24]

    def came(self, case: Case) -> bool:
        """It was kept already; all of it, for nothing is ever kept in part. To be asked of whoever can name the
        attempt, and nobody else: it tells that her case holds these."""
        names = {self.name(case, place) for place in range(len(self.files))} - {None}
        return any(item.file in names for item in case.items)


def added(
    case: Case, sending: Sending, consent: str, now: datetime, new_id: Callable[[], str]
) -> tuple[tuple[Item, ...], Tally]:
    """The new items, in their order, and the count. Hashes of one file share its id; where one of them is there
    already, for the same picture was sent before, the others join it."""
    items: tuple[Item, ...] = ()
    known = left = 0
    for place, file in enumerate(sending.files):
        made = [_item(one, file, consent, now) for one in file.hashes]
        together = _of_this_file((*case.items, *items), made)
        for item in made:
            there = (*case.items, *items)
            if any(same(one, item) for one in there):
                known += 1
            elif len(there) >= MOST_ITEMS:
                left += 1
            else:
                together = together or sending.name(case, place) or new_id()
                items = (*items, replace(item, id=new_id(), file=together))
    return items, Tally(len(items), known, left)


def _of_this_file(there: Iterable[Item], made: Sequence[Item]) -> str | None:
    return next((one.file for one in there if one.file and any(same(one, item) for item in made)), None)


def _item(one: MadeHash, file: MadeFile, consent: str, now: datetime) -> Item:
    return Item(
        "",
        "hash",
        one.value,
        now,
        consent,
        algorithm=one.label,
        value=one.value,
        quality=one.quality,
        tool=file.tool,
        media=file.kind,
        origin=ORIGIN,
        size=file.size,
        raw=one.raw,
    )
