"""moves: a conversation of the proof as a talk: what she presses and types, and how the house is meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from flows.flow import Revision
from flows.routes import Route
from flows.session import Place
from helpline.proof.sights import By
from helpline.talks.talk import AnyMove, Press, Refuse, Say, Talk, Wait

#: What she types to open a flow, in whatever state; and to begin.
BEGIN = "/start"
WORDS: Mapping[str, str] = {
    "human": "/human",
    "danger": "/danger",
    "crisis": "I want to die",
    "help": "/help",
    "privacy": "/privacy",
    "languages": "/language",
    "delete": "/delete",
}
#: What she says, so that it is heard: the fact and its value → her words. Others are heard by an old button alone.
AGES: Mapping[tuple[str, str], str] = {
    ("age", "minor"): "I am 15",
    ("age_in_image", "minor"): "I was 15 in the picture",
}
#: What is typed where something is collected; none of it is an age, an alarm or a choice.
TYPED: Mapping[str, str] = {
    "ask": "It was on a page where people can write below it.",
    "link": "https://www.instagram.com/p/C0ffeeC0ffe/",
    "hash": "0123456789abcdef" * 4,
    "review": "1 0:10-0:16",
}
#: She is back another day.
LATER, HELLO = 24 * 60, "hello"


Gives = Literal["links", "words", "nothing"]
EVERYTHING: tuple[Gives, ...] = get_args(Gives)


@dataclass
class Telling:
    """A talk in the making: the moves so far, and what holds meanwhile. `gives`: what she gives that is kept,
    for a review is empty where nothing was: `links` and words, `words` alone, or `nothing`."""

    revision: Revision
    at: datetime
    theirs: bool
    gives: Gives = "links"
    moves: list[AnyMove] = field(default_factory=lambda: [Say(words=BEGIN)])
    holds: set[str] = field(default_factory=set)

    def talk(self) -> Talk:
        """Where nothing hangs on opening hours, they are as they are."""
        asked = {one for place in self._branches() for one in place.when.holds}
        lines = tuple(self._named("open", self.holds))
        teams = ("helpline", *(["child_focus"] if self.theirs else []), *self._named("team", self.holds))
        return Talk(
            at=self.at,
            staffed=tuple(self._named("staff", self.holds)),
            open=lines if any(one.startswith("open:") for one in asked) else None,
            teams=tuple(dict.fromkeys(teams)),
            moves=tuple(self.moves)[:200],
        )

    def _branches(self) -> Iterator[Route]:
        for place in self.revision.places():
            yield from self.revision.routes_of(place)

    def _named(self, kind: str, holds: set[str]) -> Iterator[str]:
        return (name for one in sorted(holds) for what, _, name in [one.partition(":")] if what == kind)

    # ── one way after another ───────────────────────────────────────────────────────────────────────────────────
    def go(self, by: By, inside: Mapping[int, Sequence[By]], heard: Sequence[tuple[str, str]]) -> None:
        """Add what is done on one way."""
        match by.how:
            case "route" if by.place is not None:
                self._route(by.place, self.revision.known(by.place).routes[by.name])
            case "word":
                self.moves.append(Say(words=WORDS[by.name]))
            case "heard":
                self._let_know(*heard[int(by.name)])
            case "leaves":
                self.moves += [Wait(minutes=LATER), Say(words=HELLO)]
            case "aside":
                for one in (*inside[by.inside], *([by.last] if by.last else [])):
                    self.go(one, inside, heard)

    def _route(self, place: Place, route: Route) -> None:
        self.holds |= route.when.holds
        kind = self.revision.known(place).step.type
        unkept = self.gives == "nothing" and kind == "ask" and route.name == "kept"
        if route.name == "refused" or unkept:
            self._refuse(before=not route.replied)
        if not route.replied:
            return
        if route.typed:
            self.moves.append(Say(words=TYPED[kind]))
            return
        if kind in ("link", "hash") and route.name == "done" and self.gives == "links":
            self.moves.append(Say(words=TYPED[kind]))
        self.moves.append(Press(place=str(place), key=self._key(place, route)))

    def _key(self, place: Place, route: Route) -> str:
        offers = self.revision.known(place).offers
        return next((one.key for one in offers if f"{place}.{one.label}" == route.label), route.name)

    def _refuse(self, before: bool) -> None:
        """Of what is asked for next; where nothing is waited for, by what she did before."""
        self.moves.insert(len(self.moves) - (1 if before else 0), Refuse())

    def _let_know(self, fact: str, value: str) -> None:
        if words := AGES.get((fact, value)):
            self.moves.append(Say(words=words))
        elif button := self._button(fact, value):
            self.moves.append(button)

    def _button(self, fact: str, value: str) -> Press | None:
        for place in self.revision.places():
            for route in self.revision.routes_of(place):
                if route.label and route.sets.get(fact) == value:
                    return Press(place=str(place), key=self._key(place, route))
        return None
