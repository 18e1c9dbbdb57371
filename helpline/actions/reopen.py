"""reopen: a closed case is open again. She hears of it only when a person takes over."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from helpline.action import Action, agreed_to, the_case
from helpline.errors import WrongState
from helpline.reception import Reception
from helpline.staff import Staff


class Reopen(Action):
    """The bot keeps it until somebody takes over. It is kept no longer than she was told."""

    verb: Literal["reopen"]

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = the_case(reception)
        if case.state != "closed":
            raise WrongState(state=case.state)
        again = replace(agreed_to(case), state="open", outcome=None)
        return reception.but(case=again).happened("case_reopened", staff=by.id, team=case.holder.team or "")
