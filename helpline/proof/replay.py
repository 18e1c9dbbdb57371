"""replay: a conversation that breaks a promise, held in the engine: it happens as it is told, or it is no proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows import engine
from flows.flow import Revision
from flows.move import (
    Answered,
    ChangeItem,
    Decline,
    Effect,
    Grant,
    HandOff,
    KeepHashes,
    KeepLinks,
    KeepWords,
    Moment,
    Pressed,
    Said,
    ShowReview,
    Turn,
)
from flows.session import Place, Session
from helpline.directory import Directory
from helpline.proof.moves import AGES, BEGIN, WORDS
from helpline.talks.talk import AnyMove, Jump, Press, Refuse, Say, Staffed, Talk, Wait

_FLOWS = {words: flow for flow, words in WORDS.items()}
_AGES = {words: {fact: value} for (fact, value), words in AGES.items()}
_SIGN = "replayed"
#: After so many minutes without a word, she comes back to what was kept.
_FORGOTTEN = 60


@dataclass(frozen=True)
class Point:
    """The talk came to this place; so much was known, and agreed to."""

    place: Place
    facts: Mapping[str, str]
    consents: frozenset[str]

    @property
    def all_adults(self) -> bool:
        return self.facts.get("age") == self.facts.get("age_in_image") == "adult"

    @property
    def young(self) -> bool:
        return self.facts.get("age") == "minor" or self.facts.get("age_in_image") in ("minor", "unsure")


@dataclass
class Replay:
    """A talk as the engine holds it, with a helpline that grants all it is asked, but for what a move refuses."""

    revision: Revision
    directory: Directory
    talk: Talk
    points: list[Point] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    consents: frozenset[str] = frozenset()
    session: Session | None = None
    kept: bool = False
    _refuses: bool = False
    _left: bool = False
    _staffed: tuple[str, ...] = ()

    def run(self) -> Replay:
        self._staffed = self.talk.staffed
        for move in self.talk.moves:
            self._do(move)
        return self

    def _do(self, move: AnyMove) -> None:
        match move:
            case Wait():
                self._left = self._left or move.minutes >= _FORGOTTEN
            case Staffed():
                self._staffed = move.teams
            case Refuse():
                self._refuses = True
            case Jump():
                self._jump(move)
            case Say() | Press() if self.session is None or self._left or move == Say(words=BEGIN):
                self._begin(restart=move == Say(words=BEGIN))
            case Say():
                self._say(move.words)
            case Press():
                self._press(move)

    # ── her moves ───────────────────────────────────────────────────────────────────────────────────────────────
    def _begin(self, restart: bool) -> None:
        here = self._point(Place("", ""))
        flow, facts = "triage", dict[str, str]()
        if not restart and "keep" in self.consents and (here.all_adults or here.young):
            flow, facts = "welcome" if here.all_adults else "human", dict(here.facts)
        self._left = False
        if flow in self.revision.flows:
            self._follow(engine.begin(self.revision, flow, self.talk.language, self._moment, _SIGN, facts))

    def _say(self, words: str) -> None:
        assert self.session is not None
        if (flow := _FLOWS.get(words)) is not None:
            if flow in self.revision.flows:
                self._follow(engine.interrupt(self.revision, self.session, flow, self._moment))
        elif (facts := _AGES.get(words)) is not None:
            self._learn(facts)
        else:
            self._follow(engine.advance(self.revision, self.session, Said(words), self._moment))

    def _press(self, move: Press) -> None:
        assert self.session is not None
        flow, _, step = move.place.partition(".")
        data = f"{_SIGN}:{move.place}:{move.key}"
        if Place(flow, step) == self.session.place and not self.session.ended:
            self._follow(engine.advance(self.revision, self.session, Pressed(data), self._moment))
            return
        said = engine.said_by(self.revision, data) or {}
        young = {fact: said[fact] for fact in ("age", "age_in_image") if said.get(fact, "adult") != "adult"}
        if news := {fact: value for fact, value in young.items() if self.session.facts.get(fact) != value}:
            self._learn(news)

    def _learn(self, news: Mapping[str, str]) -> None:
        assert self.session is not None
        facts = {**self.session.facts, **news}
        unsaid = facts.get("age") == "unknown" and facts.get("age_in_image") in (None, "adult")
        to = "human" if unsaid else "minor"
        if to in self.revision.flows:
            self.consents, self.kept = frozenset(), False
            self._follow(engine.correct(self.revision, self.session, news, self._moment, to))

    def _jump(self, move: Jump) -> None:
        flow, _, step = move.place.partition(".")
        place = Place(flow, step)
        if self.revision.step(place) is None:
            return
        self.consents = frozenset(move.consents)
        session = Session(self.revision.number, place, _SIGN, self.talk.language, move.facts)
        self._follow(engine.repeat(self.revision, session, self._moment))

    # ── what comes of them ──────────────────────────────────────────────────────────────────────────────────────
    @property
    def _moment(self) -> Moment:
        lines = self.directory.holds(self.talk.at)
        if self.talk.open is not None:
            lines = frozenset(f"open:{line}" for line in self.talk.open)
        there = (f"staff:{team}" for team in self._staffed)
        return Moment(self.talk.at, lines | {*there, *(f"team:{team}" for team in self.talk.teams or ())})

    def _point(self, place: Place) -> Point:
        return Point(place, dict(self.session.facts) if self.session else {}, self.consents)

    def _follow(self, turn: Turn) -> None:
        for _ in range(100):
            self.session = turn.session
            self.turns.append(turn)
            self._normal()
            self.points += [self._point(place) for place, _ in turn.segments]
            self.points.append(self._point(turn.session.place))
            if not turn.effects:
                return
            answer = [self._carry_out(effect) for effect in turn.effects][-1]
            turn = engine.advance(self.revision, turn.session, Answered(answer), self._moment)

    def _normal(self) -> None:
        """Where not everyone is an adult, nothing stays but what somebody young agreed to for Child Focus."""
        here = self._point(Place("", ""))
        if not here.all_adults and not (here.young and self.consents == {"keep", "handoff"}):
            self.consents, self.kept = frozenset(), False

    def _carry_out(self, effect: Effect) -> str:
        if self._refuses and not isinstance(effect, (ShowReview, Decline)):
            self._refuses = False
            return "refused"
        match effect:
            case Grant():
                self.consents |= frozenset(effect.scopes)
                return "given"
            case Decline():
                asked = frozenset(effect.scopes)
                whole = asked == {"keep"} or self._point(Place("", "")).young
                self.consents = frozenset() if whole else self.consents - (asked - {"keep"})
                return "declined"
            case KeepLinks() | KeepHashes() | KeepWords():
                self.kept = True
                return "kept"
            case ShowReview():
                return "shown" if self.kept else "empty"
            case ChangeItem():
                return "changed"
            case HandOff():
                return "queued"
        return "done"
