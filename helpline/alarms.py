"""alarms: despair and danger in what she writes. Staff are told only where she agreed to be handed over (R19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from helpline.reception import Reception

#: Everything about a crisis is said again after this long; before that, the numbers alone.
IN_FULL_AGAIN = timedelta(minutes=30)

GRAVEST_FIRST = ("danger", "crisis", "urgent", "none")


def alert_staff(reception: Reception, kind: str) -> Reception:
    """Note it, and tell staff without content where she agreed to a person: `crisis` or `danger`."""
    reception = reception.note(**{kind: reception.now.isoformat()})
    case = reception.case
    if case is None:
        return reception
    reception = reception.happened(f"{kind}_heard")
    if not case.agreed("handoff"):
        return reception
    return reception.but(case=replace(case, urgency=urgency(reception))).alert(kind)


def urgency(reception: Reception) -> str:
    """How urgent a case is: the gravest that was heard; and what staff have called urgent stays so."""
    marks = reception.session.marks if reception.session else {}
    before = reception.case.urgency if reception.case else "none"
    heard = {before, *(kind for kind in ("crisis", "danger") if kind in marks)}
    return next(kind for kind in GRAVEST_FIRST if kind in heard)


def heard_lately(reception: Reception, kind: str) -> bool:
    ago = reception.since(kind)
    return ago is not None and ago < IN_FULL_AGAIN
