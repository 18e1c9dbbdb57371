"""The map of a revision: from each step, every way on, with all it sets, says and asks of the helpline.

The engine walks these same routes live; `check`, the drawing and the proof of the promises walk them all. A walker:

    at = arrival(revision, place)              what is said and shown on arriving; whether it waits, calls, or ends
    for route in possible(routes(revision, place), facts):
        …                                      carry out `route.effects`, set `route.sets`, say `route.says`,
                                               then go to `route.to` (None: this flow ends, see below)

Where a flow ends (`to` is None), a called flow goes on with the route `returned` of the `call` step that opened it
(`at.calls` is the first place of the called flow); an outermost flow ends the session.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from flows.move import Effect
from flows.session import Place

if TYPE_CHECKING:
    from flows.flow import Revision

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Condition:
    """When a branch's case applies; all of it must hold.

    `facts`: fact → the values that will do. `holds`: outside circumstances, `open:<directory entry>`, `staff:<team>`,
    `team:<team>` (this house has such a team).
    """

    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holds: frozenset[str] = frozenset()

    def met(self, facts: Mapping[str, str], holds: frozenset[str]) -> bool:
        """Does it hold for these facts, at this moment? A fact that was never asked is no value at all."""
        return self.could_be_met(facts) and self.holds <= holds

    def could_be_met(self, facts: Mapping[str, str]) -> bool:
        """Does it hold for these facts, at some moment?"""
        return all(facts.get(fact) in values for fact, values in self.facts.items())


ALWAYS = Condition()


@dataclass(frozen=True)
class Route:
    """A named way on from a step.

    `to`: the next place; None ends the flow. `stays`: the step goes on waiting; it is not arrived at again and only
    `says` is heard (a link was kept: is there more?). `label`: key of the button's text that leads here, for telling
    the conversation again. `typed`: the contact's own words lead here. `replied`: the contact did something first;
    false where the step goes on by itself. `effects`: what the helpline is asked, and answered so that this route is
    taken; the words in them are left empty. The same effect may stand on two routes (`kept`, `refused`), one for each
    answer. `when`: see `possible`.
    """

    name: str
    to: Place | None
    label: str | None = None
    sets: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    effects: tuple[Effect, ...] = ()
    says: tuple[str, ...] = ()
    when: Condition = ALWAYS
    replied: bool = False
    typed: bool = False
    stays: bool = False


@dataclass(frozen=True)
class Arrival:
    """What happens on coming to a place, before any route is taken, in this order: `says` (text keys), `cards`
    (directory entries), `effects`; then `waits` for the contact with `prompt`, or goes on by itself, or `calls`
    another flow.

    A `hand_off` has effects and does not wait; a `review` has one (it shows all there is) and waits, unless `empty`.
    `offers`: text keys of its buttons, in order.
    """

    place: Place
    type: str
    says: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    waits: bool = False
    prompt: str | None = None
    offers: tuple[str, ...] = ()
    calls: Place | None = None


def start(revision: Revision, flow: str) -> Place:
    """The first place of a flow. Raises KeyError where there is no such flow."""
    return Place(flow, revision.flows[flow].start)


def routes(revision: Revision, place: Place) -> tuple[Route, ...]:
    """Every way on from a place. A choice of a language that is not enabled is not among them."""
    return revision.routes_of(place)


def arrival(revision: Revision, place: Place) -> Arrival:
    """What happens on coming to a place."""
    return revision.arrival_at(place)


def possible(ways: Iterable[Route], facts: Mapping[str, str]) -> tuple[Route, ...]:
    """The ways open to someone with these facts, at some moment.

    A branch takes its first case that holds: a case that hangs on facts alone and holds closes all after it; one that
    hangs on opening hours or staff besides leaves them open.
    """
    found = []
    for route in ways:
        if not route.when.could_be_met(facts):
            continue
        found.append(route)
        if route.when.facts and not route.when.holds:
            break
    return tuple(found)
