"""steps_walked: what is counted of a talk, step by step: that somebody came, answered, asked for a human. Never who.

It is counted when it happens, after the commit and in memory; a chore writes it down. Shown are whole fives, so that
nobody who looks on can tell from a number what one person did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, get_args

from flows.flow import Revision
from flows.move import Turn
from flows.session import Place, Session

#: `human`: asked for one.
What = Literal["came", "answered", "human"]
COUNTED: tuple[What, ...] = get_args(What)
#: Seconds between two times what was counted is written down.
WRITE_DOWN = 60.0
#: Shown are multiples of this; below it: fewer than this.
FIVE = 5
#: The flow that brings a human.
HUMAN: Literal["human"] = "human"


class Walked(NamedTuple):
    """Something that happened once, at a step of a revision."""

    revision: int
    place: Place
    what: What


def walked(revision: Revision, before: Session | None, turn: Turn) -> tuple[Walked, ...]:
    """What one turn adds. `before`: the session it began with; one of another talk, or None, where it began a new one.

    A step is come to once, however often it asks again, and again when she is back from somewhere else.
    """
    after = turn.session
    if before is not None and before.token != after.token:
        before = None
    known = _known(before)
    answered = before is not None and not before.ended and _answered(revision, before, turn)
    came = dict.fromkeys(place for place in (*_passed(turn), *after.stack) if place not in known)
    if not after.ended and _is_new(turn, known, answered):
        came[after.place] = None
    found = [Walked(revision.number, place, "came") for place in came]
    if before is not None and answered:
        found.append(Walked(revision.number, before.place, "answered"))
    if before is not None and known and before.place.flow != HUMAN and any(place.flow == HUMAN for place in came):
        found.append(Walked(before.revision, before.place, HUMAN))
    return tuple(found)


def _passed(turn: Turn) -> tuple[Place, ...]:
    return tuple(place for place, _ in turn.segments)


def _is_new(turn: Turn, known: tuple[Place, ...], answered: bool) -> bool:
    """She stands where she did not stand, or is back there after going on."""
    place = turn.session.place
    if place in known[1:] or (place in known and not answered):
        return False
    return not turn.segments or turn.segments[-1][0] != place


def _known(before: Session | None) -> tuple[Place, ...]:
    """Where she was, and what lies beneath: of these it was counted that she came."""
    return (before.place, *before.stack) if before is not None and not before.ended else ()


def _answered(revision: Revision, before: Session, turn: Turn) -> bool:
    """She went on from a step that waited for her, by a route of it that leads on."""
    if not turn.segments or turn.segments[0][0] != before.place or revision.step(before.place) is None:
        return False
    known = revision.known(before.place)
    route = known.routes.get(turn.segments[0][1])
    return known.arrival.waits and route is not None and not route.stays


# ── keeping count ─────────────────────────────────────────────────────────────────────────────────────────────────
class Counting(Protocol):
    """What writing the counts down needs of storage."""

    async def count_steps(self, counts: Mapping[Walked, int]) -> None: ...


class Steps:
    """What was counted here and is not written down yet. What a machine loses that dies is a minute of numbers."""

    def __init__(self) -> None:
        self.counts: Counter[Walked] = Counter()

    def add(self, happened: Iterable[Walked]) -> None:
        self.counts.update(happened)

    async def write_down(self, store: Counting) -> int:
        """Returns how much it was. Where storage fails it is kept for the next time."""
        counts, self.counts = self.counts, Counter()
        if not counts:
            return 0
        try:
            await store.count_steps(counts)
        except BaseException:
            self.counts += counts
            raise
        return counts.total()


# ── showing it ────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Shown:
    """In whole fives; 0 says: fewer than five. `left`: came, went on no further, and are not there any more. `here`:
    stand there just now."""

    came: int
    answered: int
    left: int
    human: int
    here: int


def in_fives(amount: int) -> int:
    return max(0, amount) // FIVE * FIVE


def shown(
    revision: Revision, counts: Mapping[tuple[Place, str], int], here: Mapping[Place, int]
) -> Mapping[Place, Shown]:
    """Of every step of the revision. Only a step that waits can be left: at others nobody stands."""
    return {
        Place(flow, step): _of(revision, Place(flow, step), counts, here.get(Place(flow, step), 0))
        for flow, known in revision.flows.items()
        for step in known.steps
    }


def _of(revision: Revision, place: Place, counts: Mapping[tuple[Place, str], int], here: int) -> Shown:
    came, answered, human = (counts.get((place, what), 0) for what in COUNTED)
    step = revision.step(place)
    left = came - answered - here if step is not None and step.arrival(place).waits else 0
    return Shown(in_fives(came), in_fives(answered), in_fives(left), in_fives(human), in_fives(here))
