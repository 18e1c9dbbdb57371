"""graph: P3 and P4 over the whole walk: every step leads on, every way ends, every word opens something."""

from __future__ import annotations

from collections.abc import Iterator

from flows.flow import Revision
from flows.routes import arrival, routes
from flows.session import Place
from helpline.proof.state import State
from helpline.proof.walk import ASIDES, Exploration

#: The words that work in every state need these flows; `hide` and `stop` the helpline does by itself.
NEEDED = ("triage", "minor", *ASIDES)


def missing_flows(revision: Revision) -> Iterator[tuple[str, str]]:
    """The promise broken, and by which flow that is not there."""
    for flow in NEEDED:
        if flow not in revision.flows:
            yield "P3", f"there is no flow `{flow}`, which must open in every state; add it"


def stuck(walk: Exploration) -> Iterator[tuple[str, str, State]]:
    """Steps that wait and never lead on, and ways that never come to an end."""
    looked_at: set[Place] = set()
    for state in walk.steps:
        if state in walk.waiting and state.place not in looked_at:
            looked_at.add(state.place)
            yield from _waits_well(walk, state)
    hopeless = walk.steps.keys() - _ending(walk)
    if rounds := [state for state in hopeless if state not in walk.waiting and _goes_round(walk, state)]:
        yield "P3", "it goes round without ever waiting for an answer; lead it to a question or an end", rounds[0]
        return
    first = next((state for state in walk.steps if state in hopeless and state in walk.waiting), None)
    if first is not None:
        yield "P4", "from here on no answer ever comes to an end; add a way out", first


def _waits_well(walk: Exploration, state: State) -> Iterator[tuple[str, str, State]]:
    at = arrival(walk.revision, state.place)
    ways = routes(walk.revision, state.place)
    if not at.offers:
        yield "P3", "it waits, but has no button in a language spoken here; add one", state
    elif all(route.stays or route.to == state.place for route in ways):
        yield "P3", "it waits, and every answer leads back to it; lead one of them on", state


def _ending(walk: Exploration) -> set[State]:
    """The states from which some way comes to an end."""
    back: dict[State, list[State]] = {}
    for state, onward in walk.onward.items():
        for after in onward:
            if after.root == state.root:
                back.setdefault(after, []).append(state)
    good, todo = set(walk.ending), list(walk.ending)
    while todo:
        for before in back.get(todo.pop(), ()):
            if before not in good:
                good.add(before)
                todo.append(before)
    return good


def _goes_round(walk: Exploration, state: State) -> bool:
    """Whether the state comes back to itself without anyone being waited for."""
    seen: set[State] = set()
    todo = [state]
    while todo:
        for after in walk.onward.get(todo.pop(), ()):
            if after == state:
                return True
            if after not in seen and after not in walk.waiting:
                seen.add(after)
                todo.append(after)
    return False
