"""take_over: a colleague starts talking with her, and the bot falls silent."""

from __future__ import annotations

from typing import Literal

from helpline.action import Action, agreed_to, alias, given_to, introduced, notice, open_one, takeable
from helpline.case import Case
from helpline.handoff import at_rest
from helpline.reception import Reception
from helpline.staff import Staff


class TakeOver(Action):
    """From the queue or the bot; from a colleague only with the permission to. Pressed twice, it does nothing more."""

    verb: Literal["take_over"]

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = agreed_to(takeable(reception, open_one(reception), by))
        holder = case.holder
        if holder.kind == "staff" and holder.staff == by.id:
            return reception
        about = {"staff": by.id, "team": holder.team or "", "before": holder.kind, "staff_before": holder.staff or ""}
        if holder.kind == "bot":
            reception = at_rest(reception)
        reception = given_to(reception, case, holder.team, by.id)
        return _told(reception.happened("case_taken_over", **about), case, by)


def _told(reception: Reception, before: Case, by: Staff) -> Reception:
    if before.holder.kind != "staff" or alias(reception, before.holder.staff) == by.alias:
        return introduced(reception, by.alias)
    text = reception.phrase(
        "A colleague goes on with you here: {alias}. You need not tell it all again; {alias} can read what was said.",
        alias=by.alias,
    )
    return notice(reception, text)
