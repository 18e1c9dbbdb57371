"""Plays the conversation of a refuted promise in the engine, line by line: a counter-example must really happen.

The lines are those an editor reads. Where a line leaves something open (what the helpline answers, whether it is
office hours), every way is followed; it plays where one of them comes to the place it tells of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flows import engine
from flows.flow import Revision
from flows.move import Answered, Decline, Effect, Grant, Moment, Pressed, Said, ShowReview, Turn
from flows.session import Place, Session
from helpline.proof.state import YOUNG
from helpline.proof.walk import ASIDES, HEARD
from helpline.safety import Refuted

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
#: More ways than this are not followed at once.
MOST = 3_000
SOMETHING = "t.me/x"
_SAID = re.compile(r"contact writes ‘(\w+)’( and answers there)?")
_HEARD = {told: {fact: value} for fact, value, told in HEARD}
_FLOWS = {flow: flow for flow in ASIDES} | {"language": "languages"}


@dataclass(frozen=True)
class World:
    """One way it may have gone: the session, what she agreed to, and the places passed in the last line."""

    session: Session
    consents: frozenset[str] = frozenset()
    passed: frozenset[Place] = frozenset()

    @property
    def key(self) -> tuple[object, ...]:
        session = self.session
        facts = tuple(sorted(session.facts.items()))
        return session.place, session.stack, facts, session.ended, session.aside, self.consents, self.passed

    @property
    def all_adults(self) -> bool:
        return self.session.facts.get("age") == self.session.facts.get("age_in_image") == "adult"

    @property
    def young(self) -> bool:
        facts = self.session.facts
        return facts.get("age") == "minor" or facts.get("age_in_image") in ("minor", "unsure")


def plays(revision: Revision, refuted: Refuted) -> bool:
    """Whether a talk in the engine goes as told, and comes to the place; with P1, someone is not known to be adult."""
    game = Game(revision)
    worlds = game.begin()
    for line in refuted.conversation[1:]:
        worlds = game.once(game.line(line, worlds))
    place = refuted.place
    there = [world for world in worlds if world.session.place == place or place in world.passed]
    return any(not world.all_adults for world in there) if refuted.promise == "P1" else bool(there)


class Game:
    """The engine, with every answer the helpline might give."""

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        held = {one for flow in revision.flows for step in revision.flows[flow].steps
                for route in revision.routes_of(Place(flow, step)) for one in route.when.holds}  # fmt: skip
        circumstances = {frozenset[str](), frozenset(held), *(frozenset({one}) for one in held)}
        self._moments = [Moment(NOW, holds) for holds in circumstances]

    def begin(self) -> list[World]:
        return self.once(self._turns(frozenset(), frozenset(), lambda moment: engine.begin(
            self._revision, "triage", "en", moment, "token")))  # fmt: skip

    def once(self, worlds: Iterable[World]) -> list[World]:
        """Each way once, and not too many."""
        return list({world.key: world for world in worlds}.values())[:MOST]

    def line(self, line: str, worlds: Iterable[World]) -> Iterator[World]:
        """Every way in which this line may go on from one of these."""
        for world in worlds:
            if said := _SAID.fullmatch(line):
                aside = list(self._turn(world, lambda moment, w=world: engine.interrupt(
                    self._revision, w.session, _FLOWS[said[1]], moment)))  # fmt: skip
                yield from self._through(aside) if said[2] else aside
            elif line.startswith("contact presses"):
                label = line.partition("‘")[2].rpartition("’")[0]
                yield from self._presses(world, label)
            elif line == "contact writes something":
                yield from self._reply(world, Said(SOMETHING))
            elif line.startswith("contact lets it be known: "):
                yield from self._hears(world, _HEARD[line.partition(": ")[2]])
            elif line.startswith("contact stops"):
                facts = {name: value for name, value in world.session.facts.items() if name != "language"}
                to = "human" if world.young else "welcome"
                yield from self._turn(world, lambda moment, f=facts, to=to: engine.begin(
                    self._revision, to, "en", moment, "token", f))  # fmt: skip
            else:
                yield world  # "the helpline refuses": every answer of the helpline was followed already

    def _presses(self, world: World, label: str | None) -> Iterator[World]:
        """On the button with this label; on each of them where none is named."""
        known = self._revision.known(world.session.place)
        for offer in known.offers if not world.session.ended else ():
            text = self._revision.texts.source[f"{world.session.place}.{offer.label}"]
            if label is None or text == label:
                data = f"{world.session.token}:{world.session.place}:{offer.key}"
                yield from self._reply(world, Pressed(data))

    def _hears(self, world: World, facts: dict[str, str]) -> Iterator[World]:
        known = {**world.session.facts, **facts}
        unsaid = known.get("age") == "unknown" and known.get("age_in_image") in (None, "adult")
        to = "human" if unsaid else "minor"
        yield from self._turn(world, lambda moment: engine.correct(self._revision, world.session, facts, moment, to))

    def _through(self, worlds: Iterable[World]) -> Iterator[World]:
        """Every way out of the flow aside."""
        seen, todo = set[tuple[object, ...]](), list(worlds)
        while todo and len(seen) < MOST:
            world = todo.pop()
            if world.key in seen:
                continue
            seen.add(world.key)
            if not world.session.aside or world.session.ended:
                yield world
            else:
                todo += [*self._presses(world, None), *self._reply(world, Said(SOMETHING))]

    def _reply(self, world: World, reply: Pressed | Said) -> Iterator[World]:
        yield from self._turn(world, lambda moment: engine.advance(self._revision, world.session, reply, moment))

    def _turn(self, world: World, make: Callable[[Moment], Turn]) -> Iterator[World]:
        yield from self._turns(world.consents, frozenset({world.session.place}), make)

    def _turns(
        self, consents: frozenset[str], passed: frozenset[Place], make: Callable[[Moment], Turn]
    ) -> Iterator[World]:
        """All that may come of one call of the engine, each thing it asks of the helpline answered in every way."""
        seen: set[tuple[object, ...]] = set()
        todo = [(make(moment), consents, passed, moment) for moment in self._moments]
        while todo:
            turn, agreed, places, moment = todo.pop()
            world = _after(World(turn.session, agreed, places | {place for place, _ in turn.segments}))
            if (key := (world.key, turn.effects, moment.holds)) in seen:
                continue
            seen.add(key)
            if not turn.effects:
                yield world
                continue
            here = world.passed | {turn.session.place}
            for answer, given in _answers(turn.effects, world.consents):
                then = engine.advance(self._revision, turn.session, Answered(answer), moment)
                todo.append((then, given, here, moment))


def _after(world: World) -> World:
    keeps = world.all_adults or (world.young and world.consents == YOUNG)
    return world if keeps else replace(world, consents=frozenset())


def _answers(effects: tuple[Effect, ...], consents: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    match effects[-1]:
        case Grant(scopes):
            yield "given", consents | frozenset(scopes)
            yield "refused", consents
        case Decline(scopes):
            yield "declined", frozenset() if scopes == ("keep",) else consents - (frozenset(scopes) - {"keep"})
        case ShowReview():
            yield from (("shown", consents), ("empty", consents))
        case _:
            yield from ((answer, consents) for answer in ("kept", "changed", "queued", "refused"))
