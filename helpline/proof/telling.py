"""telling: what breaks a promise, as an editor reads it and as a talk that can be held: the shortest there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.remark import remark
from flows.session import Place
from helpline.directory import Directory
from helpline.proof import graph
from helpline.proof.moves import EVERYTHING, Gives, Telling
from helpline.proof.replay import Replay
from helpline.proof.sights import By
from helpline.proof.walk import HEARD, Exploration
from helpline.proof.wording import Wrong
from helpline.talks.talk import AnyMove, Jump, Talk


@dataclass(frozen=True)
class Refuted:
    """A promise a revision breaks: where, in which conversation (what the contact does, in order), and what to mend.

    `talk`: the same conversation, to be held; where nobody comes there by herself, it begins at the step. None where
    there is no step to come to: a flow that is missing. `straight`: one that begins at the step in any case."""

    promise: str
    place: Place | None
    conversation: tuple[str, ...]
    message: str
    talk: Talk | None = None
    straight: Talk | None = None

    @property
    def moves(self) -> tuple[AnyMove, ...]:
        return self.talk.moves if self.talk else ()

    def __str__(self) -> str:
        where = f"step ‘{self.place.step}’ of ‘{self.place.flow}’: " if self.place else ""
        return f"{self.promise}: {' → '.join((*self.conversation, where + self.message))}"


#: What tells two refutations apart.
Key = tuple[str, Place | None, str]


@dataclass(frozen=True)
class Spot:
    """Where on a walk a promise is broken: at the state of this number, or on ending there by the way `then`."""

    number: int
    lines: int
    then: By | None = None


class Teller:
    """Tells what one walk found. `at`: the day on which the talks are held."""

    def __init__(self, walk: Exploration, directory: Directory, at: datetime) -> None:
        self._walk, self._directory, self._at = walk, directory, at

    def spots(self, words: Sequence[Wrong]) -> dict[Key, Spot | None]:
        """Everything that is wrong, on this walk and with these words: each once, where she comes to it soonest."""
        walk = self._walk
        found: dict[Key, Spot | None] = {
            (promise, None, said): None for promise, said in graph.missing_flows(walk.revision)
        }
        for broken in walk.broken:
            self._shorter(found, broken.promise, broken.message, broken.number, broken.then)
        for promise, message, number in graph.stuck(walk) if walk.is_whole else ():
            self._shorter(found, promise, message, number)
        first: dict[Place, int] = {}
        for number, state in enumerate(walk.states):
            first.setdefault(state.place, number)
        for promise, place, message in words:
            if place in first:
                self._shorter(found, promise, message, first[place])
            else:
                found[promise, place, message] = None
        return found

    def _shorter(
        self, found: dict[Key, Spot | None], promise: str, message: str, number: int, then: By | None = None
    ) -> None:
        key = promise, self._walk.states[number].place, message
        lines = self._walk.lines[number] + bool(then and then.told)
        if (known := found.get(key)) is None or lines < known.lines:
            found[key] = Spot(number, lines, then)

    def tell(self, key: Key, spot: Spot | None) -> Refuted:
        """The refutation, with the conversation that comes there."""
        promise, place, message = key
        if spot is None:
            straight = self._straight(Jump(place=str(place))) if place else None
            return Refuted(promise, place, (), message, straight, straight)
        ways = [*self._walk.way_to(spot.number), *([spot.then] if spot.then else [])]
        told = (remark("begin"), *(by.told for by in ways if by.told))
        one = Refuted(promise, place, told, message, None, self._straight(self._to(spot)))
        tries = [replace(one, talk=self._talk(ways, gives)) for gives in EVERYTHING]
        return next((one for one in tries if self.happens(one, spot)), tries[0])

    def _talk(self, ways: Sequence[By], gives: Gives) -> Talk:
        telling = Telling(self._walk.revision, self._at, self._walk.theirs, gives)
        inside = {by.inside: self._walk.way_in(by.inside) for by in ways if by.how == "aside"}
        for by in ways:
            telling.go(by, inside, [(fact, value) for fact, value, _ in HEARD])
        return telling.talk()

    def happens(self, refuted: Refuted, spot: Spot) -> bool:
        """Whether the talk goes as it is told: she comes to the step, and so much is known and agreed to there."""
        if refuted.talk is None:
            return False
        state = self._walk.states[spot.number]
        known = dict(zip(self._walk.names, state.facts, strict=True))
        return any(
            point.place == state.place
            and point.consents == state.consents
            and all(point.facts.get(name) == value for name, value in known.items())
            for point in Replay(self._walk.revision, self._directory, refuted.talk).run().points
        )

    def as_it_goes(
        self, doubtful: Mapping[Key, Spot], names: tuple[str, ...], stop: Callable[[], bool]
    ) -> list[Refuted]:
        """Refutations told anew where no talk went as told: by a closer walk, on which every branch goes as answered.
        Where that comes to none either, it begins at the step."""
        walk = self._walk
        within = walk.leading_to(self._all_of(doubtful))
        closer = Teller(
            Exploration(walk.revision, walk.members, names, walk.theirs, within).run(stop), self._directory, self._at
        )
        nearer, by_state = closer.spots(()), {key for _, key in self._broken()}
        told: list[Refuted] = []
        for key, spot in doubtful.items():
            near = nearer.get(key) or (None if key in by_state else closer._soonest(key[1]))
            one = closer.tell(key, near) if near else self.tell(key, spot)
            told.append(one if near and closer.happens(one, near) else replace(one, talk=one.straight))
        return told

    def _soonest(self, place: Place | None) -> Spot | None:
        """Where she comes to a step soonest: of words, and of a step that leads nowhere, only that counts."""
        numbers = (number for number, state in enumerate(self._walk.states) if state.place == place)
        return next((Spot(number, self._walk.lines[number]) for number in numbers), None)

    def _broken(self) -> Iterator[tuple[int, Key]]:
        """Every state in which a promise is broken, by its number, and what is wrong there."""
        for one in self._walk.broken:
            yield one.number, (one.promise, self._walk.states[one.number].place, one.message)

    def _all_of(self, keys: Iterable[Key]) -> Iterator[int]:
        """Every state in which it is broken; where only the step counts, every one at the step."""
        wanted, broken = set(keys), list(self._broken())
        yield from (number for number, key in broken if key in wanted)
        places = {place for _, place, _ in wanted - {key for _, key in broken}}
        yield from (number for number, state in enumerate(self._walk.states) if state.place in places)

    def _to(self, spot: Spot) -> Jump:
        """Straight to the step, with all that is known there."""
        state = self._walk.states[spot.number]
        known = zip(self._walk.names, state.facts, strict=True)
        facts = {name: value for name, value in known if value is not None}
        return Jump(place=str(state.place), facts=facts, consents=tuple(sorted(state.consents)))

    def _straight(self, move: Jump) -> Talk:
        return Talk(at=self._at, teams=("helpline", *(["child_focus"] if self._walk.theirs else [])), moves=(move,))


def shortest(found: Iterable[Refuted]) -> list[Refuted]:
    """One conversation for each promise, place and message: the shortest; in the order of the promises."""
    best: dict[Key, Refuted] = {}
    for one in found:
        key = (one.promise, one.place, one.message)
        if key not in best or len(one.conversation) < len(best[key].conversation):
            best[key] = one
    return sorted(best.values(), key=lambda one: (one.promise, len(one.conversation)))
