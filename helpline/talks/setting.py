"""The house a talk is held in: the real one, with one revision; with these lines open, and these teams there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from flows.flow import Revision
from helpline.directory import Directory
from helpline.entries import Entry
from helpline.hours import Hours
from helpline.ports import House
from helpline.staff import Staff
from helpline.talks.talk import Talk

_MIDNIGHT = 24 * 60


class Counted:
    """Counts instead of drawing, so that the same talk goes the same way each time. Nothing it makes opens anything."""

    def __init__(self) -> None:
        self._count: Iterator[int] = count(1)
        self._cases: Iterator[int] = count(1)

    def id(self) -> str:
        return f"00000000-0000-4000-8000-{next(self._count):012}"

    def token(self) -> str:
        return f"t{next(self._count):07}"

    def case_number(self) -> str:
        return f"K7RM-2Q{next(self._cases) % 49:02}".translate(str.maketrans("01", "XD"))

    def pin(self) -> str:
        return "48151623"

    def pin_digest(self, case: str, pin: str) -> bytes:
        return hashlib.sha256(f"{case} {pin}".encode()).digest()


@dataclass(frozen=True, eq=False)
class Forced(Hours):
    """A line that answers, or does not, whatever its hours say. What is told of its week stays, and is the same for
    every talk: what is remembered of hours in words is not made anew for each."""

    answers: bool = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Forced) and (other.week is self.week, other.answers) == (True, self.answers)

    def __hash__(self) -> int:
        return hash((id(self.week), self.answers))

    def until(self, now: datetime) -> int | None:
        return (super().until(now) or _MIDNIGHT) if self.answers else None


def house_of(talk: Talk, revision: Revision, house: House) -> House:
    """The house as the talk finds it. Of who really works there nothing is taken along."""
    # A directory of its own: what the house remembers of this very minute is not pushed out by another day's.
    lines = replace(house.directory) if talk.open is None else _open(house.directory, frozenset(talk.open))
    known = replace(
        house,
        revisions={revision.number: revision},
        running=revision.number,
        directory=lines,
        languages=tuple(one for one in house.languages if one in revision.languages) or revision.languages,
        chance=Counted(),
        teams=talk.teams or house.teams,
    )
    return staffed(known, talk.staffed)


def staffed(house: House, teams: tuple[str, ...]) -> House:
    """Somebody of each of these teams is there."""
    there = {team: Staff(team, team, team, frozenset({"counsellor"}), frozenset({team})) for team in teams}
    return replace(house, colleagues=there, here=frozenset(there))


def _open(directory: Directory, lines: frozenset[str]) -> Directory:
    entries = {key: _answering(entry, key in lines) for key, entry in directory.entries.items()}
    return replace(directory, entries=entries)


def _answering(entry: Entry, answers: bool) -> Entry:
    """A line that answers day and night is only ever changed where it is told to be closed."""
    known = entry.opening or Hours()
    if answers and known.always:
        return entry
    return entry.model_copy(update={"opening": Forced(False, known.week, known.closed_on_holidays, answers)})
