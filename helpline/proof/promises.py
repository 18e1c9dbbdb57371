"""promises: P1, P2, P4, P6 and P7 at one point of a conversation: what is wrong there, in an editor's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flows.facts import PROVED
from flows.move import ChangeItem, Effect, Grant, HandOff, KeepHashes, KeepLinks, KeepWords
from flows.routes import Arrival, Route
from helpline.proof.state import MOST_QUESTIONS, YOUNG, State

#: The promise broken, and what is wrong.
Wrong = tuple[str, str]

#: What a step asks the helpline to keep → how an editor calls it, and the consents it needs.
_COLLECTS: dict[type[Effect], tuple[str, frozenset[str]]] = {
    KeepLinks: ("links", frozenset({"keep", "links"})),
    KeepHashes: ("hashes", frozenset({"keep", "hashes"})),
    KeepWords: ("her own words", frozenset({"keep", "words"})),
    ChangeItem: ("corrections", frozenset({"keep"})),
}

#: Flows whose end need show no numbers: the conversation beneath goes on, or she chose another language.
_MAY_END_SILENTLY = frozenset({"languages"})

_NAMES = {"age": "the writer", "age_in_image": "everyone in the image"}
_LATER = ("situation", "country")


def on_arriving(
    state: State, at: Arrival, routes: Sequence[Route], effects: Sequence[Effect], theirs: bool = False
) -> Iterator[Wrong]:
    """What is wrong with coming to this step in this state. `state` has what the step says and shows already;
    `effects`: all that the step and its open routes ask of the helpline; `theirs`: Child Focus works in this house."""
    if effects:
        yield from _asking(state, at, effects, theirs)
    if at.waits:
        yield from _question(state, routes)


def _asking(state: State, at: Arrival, effects: Sequence[Effect], theirs: bool) -> Iterator[Wrong]:
    for kind in dict.fromkeys(type(effect) for effect in effects if type(effect) in _COLLECTS):
        yield from _collecting(state, *_COLLECTS[kind])
    for grant in {effect for effect in effects if isinstance(effect, Grant)}:
        yield from _consent(state, grant, theirs)
    for effect in at.effects:
        if isinstance(effect, HandOff):
            yield from _handoff(state, effect)


def _collecting(state: State, what: str, needs: frozenset[str]) -> Iterator[Wrong]:
    if not state.all_adults:
        yield "P1", f"it collects {what} although {_unproven(state)}"
    if missing := sorted(needs - state.consents):
        yield "P2", f"it collects {what} without consent to {_and(missing)}; ask for it earlier on this way"


def _consent(state: State, grant: Grant, theirs: bool) -> Iterator[Wrong]:
    for_child_focus = theirs and state.maybe_minor and frozenset(grant.scopes) == YOUNG
    if not state.all_adults and not for_child_focus:
        yield "P1", f"it asks for consent to {_and(grant.scopes)} although {_unproven(state)}"
    if "keep" not in state.consents and "keep" not in grant.scopes:
        yield "P2", f"it asks for consent to {_and(grant.scopes)} before consent to keep; ask for keep first"


def _handoff(state: State, effect: HandOff) -> Iterator[Wrong]:
    if not state.all_adults and not (effect.team == "child_focus" and state.maybe_minor):
        yield "P1", f"it hands over to {effect.team} although {_unproven(state)}; send her to Child Focus instead"
    if missing := sorted({"keep", "handoff"} - state.consents):
        yield "P2", f"it hands over without consent to {_and(missing)}; ask for it earlier on this way"


def _question(state: State, routes: Sequence[Route]) -> Iterator[Wrong]:
    if state.due:
        yield "P6", f"it asks before the card `{state.due}` was shown; show it first"
    if state.asked is None or state.place in state.asked:
        return
    if len(state.asked) >= MOST_QUESTIONS or (state.root == "minor" and needed(state)):
        yield "P7", f"it asks {_ordinal(state)} question before {_cards(state)} shown"
    asks = [fact for fact in _LATER if any(fact in route.sets for route in routes)]
    if asks:
        yield "P7", f"it asks the {_and(asks)} before {_cards(state)} shown; ask it after the card"


def on_ending(state: State) -> Iterator[Wrong]:
    """What is wrong with a conversation that ends in this state."""
    if state.due:
        yield "P6", f"the conversation ends before the card `{state.due}` was shown"
    if not state.lately and not state.queued and state.root not in _MAY_END_SILENTLY:
        yield "P4", "the conversation ends without a card, a person or a goodbye that shows the number in danger"
    if state.asked is not None and needed(state):
        yield "P7", f"the conversation ends before {_cards(state)} shown"


# ── whom she needs (P7) ───────────────────────────────────────────────────────────────────────────────────────────
def needed(state: State) -> frozenset[str]:
    """The entries that must be shown for what is known and were not; nothing while too little is known."""
    age, image, for_whom = (state.fact(name) for name in ("age", "age_in_image", "for_whom"))
    wanted: frozenset[str] = frozenset()
    if state.maybe_minor:
        wanted = frozenset({"child_focus"})
    elif for_whom == "regret":
        wanted = frozenset() if state.seen else frozenset({"line_1712"})
    elif image == "unknown":
        wanted = frozenset({"child_focus"})  # it may show one
    elif age == "unknown":
        wanted = frozenset({"child_focus", "institute"})
    elif state.all_adults:
        wanted = frozenset({"institute"})
    return wanted - state.seen


def served(state: State) -> bool:
    """Whether enough is known to say whom she needs, and they were shown."""
    known = (
        state.maybe_minor
        or state.all_adults
        or state.fact("age") == "unknown"
        or state.fact("age_in_image") == "unknown"
        or state.fact("for_whom") == "regret"
    )
    return known and bool(state.seen) and not needed(state)


#: The entries P7 asks for; of all others it only counts that some card was shown.
ASKED_FOR: frozenset[str] = frozenset({"institute", "child_focus"})


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _unproven(state: State) -> str:
    ages = [name for name in PROVED if name in _NAMES]
    open_ones = [_NAMES[name] for name in ages if state.fact(name) != "adult"]
    return f"{_and(open_ones)} {'is' if len(open_ones) == 1 else 'are'} not known to be adult"


def _cards(state: State) -> str:
    missing = sorted(needed(state))
    if not missing:
        return "any card was"
    named = _and(f"`{one}`" for one in missing)
    return f"the cards {named} were" if len(missing) > 1 else f"the card {named} was"


def _ordinal(state: State) -> str:
    count = len(state.asked or ()) + 1
    return {1: "a first", 2: "a second", 3: "a third", 4: "a fourth"}.get(count, "a fifth")


def _and(words: Iterable[str]) -> str:
    several = list(words)
    return " and ".join(several) if len(several) < 3 else f"{', '.join(several[:-1])} and {several[-1]}"
