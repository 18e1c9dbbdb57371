"""safe_time: a colleague writes down when she may be written to without anybody else reading along."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from helpline.action import Action, open_one
from helpline.reception import Reception
from helpline.safe_time import Code, may_write
from helpline.staff import Staff


class SetSafeTime(Action):
    """By anyone of the team. What waits for her, and may reach her now, is sent."""

    verb: Literal["safe_time"]
    when: Code

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = open_one(reception)
        if case.safe_time == self.when:
            return reception
        told = replace(case, safe_time=self.when)
        give_out = not reception.loaded.locked and may_write(told, reception.now)
        about = {"by": "staff", "staff": by.id, "team": case.holder.team or ""}
        return reception.but(case=told, give_out=give_out).happened("safe_time_set", **about)
