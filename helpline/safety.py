"""safety: proves that a revision keeps promises P1 to P8 in every state, or tells the shortest talk that breaks one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flows.facts import PROVED
from flows.flow import Revision
from helpline.directory import Directory
from helpline.proof.sights import asks_for_child_focus, tested
from helpline.proof.telling import Key, Refuted, Spot, Teller, shortest
from helpline.proof.walk import Exploration, Superseded
from helpline.proof.wording import Wrong, in_cards, in_words, tone

__all__ = ["Refuted", "Superseded", "banned_words", "check"]

TOO_MANY = (
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
    return shortest(
        one
        for theirs in ((False, True) if asks_for_child_focus(revision) else (False,))
        for one in _in_a_house(revision, directory, now, words, theirs, stop)
    )


def _in_a_house(
    revision: Revision,
    directory: Directory,
    now: datetime,
    words: Sequence[Wrong],
    theirs: bool,
    stop: Callable[[], bool],
) -> list[Refuted]:
    """What is broken in a house with the people of Child Focus, or without."""

    def explore(names: tuple[str, ...]) -> Exploration:
        return Exploration(revision, lambda key: members(directory, key), names, theirs).run(stop)

    walk = explore(PROVED)
    if walk.too_many:
        return [Refuted("P1–P8", None, (), TOO_MANY)]
    teller = Teller(walk, directory, now)
    spots = teller.spots(words)
    found = {key: teller.tell(key, spot) for key, spot in spots.items()}
    if doubtful := [key for key, one in found.items() if not teller.happens(one)]:
        left_open = tuple(sorted(tested(revision) - set(PROVED)))
        closer = Teller(explore((*PROVED, *left_open)), directory, now)
        found |= _as_it_goes({key: found[key] for key in doubtful}, spots, teller, closer, words)
    return list(found.values())


def _as_it_goes(
    doubtful: Mapping[Key, Refuted],
    spots: Mapping[Key, Spot | None],
    teller: Teller,
    closer: Teller,
    words: Sequence[Wrong],
) -> dict[Key, Refuted]:
    """The same refutations, told by the closer walk where it comes to them: there every branch goes as answered. Where
    no talk is found that happens, it begins at the step."""
    nearer = {} if closer.too_many else closer.spots(words)
    told: dict[Key, Refuted] = {}
    for key, one in doubtful.items():
        told[key] = closer.tell(key, nearer[key]) if key in nearer else one
        spot = spots[key]
        if spot is not None and not teller.happens(told[key]):
            told[key] = teller.jumped(told[key], spot)
    return told


def members(directory: Directory, key: str) -> frozenset[str]:
    """The entries a card surely shows, in whichever language: all of a list that shows all, the only one of another."""
    alias = directory.aliases.get(key)
    if alias is None:
        return frozenset({key})
    shown = [frozenset(keys if alias.pick == "all" else keys[:1]) for keys in alias.lines.values()]
    return frozenset.intersection(*shown)
