"""sights: what a place is to whoever comes to it: what it shows, which ways are open, how they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flows.flow import Revision
from flows.move import Alert, Effect
from flows.remark import Spoken, remark
from flows.routes import Arrival, Route, arrival, routes
from flows.session import Place
from helpline.proof.state import THEIRS, Facts, open_to

_SHOWS_THE_NUMBER = "{emergency}"


class By(NamedTuple):
    """How a state leads to the next: as an editor reads it (nothing where it goes on by itself), and as it is done.

    `how`: `route`, the one of that name at `place`; `word`, one that opens the flow of that name; `heard`, one of
    HEARD, by its number; `leaves`, she comes back another day; `aside`, a word and all that was answered in its flow,
    which ended after the state of that number by the way `last`.
    """

    told: str
    how: str = "route"
    place: Place | None = None
    name: str = ""
    inside: int = -1
    last: By | None = None


class Way(NamedTuple):
    """A route, how it is told, and whether the number in danger is said on it."""

    route: Route
    by: By
    number: bool


class Sight(NamedTuple):
    """What a place is to whoever comes to it knowing certain facts. The same for many states, so looked at once."""

    at: Arrival
    ways: tuple[Way, ...]
    effects: tuple[Effect, ...]


class Sights:
    """All places of a revision, each looked at once: for each of the facts known there, where its branches ask."""

    def __init__(
        self, revision: Revision, members: Callable[[str], frozenset[str]], names: tuple[str, ...], theirs: bool
    ) -> None:
        self._revision, self._members, self._names, self._theirs = revision, members, names, theirs
        self._plain: dict[Place, Sight] = {}
        self._known: dict[tuple[Place, Facts], Sight] = {}
        self._shown: dict[Place, tuple[frozenset[str], bool]] = {}
        self._ways: dict[Place, tuple[Way, ...]] = {}

    def shown(self, place: Place) -> tuple[frozenset[str], bool]:
        """The entries a step shows, and whether it shows anything that helps."""
        if (known := self._shown.get(place)) is None:
            at = arrival(self._revision, place)
            entries = frozenset(entry for card in at.cards for entry in (card, *self._members(card)))
            known = self._shown[place] = entries, bool(at.cards) or self._number_in(at.says)
        return known

    def look(self, place: Place, facts: Facts) -> Sight:
        """The place, to somebody of whom these facts are known."""
        found = self._plain.get(place) or self._known.get((place, facts))
        if found is None:
            ways = self._every_way(place)
            if any(way.route.when.facts or way.route.when.holds for way in ways):
                found = self._known[place, facts] = self._sight(place, tuple(self._open(ways, facts)))
            else:
                found = self._plain[place] = self._sight(place, ways)
        return found

    def _sight(self, place: Place, ways: tuple[Way, ...]) -> Sight:
        at = arrival(self._revision, place)
        return Sight(at, ways, (*at.effects, *(effect for way in ways for effect in way.route.effects)))

    def _every_way(self, place: Place) -> tuple[Way, ...]:
        if (ways := self._ways.get(place)) is None:
            ways = self._ways[place] = tuple(
                Way(route, By(self._told(route), "route", place, route.name), self._number_in(route.says))
                for route in routes(self._revision, place)
            )
        return ways

    def _open(self, ways: Iterable[Way], facts: Facts) -> Iterator[Way]:
        for way in ways:
            when = way.route.when
            can, must = open_to(facts, when, self._names, self._theirs)
            if can:
                yield way
            if must and (when.facts or when.holds):
                return

    def _number_in(self, says: Iterable[str]) -> bool:
        return any(_SHOWS_THE_NUMBER in self._revision.texts.source.get(key, "") for key in says)

    def _told(self, route: Route) -> str:
        if route.typed:
            return remark("contact writes something")
        if route.label and route.replied:
            label = self._label(route.label, route.name)
            if route.name == "refused":
                return remark("contact presses ‘{label}’, which the helpline refuses", label=label)
            return remark("contact presses ‘{label}’", label=label)
        return remark("the helpline refuses") if route.name == "refused" else ""

    def _label(self, key: str, name: str) -> Spoken:
        texts = self._revision.texts
        return Spoken(texts.source.get(key, name), dict(texts.everywhere(key)) if key in texts.source else {})


# ── what a revision asks of what is known ─────────────────────────────────────────────────────────────────────────
def asks_for_child_focus(revision: Revision) -> bool:
    """Does any branch lead to the people of Child Focus? If none does, one house is as the other."""
    return any(THEIRS in route.when.holds for place in revision.places() for route in revision.routes_of(place))


def tested(revision: Revision) -> frozenset[str]:
    """The facts some branch hangs on."""
    every = (route for place in revision.places() for route in revision.routes_of(place))
    return frozenset(fact for route in every for fact in route.when.facts)


def asked_by(revision: Revision, flow: str) -> frozenset[str] | None:
    """The facts a flow's branches hang on, with those of all it calls; None where it changes what is known besides.

    To everybody of whom the same is known of these facts, a flow that changes nothing is one and the same."""
    seen: set[str] = set()
    asked: set[str] = set()
    todo = [flow]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        for step in revision.flows[name].steps:
            at, ways = arrival(revision, Place(name, step)), revision.routes_of(Place(name, step))
            effects = (*at.effects, *(effect for way in ways for effect in way.effects))
            if any(way.sets.keys() - {"language"} for way in ways) or any(type(one) is not Alert for one in effects):
                return None
            asked.update(fact for way in ways for fact in way.when.facts)
            todo += [at.calls.flow] if at.calls else []
    return frozenset(asked)
