"""Talks with a draft, held before the judge: those a refutation tells, and those of contacts who do anything."""

from __future__ import annotations

from random import Random
from typing import Self

from flows import engine
from flows.flow import Revision
from flows.move import Pressed, Said, Turn
from flows.session import Place, Session
from helpline.directory import Directory
from helpline.talks.talk import AnyMove, Jump, Press, Refuse, Talk
from helpline.talks.talk import Say as Types
from tests.drills.edited_judge import Counting, Judge

#: What she types → the flow it opens; what she lets be known.
OPENS = {"/human": "human", "/danger": "danger", "I want to die": "crisis", "/help": "help", "/privacy": "privacy",
         "/language": "languages", "/delete": "delete"}  # fmt: skip
KNOWN = {"I am 15": ("age", "minor"), "I was 15 in the picture": ("age_in_image", "minor")}
FIRST = {"danger": "emergency", "crisis": "suicide_line"}


class Held(Judge):
    """A talk and who holds it."""

    # ── what she does ───────────────────────────────────────────────────────────────────────────────────────────
    def begin(self, flow: str = "triage", facts: dict[str, str] | None = None) -> None:
        if flow not in self.revision.flows:
            self.wrong.add("P3")
            return
        self.root, self.beneath, self.due, self.queued, self.helped = flow, None, None, False, False
        self.counting = Counting(flow) if flow == "triage" else None
        self._hear(engine.begin(self.revision, flow, "en", self._moment, "judged", facts or {}))

    def types(self, words: str) -> None:
        session = self._going_on()
        if (flow := OPENS.get(words)) is not None:
            self._aside(flow)
        elif (known := KNOWN.get(words)) is not None:
            self._learn(*known)
        elif session is not None:
            self._reply(engine.advance(self.revision, session, Said(words), self._moment))

    def presses(self, place: Place, key: str) -> None:
        session = self._going_on()
        if session is not None and session.place == place:
            data = f"judged:{place}:{key}"
            self._reply(engine.advance(self.revision, session, Pressed(data), self._moment))
            return
        said = engine.said_by(self.revision, f"judged:{place}:{key}") or {}
        for fact in ("age", "age_in_image"):
            if said.get(fact, "adult") != "adult" and self.facts.get(fact) != said[fact]:
                self._learn(fact, said[fact])

    def comes_back(self) -> None:
        if "keep" in self.consents and (self.adults or self.young):
            flow = "welcome" if self.adults else "human"
            if flow in self.revision.flows:
                return self.begin(flow, dict(self.facts))
        self.consents, self.kept = set(), False
        return self.begin()

    def offers(self) -> list[str]:
        session = self._going_on()
        return [offer.key for offer in self.revision.known(session.place).offers] if session else []

    def hold(self, talk: Talk) -> Self:
        """A whole talk, move by move."""
        lines = {f"open:{one}" for one in talk.open} if talk.open is not None else self.directory.holds(talk.at)
        staff = {f"staff:{team}" for team in talk.staffed}
        self.holds = frozenset({*lines, *staff, *(f"team:{team}" for team in talk.teams or ())})
        for move in talk.moves:
            self._move(move)
        return self

    def _move(self, move: AnyMove) -> None:
        match move:
            case Types(words="/start"):
                self.begin()
            case Types(words="hello"):
                self.comes_back()
            case Types(words=words):
                self.types(words)
            case Press(place=place, key=key):
                flow, _, step = place.partition(".")
                self.presses(Place(flow, step), key)
            case Refuse():
                self.refuses = True
            case Jump(place=place, facts=facts, consents=consents):
                flow, _, step = place.partition(".")
                self.consents, self.root, self.counting = set(consents), "jumped", None
                session = Session(self.revision.number, Place(flow, step), "judged", "en", dict(facts))
                self._reply(engine.repeat(self.revision, session, self._moment))
            case _:
                return  # time passes: what comes of it comes with her next word

    def _aside(self, flow: str) -> None:
        if flow not in self.revision.flows:
            self.wrong.add("P3")
        elif self.session is not None:
            if not self.session.aside:
                self.beneath = None if self.session.ended else (self.root, self.counting, self.queued)
            self.root, self.due, self.helped, self.queued = flow, FIRST.get(flow), False, False
            self.counting = Counting(flow) if flow == "human" else None
            self._hear(engine.interrupt(self.revision, self.session, flow, self._moment))

    def _learn(self, fact: str, value: str) -> None:
        if self.session is None or self.facts.get(fact) == value or (self.young and self.consents):
            return
        facts = {**self.facts, fact: value}
        unsaid = facts.get("age") == "unknown" and facts.get("age_in_image") in (None, "adult")
        to = "human" if unsaid else "minor"
        if to not in self.revision.flows:
            self.wrong.add("P3")
            return
        self.consents, self.kept, self.root, self.due, self.queued = set(), False, to, None, False
        self.counting, self.beneath, self.helped = Counting(to), None, False
        self._hear(engine.correct(self.revision, self.session, {fact: value}, self._moment, to))

    def _reply(self, turn: Turn) -> None:
        session = self.session
        if self.counting is not None and session is not None and session.place.flow not in ("danger", "crisis"):
            self.counting.answered.add(session.place)
        self.helped = False
        self._hear(turn)


def at_random(revision: Revision, directory: Directory, chance: Random, moves: int) -> Held:
    """A contact who presses, types and stops as it comes, in whatever house."""
    holds = {one for one in ("team:child_focus", "staff:helpline", "open:suicide_line") if chance.random() < 0.5}
    held = Held(revision, directory, frozenset(holds), chance.choice((0.0, 0.2)), chance)
    held.begin()
    for _ in range(moves):
        offers, luck = held.offers(), chance.random()
        if luck < 0.75 and offers and held.session is not None:
            held.presses(held.session.place, chance.choice(offers))
        elif luck < 0.87:
            held.types(chance.choice(("t.me/x", "I do not know", "7", "?")))
        elif luck < 0.95:
            held.types(chance.choice((*OPENS, *KNOWN)))
        elif luck < 0.98 and not offers:
            held.comes_back()
        elif held.visited:
            place = chance.choice(sorted(held.visited))
            known = revision.known(place).offers if revision.step(place) else ()
            held.presses(place, chance.choice(known).key if known else "none")
    return held


def shows(held: Held, promise: str) -> bool:
    """Whether a talk that was told shows what is wrong: there, or as soon as she answers there."""
    if promise in held.wrong:
        return True
    for key in held.offers():
        if held.session is not None:
            other = held.fork()
            other.presses(held.session.place, key)
            if promise in other.wrong:
                return True
    for words in ("t.me/x", "x"):  # an answer may be told to be short
        other = held.fork()
        other.types(words)
        if promise in other.wrong:
            return True
    return False
