"""state: all that the promises depend on at one point of a talk; two talks in the same state have the same future."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flows.facts import PROVED
from flows.move import Alert, Decline, Effect, Grant, HandOff
from flows.routes import Condition
from flows.session import Place

Facts = tuple[str | None, ...]
#: What is known when another flow is opened on top: the facts and the consents.
Known = tuple[Facts, frozenset[str]]
_AT = {name: at for at, name in enumerate(PROVED)}
NOBODY: Facts = tuple(None for _ in PROVED)

#: The questions of P7 are counted up to here: language, for whom, age, age in the image.
MOST_QUESTIONS = 4
#: What somebody who is or may be under 18 can agree to, all at once, for the people of Child Focus.
YOUNG = frozenset({"keep", "handoff"})
#: What a branch asks for that leads to them.
THEIRS = "team:child_focus"


class State(NamedTuple):
    """One point of a conversation. A tuple, for tens of thousands are made, compared and looked up.

    `root`: the flow it began with; `aside`: it began on top of another conversation, in which so much was known.
    `facts`: those of PROVED, in that order, and after them any others that are followed. `consents`: given and not
    withdrawn. `asked`: the questions answered so far, None once the people she needs were shown. `seen`: the entries
    shown so far, as far as P7 asks. `lately`: something that helps was shown since her last reply. `queued`: she waits
    for a person. `due`: the entry that must be shown before any other question (P6).
    """

    root: str
    place: Place
    aside: Known | None = None
    stack: tuple[Place, ...] = ()
    facts: Facts = NOBODY
    consents: frozenset[str] = frozenset()
    asked: frozenset[Place] | None = None
    seen: frozenset[str] = frozenset()
    lately: bool = False
    queued: bool = False
    due: str | None = None

    def fact(self, name: str) -> str | None:
        return self.facts[_AT[name]]

    def moved(self, place: Place, stack: tuple[Place, ...], asked: frozenset[Place] | None, lately: bool) -> State:
        """The state at another place. What `_replace` does, several times faster: it is done at every step."""
        root, _, aside, _, facts, consents, _, seen, _, queued, due = self
        return State(root, place, aside, stack, facts, consents, asked, seen, lately, queued, due)

    def of_proved(self) -> State:
        """The same state to who follows the facts of PROVED alone."""
        aside = None if self.aside is None else (self.aside[0][: len(PROVED)], self.aside[1])
        return self._replace(facts=self.facts[: len(PROVED)], aside=aside)

    @property
    def known(self) -> Known:
        return self.facts, self.consents

    @property
    def all_adults(self) -> bool:
        return self.fact("age") == "adult" and self.fact("age_in_image") == "adult"

    @property
    def maybe_minor(self) -> bool:
        """Someone is under 18, or may be."""
        return self.fact("age") == "minor" or self.fact("age_in_image") in ("minor", "unsure")


def learned(state: State, sets: Mapping[str, str], names: tuple[str, ...] = PROVED) -> State:
    """The state after an answer. Where not everyone is known to be an adult, the helpline erases all that was kept;
    what somebody young agreed to, for Child Focus alone, goes where she turns out not to be."""
    before = state
    if not sets.keys().isdisjoint(names):
        state = state._replace(facts=tuple(map(sets.get, names, state.facts)))
    if not (state.consents or state.queued):
        return state
    if state.all_adults and not before.maybe_minor:
        return state
    if state.maybe_minor and before.maybe_minor and before.consents == YOUNG:
        return state
    return state._replace(consents=frozenset(), queued=False)


def open_to(facts: Facts, when: Condition, names: tuple[str, ...] = PROVED, theirs: bool = False) -> tuple[bool, bool]:
    """Whether a branch's case can hold for these facts, and whether it must: only the latter closes what follows.

    What a fact the proof does not follow may be, it may be: both ways are walked; so with what holds at one moment and
    not at another. `theirs`: whether the people of Child Focus work in this house.
    """
    known = dict(zip(names, facts, strict=True))
    if THEIRS in when.holds and not theirs:
        return False, False
    can = all(known[fact] in values for fact, values in when.facts.items() if fact in known)
    return can, can and all(fact in known for fact in when.facts) and when.holds <= {THEIRS}


def after_effects(state: State, route: str, effects: Iterable[Effect]) -> State:
    """What the helpline did when this route was taken: consents given and withdrawn, a person called."""
    for effect in effects:
        match effect:
            case Grant() if route == "given":
                state = state._replace(consents=state.consents | frozenset(effect.scopes))
            case Decline() if state.maybe_minor:
                state = state._replace(consents=frozenset(), queued=False)
            case Decline():
                state = state._replace(consents=_withdrawn(state.consents, effect.scopes))
            case HandOff() if route == "queued":
                state = state._replace(queued=True)
            case Alert(kind="danger"):
                state = state._replace(due="emergency")
    return state


def _withdrawn(consents: frozenset[str], scopes: Iterable[str]) -> frozenset[str]:
    """A no to keeping erases everything; within a combined question it leaves alone what was kept before."""
    asked = frozenset(scopes)
    if asked == {"keep"}:
        return frozenset()
    return consents - (asked - {"keep"})
