"""urgent: a colleague marks a case as urgent, or takes any mark off once it is no longer so."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from helpline.action import Action, open_one
from helpline.reception import Reception
from helpline.staff import Staff


class Urgent(Action):
    """`on` never makes crisis or danger less. Off: she is safe again, or it was a mistake."""

    verb: Literal["urgent"]
    on: bool

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = open_one(reception)
        if self.on == (case.urgency != "none"):
            return reception
        urgency = "urgent" if self.on else "none"
        about = {"staff": by.id, "team": case.holder.team or "", "urgency": urgency, "before": case.urgency}
        return reception.but(case=replace(case, urgency=urgency)).happened("urgency_set", **about)
