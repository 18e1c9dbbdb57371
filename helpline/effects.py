"""effects: what a flow may ask of the helpline, and what the helpline answers; it may refuse."""

from __future__ import annotations

from collections.abc import Iterable

from flows.move import (
    Alert,
    ChangeItem,
    Decline,
    Effect,
    Grant,
    HandOff,
    KeepHashes,
    KeepLinks,
    KeepWords,
    ShowReview,
)  # fmt: skip
from helpline.agreeing import decline, grant
from helpline.alarms import alert_staff
from helpline.handoff import hand_off
from helpline.keeping import keep_hashes, keep_links, keep_words
from helpline.reception import Reception
from helpline.review import change_item, show_review

#: What may be refused; the others are not asked for, they are told.
REFUSABLE = (Grant, KeepLinks, KeepHashes, KeepWords, ChangeItem, HandOff)


def carry_out(effect: Effect, reception: Reception) -> tuple[Reception, str]:
    """Do what is asked, as far as the promises allow. Returns the answer to the flow: the name of a route."""
    if reception.house.refuses and isinstance(effect, REFUSABLE) and not was_refused(reception.asked):
        answer = "refused"
    else:
        reception, answer = _carry_out(effect, reception)
    return reception.but(asked=(*reception.asked, (type(effect).__name__, answer))), answer


def was_refused(asked: Iterable[tuple[str, str]]) -> bool:
    return any(answer == "refused" for _, answer in asked)


def _carry_out(effect: Effect, reception: Reception) -> tuple[Reception, str]:
    match effect:
        case Grant():
            return grant(reception, effect.scopes, effect.wording)
        case Decline():
            return decline(reception, effect.scopes)
        case KeepLinks():
            return keep_links(reception, effect.words)
        case KeepHashes():
            return keep_hashes(reception, effect.words)
        case KeepWords():
            return keep_words(reception, effect.answer, effect.words)
        case ShowReview():
            return show_review(reception)
        case ChangeItem():
            return change_item(reception, effect.words)
        case HandOff():
            return hand_off(reception, effect.team)
        case Alert():
            return alert_staff(reception, effect.kind), "done"
