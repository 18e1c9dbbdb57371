"""graph: P3 and P4 over the whole walk: every step leads on, every way ends, every word opens something."""

from __future__ import annotations

from collections.abc import Iterator

from flows.flow import Revision
from flows.remark import Remark, Term, remark
from flows.routes import arrival, routes
from flows.session import Place
from helpline.proof.walk import ASIDES, Exploration

#: The words that work in every state need these flows; `hide` and `stop` the helpline does by itself.
NEEDED = ("triage", "minor", *ASIDES)


def missing_flows(revision: Revision) -> Iterator[tuple[str, Remark]]:
    """The promise broken, and by which flow that is not there."""
    for flow in NEEDED:
        if flow not in revision.flows:
            missing = Term(flow, "flow")
            yield "P3", remark("there is no flow `{flow}`, which must open in every state; add it", flow=missing)


def stuck(walk: Exploration) -> Iterator[tuple[str, Remark, int]]:
    """Steps that wait and never lead on, and ways that never come to an end: the promise, what is wrong, at which state
    by its number."""
    looked_at: set[Place] = set()
    for number in sorted(walk.waiting):
        state = walk.states[number]
        if state.place not in looked_at:
            looked_at.add(state.place)
            yield from ((promise, message, number) for promise, message in _waits_well(walk, state.place))
    good = _ending(walk)
    hopeless = [number for number in range(len(walk.states)) if number not in good]
    if rounds := [number for number in hopeless if number not in walk.waiting and _goes_round(walk, number)]:
        said = remark("it goes round without ever waiting for an answer; lead it to a question or an end")
        yield "P3", said, rounds[0]
        return
    first = next((number for number in hopeless if number in walk.waiting), None)
    if first is not None:
        yield "P4", remark("from here on no answer ever comes to an end; add a way out"), first


def _waits_well(walk: Exploration, place: Place) -> Iterator[tuple[str, Remark]]:
    at = arrival(walk.revision, place)
    ways = routes(walk.revision, place)
    if not at.offers:
        yield "P3", remark("it waits, but has no button in a language spoken here; add one")
    elif all(route.stays or route.to == place for route in ways):
        yield "P3", remark("it waits, and every answer leads back to it; lead one of them on")


def _ending(walk: Exploration) -> set[int]:
    """The states, by number, from which some way comes to an end."""
    back: list[list[int]] = [[] for _ in walk.states]
    roots = [state.root for state in walk.states]
    for number, onward in enumerate(walk.onward):
        for after in onward:
            if roots[after] == roots[number]:
                back[after].append(number)
    good, todo = set(walk.ending), list(walk.ending)
    while todo:
        for before in back[todo.pop()]:
            if before not in good:
                good.add(before)
                todo.append(before)
    return good


def _goes_round(walk: Exploration, number: int) -> bool:
    """Whether the state comes back to itself without anyone being waited for."""
    seen: set[int] = set()
    todo = [number]
    while todo:
        for after in walk.onward[todo.pop()]:
            if after == number:
                return True
            if after not in seen and after not in walk.waiting:
                seen.add(after)
                todo.append(after)
    return False
