"""Auditing: the chain of events is walked from its beginning, and told is where it is broken, and how.

Only a window of the chain is in memory. Behind a broken place the walk finds its way again: by the digest that stands
there, by the one that should stand there, or by numbers further on where some are missing and the rest moved up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from helpline.audit import Broken, Findings, Head
from storage.chain import START, Entry, due, fits, salted

#: So many places are told of, so many broken events are kept to find out where they belong.
MOST_TOLD, MOST_KEPT = 100, 16
#: So many missing events are looked for behind a broken place; so many looks in all.
FURTHEST, LOOKS = 1_000, 20_000


@dataclass
class Run:
    """Events one after another that do not stand on what is before them. `redone`: the digest the first should have."""

    redone: bytes | None = None
    places: list[Broken] = field(default_factory=list)
    count: int = 0
    last: bytes = START

    def add(self, entry: Entry) -> None:
        """Neighbours that are broken in the same way are told as one place."""
        self.count += 1
        self.last = entry.digest
        join(self.places, Broken("emptied" if entry.about is None else "changed", entry.seq, entry.seq))


class Walk:
    """`step` through every event in order of its number, then `end`. `anchor`: a head that was kept elsewhere."""

    def __init__(self, key: bytes, anchor: Head | None = None) -> None:
        self._key, self._anchor = key, anchor
        #: The last event that stands where it should: its number as it was given, and its digest.
        self._number, self._before = 0, START
        self._head, self._count, self._looks = Head(0, START), 0, 0
        self._run = Run()
        self._broken: list[Broken] = []
        self._more = 0
        #: Broken events that may belong elsewhere, and the digests around them.
        self.lost: list[Entry] = []
        self.around: set[bytes] = set()

    def steps(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.step(entry)

    def step(self, entry: Entry) -> None:
        behind, self._head = self._head, Head(entry.seq, entry.digest)
        self._count += 1
        if self._anchor and entry.seq == self._anchor.seq and entry.digest != self._anchor.digest:
            self._tell("other_history", entry.seq, entry.seq)
        gap = entry.seq - behind.seq - 1
        if fits(self._key, self._before, self._number + 1, entry):
            moved = gap > 0 and self._run.count == 0
            self._tell_run("inserted")
            if moved:
                self._tell("out_of_order", behind.seq + 1, entry.seq)
            self._good(entry, self._number + 1)
        elif gap > 0:
            self._past_a_gap(entry, gap)
        elif (number := self._found_again(entry)) is not None:
            self._good(entry, number)
        else:
            self._astray(entry, behind.digest)

    def end(self) -> Findings:
        self._tell_run()
        anchor = self._anchor
        if anchor and self._head.seq < anchor.seq:
            self._tell("cut", self._head.seq + 1, anchor.seq)
        return Findings(self._count, self._head, tuple(self._broken), self._more)

    # ── the way ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _good(self, entry: Entry, number: int) -> None:
        self._number, self._before, self._run = number, entry.digest, Run()

    def _past_a_gap(self, entry: Entry, gap: int) -> None:
        """What stood before it is gone: it is taken at its word, if it says what its own digest says."""
        number = self._number + self._run.count + gap + 1
        self._tell_run()
        self._tell("missing", number - gap, number - 1)
        if not agrees(entry):
            self._run.add(entry)
            self._tell_run()
        self._good(entry, number)

    def _found_again(self, entry: Entry) -> int | None:
        """Its number, where it stands on what a broken place left behind."""
        run, behind = self._run, self._number + self._run.count
        if not run.count:
            return None
        if fits(self._key, run.last, behind + 1, entry) or (
            run.count == 1 and run.redone and fits(self._key, run.redone, behind + 1, entry)
        ):
            self._tell_run()
            return behind + 1
        for missing in range(1, min(FURTHEST, LOOKS - self._looks) + 1):
            self._looks += 1
            if fits(self._key, run.last, behind + 1 + missing, entry):
                self._tell("missing", self._number + 1, self._number + missing)
                if run.count > 1:
                    self._tell_run()
                return behind + 1 + missing
        return None

    def _astray(self, entry: Entry, behind: bytes) -> None:
        if not self._run.count:
            self._run.redone = due(self._key, self._before, self._number + 1, entry)
        if len(self.lost) < MOST_KEPT:
            self.lost.append(entry)
            self.around |= {behind, entry.digest}
        self._run.add(entry)

    # ── what is told ──────────────────────────────────────────────────────────────────────────────────────────────
    def _tell_run(self, how: str = "") -> None:
        told: list[Broken] = []
        for place in self._run.places:
            join(told, Broken(how or place.how, place.first, place.last))
        for one in told:
            self._tell(one.how, one.first, one.last)
        self._run = Run()

    def _tell(self, how: str, first: int, last: int) -> None:
        if len(self._broken) < MOST_TOLD:
            self._broken.append(Broken(how, first, last))
        else:
            self._more += 1


def join(places: list[Broken], place: Broken) -> None:
    """One more place; where it is broken like the one before, or they are too many, they are one."""
    if places and ((places[-1].how == place.how and places[-1].last == place.first - 1) or len(places) >= MOST_TOLD):
        place = Broken(places[-1].how, places.pop().first, place.last)
    places.append(place)


def agrees(entry: Entry) -> bool:
    """Whether it says what its own digest was made of, as far as that can be known without the event before."""
    if entry.salt is None:
        return True
    return entry.said == salted(entry.salt, entry.case, entry.about)


class Search:
    """Where broken events belong: every event passes once more, and each of the lost is tried behind it."""

    def __init__(self, key: bytes, walk: Walk) -> None:
        self._key, self._around = key, walk.around
        # What says something else than its own digest is at home nowhere.
        self._lost = [lost for lost in walk.lost if agrees(lost)]
        self._home: dict[int, int] = {}

    @property
    def needed(self) -> bool:
        return bool(self._lost)

    def pass_by(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            for lost in self._lost:
                for number in (entry.seq, entry.seq + 1):
                    self._try(entry.digest, number, lost)

    def findings(self, found: Findings) -> Findings:
        """The same, but for events that stand in a wrong place; one beside them that is itself in order is let go."""
        places = {lost.seq for lost in self._lost}
        for lost in self._lost:
            for digest in (START, *self._around):
                for number in places | {1}:
                    self._try(digest, number, lost)
        told = tuple(one for place in found.broken for one in self._retold(place))
        return Findings(found.count, found.head, told or found.broken, found.more)

    def _try(self, before: bytes, number: int, lost: Entry) -> None:
        if self._home.get(lost.seq) != lost.seq and fits(self._key, before, number, lost):
            self._home[lost.seq] = number

    def _retold(self, place: Broken) -> list[Broken]:
        if place.how == "missing" and set(range(place.first, place.last + 1)) <= set(self._home.values()):
            return []  # it stands elsewhere
        if place.how not in ("changed", "inserted"):
            return [place]
        if place.last - place.first > MOST_TOLD:
            return [place]
        told: list[Broken] = []
        for seq in range(place.first, place.last + 1):
            home = self._home.get(seq)
            if home != seq or place.how != "changed":
                join(told, Broken(place.how if home is None else "out_of_order", seq, seq))
        return told
