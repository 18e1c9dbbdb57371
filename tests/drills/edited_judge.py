"""A judge of talks that knows nothing of the proof: it hears what is said and asked for, and holds that to P1 to P8.

The helpline it plays grants whatever it is asked for, so that only the flow itself can keep a promise.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Self

from flows import engine
from flows.flow import Revision
from flows.move import (
    Alert,
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
    Say,
    ShowCards,
    ShowReview,
    Turn,
)
from flows.session import Place, Session
from helpline.directory import Directory
from tests.drills.edited_words import wrong_words

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
NEEDS: dict[type[Effect], set[str]] = {
    KeepLinks: {"keep", "links"}, KeepHashes: {"keep", "hashes"}, KeepWords: {"keep", "words"},
    ChangeItem: {"keep"}, HandOff: {"keep", "handoff"},
}  # fmt: skip


@dataclass
class Counting:
    """What P7 counts in one conversation: the questions answered, the entries shown. Over once whom she needs was shown
    to her, for all that was known by then."""

    root: str
    served: bool = False
    answered: set[Place] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)


@dataclass
class Judge:
    """One talk. `wrong`: the promises broken so far; `visited`: every place it came to."""

    revision: Revision
    directory: Directory
    holds: frozenset[str] = frozenset()
    refused: float = 0.0
    chance: Random = field(default_factory=lambda: Random(0))
    session: Session | None = None
    consents: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    visited: set[Place] = field(default_factory=set)
    counting: Counting | None = None
    root: str = "triage"
    #: What lies beneath a flow opened on top: where it began, what is counted there, whether she waited for a person.
    beneath: tuple[str, Counting | None, bool] | None = None
    due: str | None = None
    helped: bool = False
    queued: bool = False
    kept: bool = False
    refuses: bool = False

    def fork(self) -> Self:
        other = copy.copy(self)
        other.consents, other.wrong, other.visited = set(self.consents), set(self.wrong), set(self.visited)
        other.counting = copy.deepcopy(self.counting)
        return other

    # ── how it goes on ──────────────────────────────────────────────────────────────────────────────────────────
    @property
    def facts(self) -> dict[str, str]:
        return dict(self.session.facts) if self.session else {}

    @property
    def adults(self) -> bool:
        return self.facts.get("age") == self.facts.get("age_in_image") == "adult"

    @property
    def young(self) -> bool:
        return self.facts.get("age") == "minor" or self.facts.get("age_in_image") in ("minor", "unsure")

    @property
    def _moment(self) -> Moment:
        return Moment(NOW, self.holds)

    def _going_on(self) -> Session | None:
        return None if self.session is None or self.session.ended else self.session

    def _hear(self, turn: Turn) -> None:
        for _ in range(60):
            self.session = turn.session
            self.visited |= {turn.session.place, *(place for place, _ in turn.segments)}
            self._erase()
            self._listen(turn)
            if not turn.effects:
                return self._rest(turn)
            answer = [self._carry_out(effect) for effect in turn.effects][-1]
            self.visited.add(turn.session.place)
            turn = engine.advance(self.revision, self.session, Answered(answer), self._moment)
        self.wrong.add("P3")
        return None

    def _erase(self) -> None:
        if not self.adults and not (self.young and self.consents == {"keep", "handoff"}):
            self.consents, self.kept, self.queued = set(), False, False

    def _listen(self, turn: Turn) -> None:
        for place in {turn.session.place, *(place for place, _ in turn.segments)}:
            self.wrong |= wrong_words(self.revision, self.directory, place, NOW)
        for said in turn.says:
            if isinstance(said, ShowCards):
                keys = {one.key for entry in said.entries for one in self._shown(entry)} | set(said.entries)
                self.helped = True
                self.due = None if self.due in keys else self.due
                if self.counting is not None:
                    self.counting.shown |= keys
                    self.counting.served = self.counting.served or self._served()
            elif isinstance(said, Say) and "{emergency}" in self.revision.texts.source[said.key]:
                self.helped = self.helped or not said.prompt

    def _shown(self, entry: str) -> Iterator:  # type: ignore[type-arg]
        return iter(self.directory.resolve(entry, self.session.language if self.session else "en", NOW))

    # ── P3, P4, P6, P7: where it comes to rest ──────────────────────────────────────────────────────────────────
    def _rest(self, turn: Turn) -> None:
        session = turn.session
        if self.beneath is not None and not session.aside:
            self._ended()
            # A person asked for on top is not waited for beneath: she took it back by then, or was let go.
            (self.root, self.counting, self.queued), self.beneath, self.due = self.beneath, None, None
        elif session.ended:
            self._ended()
        if session.ended:
            return
        prompts = [said for said in turn.says if isinstance(said, Say) and said.prompt]
        if not prompts or not prompts[-1].buttons:
            self.wrong.add("P3")
        if self.due:
            self.wrong.add("P6")
        self._asked(session.place)

    def _ended(self) -> None:
        if self.due:
            self.wrong.add("P6")
        if not self.helped and not self.queued and self.root not in ("languages", "jumped"):
            self.wrong.add("P4")
        if self.counting is not None and not self.counting.served and self._missing():
            self.wrong.add("P7")

    def _asked(self, place: Place) -> None:
        counting = self.counting
        if counting is None or counting.served or place in counting.answered:
            return
        sets = {fact for route in self.revision.routes_of(place) for fact in route.sets}
        too_many = len(counting.answered) >= 4 or (counting.root == "minor" and self._missing())
        if too_many or sets & {"situation", "country"}:
            self.wrong.add("P7")

    def _missing(self) -> set[str]:
        """Whom she should have been shown, for what is known, and was not."""
        facts, shown = self.facts, self.counting.shown if self.counting else set()
        if self.young:
            return {"child_focus"} - shown
        if facts.get("for_whom") == "regret":
            return set() if shown else {"line_1712"}
        if facts.get("age_in_image") == "unknown":
            return {"child_focus"} - shown
        if facts.get("age") == "unknown":
            return {"child_focus", "institute"} - shown
        return {"institute"} - shown if self.adults else set()

    def _served(self) -> bool:
        known = self.young or self.adults or "unknown" in (self.facts.get("age"), self.facts.get("age_in_image"))
        return bool(
            self.counting is not None
            and (known or self.facts.get("for_whom") == "regret")
            and self.counting.shown
            and not self._missing()
        )

    # ── P1, P2: what is asked of the helpline ───────────────────────────────────────────────────────────────────
    def _carry_out(self, effect: Effect) -> str:
        self._judge(effect)
        if not isinstance(effect, (Decline, Alert, ShowReview)) and (
            self.refuses or self.chance.random() < self.refused
        ):
            self.refuses = False
            return "refused"
        match effect:
            case Grant():
                self.consents |= set(effect.scopes)
                return "given"
            case Decline():
                self.consents -= {*effect.scopes} - ({"keep"} if len(effect.scopes) > 1 else set())
                if effect.scopes == ("keep",) or self.young:
                    self.consents = set()
                return "declined"
            case ShowReview():
                return "shown" if self.kept else "empty"
            case HandOff():
                self.queued = True
                return "queued"
            case Alert():
                self.due = "emergency"
                return "done"
        self.kept = True
        return "changed" if isinstance(effect, ChangeItem) else "kept"

    def _judge(self, effect: Effect) -> None:
        if isinstance(effect, Grant):
            theirs = self.young and "team:child_focus" in self.holds and {*effect.scopes} == {"keep", "handoff"}
            self.wrong |= set() if self.adults or theirs else {"P1"}
            self.wrong |= set() if "keep" in {*self.consents, *effect.scopes} else {"P2"}
        if type(effect) in NEEDS:
            theirs = isinstance(effect, HandOff) and effect.team == "child_focus" and self.young
            self.wrong |= set() if self.adults or theirs else {"P1"}
            self.wrong |= set() if NEEDS[type(effect)] <= self.consents else {"P2"}
