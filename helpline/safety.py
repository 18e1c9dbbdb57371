"""safety: proves that a revision keeps promises P1 to P8 in every state, or tells the shortest talk that breaks one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from flows.facts import PROVED
from flows.flow import Revision
from flows.remark import remark
from helpline.directory import Directory
from helpline.entries import ABROAD
from helpline.proof.sights import asks_for_child_focus, tested
from helpline.proof.telling import Key, Refuted, Spot, Teller, shortest
from helpline.proof.walk import Exploration
from helpline.proof.wording import in_cards, in_words, tone

__all__ = ["Refuted", "banned_words", "check"]

TOO_MANY = remark(
    "The flows lead into one another in so many ways that nothing can be proved. "
    "Look for steps of one flow that lead back into another, and let them end instead."
)


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
    tellers: list[Teller] = []
    for walk in explorations(revision, directory, stop):
        if walk.too_many and not walk.broken:
            return [Refuted("P1–P8", None, (), TOO_MANY)]
        tellers.append(Teller(walk, directory, now))
    soonest: dict[Key, tuple[Teller, Spot | None]] = {}
    for teller in tellers:
        for key, spot in teller.spots(words).items():
            before = soonest[key][1] if key in soonest else None
            if key not in soonest or (spot and (before is None or spot.lines < before.lines)):
                soonest[key] = teller, spot
    return shortest(_told(soonest, revision, stop))


def explorations(
    revision: Revision, directory: Directory, stop: Callable[[], bool] = lambda: False
) -> Iterator[Exploration]:
    """All that can happen in a house without the people of Child Focus; and in one with them, where that is another."""
    for theirs in (False, True) if asks_for_child_focus(revision) else (False,):
        yield Exploration(revision, lambda key: members(directory, key), PROVED, theirs).run(stop)


def _told(
    soonest: Mapping[Key, tuple[Teller, Spot | None]], revision: Revision, stop: Callable[[], bool]
) -> Iterator[Refuted]:
    """Each refutation, with a talk that goes as it is told."""
    doubtful: dict[Teller, dict[Key, Spot]] = {}
    for key, (teller, spot) in soonest.items():
        told = teller.tell(key, spot)
        if spot is None or teller.happens(told, spot):
            yield told
        else:
            doubtful.setdefault(teller, {})[key] = spot
    if doubtful:
        names = (*PROVED, *sorted(tested(revision) - set(PROVED)))
        for teller, spots in doubtful.items():
            yield from teller.as_it_goes(spots, names, stop)


def members(directory: Directory, key: str) -> frozenset[str]:
    """The entries a card surely shows, in whichever language: all of a list that shows all, the only one of another."""
    alias = directory.aliases.get(key)
    if alias is None:
        return frozenset({key})
    if alias.pick == ABROAD:  # where nobody filled in a line, it shows none
        return frozenset()
    shown = [frozenset(keys if alias.pick == "all" else keys[:1]) for keys in alias.lines.values()]
    return frozenset.intersection(*shown)
