"""agreeing: a consent is given in the words it was asked in, or withdrawn with all that was kept under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpline.adults import CHILD_FOCUS, all_adults, for_child_focus, may_agree
from helpline.ages import erased
from helpline.case import Case
from helpline.consent import Consent
from helpline.handoff import recall
from helpline.on_device.gate import SCOPE as HASHES
from helpline.on_device.question import TAG
from helpline.reception import Reception
from helpline.safe_time import NOT_FIRST
from helpline.wording import fill

#: Consent → the kinds of evidence items kept under it.
ITEMS_UNDER = {"links": ("link",), "hashes": ("hash",), "words": ("place",)}

#: What she agrees to by choosing a safe time, or when she is asked whether news may reach her here.
CONTACT_BACK = "contact_back"


def grant(reception: Reception, scopes: Iterable[str], wording: str) -> tuple[Reception, str]:
    """She agreed, where she may (P1); and a case comes before anything in it. given | refused"""
    scopes = tuple(scopes)
    allowed = may_agree(reception.facts, scopes, reception.house)
    if not allowed or (reception.case is None and "keep" not in scopes):
        return reception, "refused"
    asked = fill(reception, reception.revision.texts.get(wording, reception.language))
    return agree(reception, scopes, wording, asked), "given"


def agree(reception: Reception, scopes: Iterable[str], wording: str, asked: str) -> Reception:
    """Write down each consent that does not stand yet; the first one opens the case."""
    if reception.case is None:
        reception = _open(reception)
    for scope in scopes:
        case = reception.case
        if case is None or (case.agreed(scope) and (scope == CONTACT_BACK or not for_child_focus(case))):
            continue  # a second yes of a minor counts anew: what she was told of how long it is kept begins with it
        consent = Consent(
            reception.house.chance.id(),
            scope,
            wording,
            reception.revision.number,
            asked,
            reception.language,
            reception.now,
        )
        reception = reception.but(case=replace(case, consents=(*case.consents, consent)))
        reception = reception.happened("consent_given", scope=scope, wording=wording, revision=consent.revision)
    return reception


def _open(reception: Reception) -> Reception:
    chance = reception.house.chance
    facts = dict(reception.facts)
    case = Case(chance.id(), chance.case_number(), reception.now, reception.language, facts=facts)
    if not all_adults(facts):
        case = replace(case, route=CHILD_FOCUS)
    return reception.but(case=case).happened("case_opened", language=reception.language)


def decline(reception: Reception, scopes: Iterable[str]) -> tuple[Reception, str]:
    """She said no. An earlier yes is withdrawn; a no to a person alone does not take her case away. declined"""
    asked = tuple(scopes)
    case = reception.case
    if case is None:
        return reception, "declined"
    if for_child_focus(case):
        return withdraw(reception, "keep"), "declined"
    if "keep" in asked and len(asked) > 1:
        asked = tuple(scope for scope in asked if scope != "keep")
        reception = reception.tell(
            reception.phrase("What you chose to keep earlier stays as it is. With /delete you erase it.")
        )
    for scope in asked:
        reception = withdraw(reception, scope)
    return reception, "declined"


def withdraw(reception: Reception, scope: str) -> Reception:
    """Take a consent back, and erase what stood under it."""
    case = reception.case
    if case is None or not case.agreed(scope):
        return reception
    consents = tuple(
        replace(one, withdrawn_at=reception.now) if one.scope == scope and one.stands else one for one in case.consents
    )
    reception = reception.but(case=replace(case, consents=consents)).happened("consent_withdrawn", scope=scope)
    if scope == CONTACT_BACK:
        return _left_alone(reception)
    if scope == "keep" or for_child_focus(case):
        return erased(reception)
    if scope == "handoff":
        return recall(reception)
    if scope == HASHES:  # the page opens no more
        reception = reception.but(delete_tagged=(*reception.delete_tagged, TAG))
    return _without(reception, scope)


def _left_alone(reception: Reception) -> Reception:
    """The time she named is no leave any more to write to her first."""
    case = reception.case
    if case is None or case.safe_time is None:
        return reception
    return reception.but(case=replace(case, safe_time=NOT_FIRST))


def _without(reception: Reception, scope: str) -> Reception:
    case = reception.case
    kinds = ITEMS_UNDER.get(scope, ())
    if case is None or not kinds:
        return reception
    left: Case = replace(case, items=tuple(item for item in case.items if item.kind not in kinds))
    if scope == "words":
        left = replace(left, words={})
    gone = len(case.items) - len(left.items) + len(case.words) - len(left.words)
    if not gone:
        return reception
    reception = reception.but(case=left).happened("evidence_erased", scope=scope, items=gone)
    return reception.tell(reception.phrase("All right. What you had left of that has been erased for good."))
