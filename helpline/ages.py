"""ages: an answer reaches the case at once; where it may not stand with that, it is erased (P1)."""

from __future__ import annotations

from dataclasses import replace

from flows.facts import FACTS
from helpline.adults import stands
from helpline.on_device.question import TAG
from helpline.reception import Reception


def took_in(reception: Reception) -> Reception:
    """The facts and the language of the talk become those of the case."""
    case, session = reception.case, reception.session
    if case is None or session is None:
        return reception
    facts = {fact: value for fact, value in reception.facts.items() if fact in FACTS}
    changed = sorted(fact for fact, value in facts.items() if case.facts.get(fact) != value)
    if changed:
        reception = reception.but(case=replace(case, facts=facts)).happened("facts_changed", facts=" ".join(changed))
    if reception.case and not stands(reception.case, reception.house):
        return erased(reception)
    if reception.case and reception.case.language != session.language:
        reception = reception.but(case=replace(reception.case, language=session.language))
    return reception


def erased(reception: Reception, **about: str) -> Reception:
    """The case and all that was kept in it become unreadable; whoever has it is told that it is gone. `about`: by whom
    and why, where it is not she who wants it."""
    case = reception.case
    if case is None:
        return reception
    left = {"team": "", "team_before": case.holder.team} if case.holder.team else {}
    if case.holder.kind != "bot":
        reception = reception.happened("handoff_recalled", **left).alert("recalled")
    reception = reception.happened("evidence_erased", items=len(case.items)).happened("case_erased", **left, **about)
    stays = tuple(one for one in reception.outgoing if one.tag is None and one.cause != "kept")
    reception = reception.but(case=None, transcript=(), outgoing=stays, ticket=None, delete_tagged=("pin", TAG))
    return reception.tell(
        reception.phrase("Everything you left here has just been erased for good. Nobody can read it any more.")
    )


def kept_promise(reception: Reception) -> Reception:
    """Last look before anything is saved: whatever went before, no case stays where not everyone is an adult, but for
    one that Child Focus alone sees."""
    case = reception.case
    return erased(reception) if case and not stands(case, reception.house) else reception
