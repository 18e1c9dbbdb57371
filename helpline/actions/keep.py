"""keep: a colleague keeps a case beyond its time, for a reason that is noted, or lets its time run again."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from helpline.action import Action, the_case
from helpline.reception import Reception
from helpline.staff import Staff

#: A procedure it is needed for; she asked for it; somebody's safety; a complaint about the help that is looked into.
Why = Literal["legal", "asked", "safety", "quality"]


class Keep(Action):
    """`reason`: why, or None: no longer. It holds back time alone: she erases and takes back as ever."""

    verb: Literal["keep"]
    reason: Why | None

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = the_case(reception)
        if case.kept_for == self.reason:
            return reception
        about = {"staff": by.id, "team": case.holder.team or "", "reason": self.reason or "off"}
        return reception.but(case=replace(case, kept_for=self.reason)).happened("case_kept", **about)
