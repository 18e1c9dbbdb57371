"""safety: proves that a revision keeps promises P1 to P8 in every state, or tells the shortest talk that breaks one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.facts import PROVED
from flows.flow import Revision
from flows.session import Place
from helpline.directory import Directory
from helpline.proof import graph
from helpline.proof.sights import By, asks_for_child_focus, tested
from helpline.proof.state import State
from helpline.proof.walk import Exploration, Superseded
from helpline.proof.wording import Wrong, in_cards, in_words, tone

__all__ = ["Refuted", "Superseded", "banned_words", "check"]

TOO_MANY = (
    "The flows lead into one another in so many ways that nothing can be proved. "
    "Look for steps of one flow that lead back into another, and let them end instead."
)


@dataclass(frozen=True)
class Refuted:
    """A promise a revision breaks: where, in which conversation (what the contact does, in order), and what to mend."""

    promise: str
    place: Place | None
    conversation: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        where = f"step ‘{self.place.step}’ of ‘{self.place.flow}’: " if self.place else ""
        return f"{self.promise}: {' → '.join((*self.conversation, where + self.message))}"


def banned_words() -> Mapping[str, Sequence[str]]:
    """Words and turns no text may hold, by language (R74 to R76)."""
    return tone()["banned"]


def check(
    revision: Revision,
    directory: Directory,
    now: datetime,
    banned: Mapping[str, Sequence[str]] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> list[Refuted]:
    """Every promise this revision breaks, each place once, with the shortest conversation that gets there; in a house
    in which the people of Child Focus work, and in one in which they do not.

    `banned`: words by language, where they are not those of `tone.yaml`. Empty for a revision that may be published.
    Flows with steps or flows that do not exist are refused by the loader and are not proved here. Raises Superseded
    where `stop` says, while it is proved, that nobody waits for it any more.
    """
    words = [*in_words(revision, banned_words() if banned is None else banned), *in_cards(revision, directory, now)]
    return _each_once(
        one
        for theirs in ((False, True) if asks_for_child_focus(revision) else (False,))
        for one in _in_a_house(revision, directory, words, theirs, stop)
    )


def _in_a_house(
    revision: Revision, directory: Directory, words: Sequence[Wrong], theirs: bool, stop: Callable[[], bool]
) -> list[Refuted]:
    """What is broken in a house with the people of Child Focus, or without."""

    def explore(names: tuple[str, ...]) -> Exploration:
        return Exploration(revision, lambda key: members(directory, key), names, theirs).run(stop)

    walk = explore(PROVED)
    if walk.too_many:
        return [Refuted("P1–P8", None, (), TOO_MANY)]
    found = _found(walk, words)
    if found and (left_open := tuple(sorted(tested(revision) - set(PROVED)))):
        closer = explore((*PROVED, *left_open))
        found = _as_it_goes(found, [] if closer.too_many else _found(closer, words))
    return found


def _found(walk: Exploration, words: Sequence[Wrong]) -> list[Refuted]:
    """Everything that is wrong, on this walk and with these words."""
    found = [Refuted(promise, None, (), message) for promise, message in graph.missing_flows(walk.revision)]
    found += [_told(walk, broken.promise, broken.state, broken.message, broken.then) for broken in walk.broken]
    found += [_told(walk, promise, state, message) for promise, message, state in graph.stuck(walk)]
    first: dict[Place, State] = {}
    for state in walk.states:
        first.setdefault(state.place, state)
    for promise, place, message in words:
        if place in first:
            found.append(_told(walk, promise, first[place], message))
        else:
            found.append(Refuted(promise, place, (), message))
    return _each_once(found)


def _as_it_goes(found: Sequence[Refuted], closer: Iterable[Refuted]) -> list[Refuted]:
    """The same refutations, told by the closer walk where it comes to them: there every branch goes as answered."""
    told = {(one.promise, one.place, one.message): one for one in closer}
    return [told.get((one.promise, one.place, one.message), one) for one in found]


def members(directory: Directory, key: str) -> frozenset[str]:
    """The entries a card surely shows, in whichever language: all of a list that shows all, the only one of another."""
    alias = directory.aliases.get(key)
    if alias is None:
        return frozenset({key})
    shown = [frozenset(keys if alias.pick == "all" else keys[:1]) for keys in alias.lines.values()]
    return frozenset.intersection(*shown)


def _told(walk: Exploration, promise: str, state: State, message: str, then: By | None = None) -> Refuted:
    ways = [*walk.way_to(state), *([then] if then else [])]
    return Refuted(promise, state.place, ("begin", *(by.told for by in ways if by.told)), message)


def _each_once(found: Iterable[Refuted]) -> list[Refuted]:
    """One conversation for each promise, place and message: the shortest; in the order of the promises."""
    shortest: dict[tuple[str, Place | None, str], Refuted] = {}
    for one in found:
        key = (one.promise, one.place, one.message)
        if key not in shortest or len(one.conversation) < len(shortest[key].conversation):
            shortest[key] = one
    return sorted(shortest.values(), key=lambda one: (one.promise, len(one.conversation)))
