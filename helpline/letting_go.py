"""letting_go: whoever had the case goes, by her own choice or because she does not work here any more.

The case is in line again, and she who waits is told so. Nobody is left alone with a colleague who cannot answer.
"""

from __future__ import annotations

from datetime import datetime

from helpline import when_safe
from helpline.action import notice, reaches_now, without
from helpline.ages import kept_promise
from helpline.case import Case
from helpline.expected import expected_words
from helpline.handoff import back_in_line, joined
from helpline.ports import Changes, House, Loaded
from helpline.reaching import reached
from helpline.reception import CHORE, Reception, open_case
from helpline.staff import Staff


def let_go(reception: Reception, team: str, by: Staff) -> Reception:
    """She keeps her place: whoever waits for an answer has waited since she wrote."""
    reception = back_in_line(without(reception, by), team).but(carry_over=True)
    reception = reception.happened("case_released", staff=by.id, team=team).alert("waiting")
    if not reaches_now(reception):
        return notice(reception, _later(reception, by.alias))
    text = reception.phrase(
        "{alias} has to go now. You are in line for a person again. When they go on with you here: {expected}.",
        alias=by.alias,
        expected=expected_words(reception),
    )
    return when_safe.ask(joined(notice(reception, text)))


def _later(reception: Reception, alias: str) -> str:
    return reception.phrase(
        "{alias} had to go. You are in line for a person again. When someone goes on with you, you read it here.",
        alias=alias,
    )


def cannot_go_on(staff: str, team: str, house: House) -> bool:
    """Whether she does not talk with contacts of this team any more. Of whom nothing is known, nothing is said."""
    colleague = house.colleagues.get(staff)
    return colleague is not None and not (colleague.may("talk") and team in colleague.teams)


def left(loaded: Loaded, now: datetime, house: House) -> Changes:
    """Whoever has the case has left the house or its team: it does not wait until somebody misses an answer."""
    reception, case = open_case(loaded, CHORE, now, house), loaded.case
    if case is not None and _left_behind(case, house):
        reception = let_go(reception, case.holder.team or "", house.colleagues[case.holder.staff or ""])
    return reached(kept_promise(reception)).changes()


def _left_behind(case: Case, house: House) -> bool:
    holder = case.holder
    return (
        case.state == "open" and holder.kind == "staff" and cannot_go_on(holder.staff or "", holder.team or "", house)
    )
