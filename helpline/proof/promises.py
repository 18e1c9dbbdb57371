"""promises: P1, P2, P4, P6 and P7 at one point of a conversation: what is wrong there, in an editor's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flows.move import ChangeItem, Effect, Grant, HandOff, KeepHashes, KeepLinks, KeepWords
from flows.remark import Remark, Term, all_of, quoted, remark
from flows.routes import Arrival, Route
from helpline.proof.state import MOST_QUESTIONS, YOUNG, State

#: The promise broken, and what is wrong.
Wrong = tuple[str, Remark]

#: What a step asks the helpline to keep → how an editor calls it, and the consents it needs.
_COLLECTS: dict[type[Effect], tuple[Remark, frozenset[str]]] = {
    KeepLinks: (remark("links"), frozenset({"keep", "links"})),
    KeepHashes: (remark("hashes"), frozenset({"keep", "hashes"})),
    KeepWords: (remark("her own words"), frozenset({"keep", "words"})),
    ChangeItem: (remark("corrections"), frozenset({"keep"})),
}

#: Flows whose end need show no numbers: the conversation beneath goes on, or she chose another language.
_MAY_END_SILENTLY = frozenset({"languages"})

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


def _collecting(state: State, what: Remark, needs: frozenset[str]) -> Iterator[Wrong]:
    if not state.all_adults:
        yield "P1", remark("it collects {what} although {unproven}", what=what, unproven=_unproven(state))
    if missing := sorted(needs - state.consents):
        yield (
            "P2",
            remark(
                "it collects {what} without consent to {consents}; ask for it earlier on this way",
                what=what,
                consents=_consents(missing),
            ),
        )


def _consent(state: State, grant: Grant, theirs: bool) -> Iterator[Wrong]:
    for_child_focus = theirs and state.maybe_minor and frozenset(grant.scopes) == YOUNG
    if not state.all_adults and not for_child_focus:
        yield (
            "P1",
            remark(
                "it asks for consent to {consents} although {unproven}",
                consents=_consents(grant.scopes),
                unproven=_unproven(state),
            ),
        )
    if "keep" not in state.consents and "keep" not in grant.scopes:
        yield (
            "P2",
            remark(
                "it asks for consent to {consents} before consent to keep; ask for consent to keep first",
                consents=_consents(grant.scopes),
            ),
        )


def _handoff(state: State, effect: HandOff) -> Iterator[Wrong]:
    if not state.all_adults and not (effect.team == "child_focus" and state.maybe_minor):
        yield "P1", _handed_over(effect.team, state)
    if missing := sorted({"keep", "handoff"} - state.consents):
        yield (
            "P2",
            remark(
                "it hands over without consent to {consents}; ask for it earlier on this way",
                consents=_consents(missing),
            ),
        )


def _handed_over(team: str, state: State) -> Remark:
    return remark(
        "it hands over to {team} although {unproven}; send her to Child Focus instead",
        team=Term(team, "team"),
        unproven=_unproven(state),
    )


def _question(state: State, routes: Sequence[Route]) -> Iterator[Wrong]:
    if state.due:
        yield "P6", remark("it asks before the card `{card}` was shown; show it first", card=Term(state.due, "entry"))
    if state.asked is None or state.place in state.asked:
        return
    if len(state.asked) >= MOST_QUESTIONS or (state.root == "minor" and needed(state)):
        yield "P7", remark("it asks {question} before {shown}", question=_ordinal(state), shown=_shown(state))
    asks = [fact for fact in _LATER if any(fact in route.sets for route in routes)]
    if asks:
        facts, shown = all_of(Term(fact, "fact") for fact in asks), _shown(state)
        yield "P7", remark("it asks about {facts} before {shown}; ask it after the card", facts=facts, shown=shown)


def on_ending(state: State) -> Iterator[Wrong]:
    """What is wrong with a conversation that ends in this state."""
    if state.due:
        yield "P6", remark("the conversation ends before the card `{card}` was shown", card=Term(state.due, "entry"))
    if not state.lately and not state.queued and state.root not in _MAY_END_SILENTLY:
        said = remark("the conversation ends without a card, a person or a goodbye that shows the number in danger")
        yield "P4", said
    if state.asked is not None and needed(state):
        yield "P7", remark("the conversation ends before {shown}", shown=_shown(state))


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
def _unproven(state: State) -> Remark:
    writer, image = (state.fact(name) != "adult" for name in ("age", "age_in_image"))
    if writer and image:
        return remark("the writer and everyone in the image are not known to be adult")
    if writer:
        return remark("the writer is not known to be adult")
    return remark("everyone in the image is not known to be adult")


def _shown(state: State) -> Remark:
    """Which cards were to be shown by now."""
    missing = sorted(needed(state))
    if not missing:
        return remark("any card was shown")
    if len(missing) == 1:
        return remark("the card `{card}` was shown", card=Term(missing[0], "entry"))
    return remark("the cards {cards} were shown", cards=all_of(quoted(Term(one, "entry")) for one in missing))


def _ordinal(state: State) -> Remark:
    if state.asked is None or len(state.asked) < 4:
        firsts = (
            remark("a first question"),
            remark("a second question"),
            remark("a third question"),
            remark("a fourth question"),
        )
        return firsts[len(state.asked or ())]
    return remark("a fifth question")


def _consents(scopes: Iterable[str]) -> str:
    return all_of(Term(one, "consent") for one in scopes)
