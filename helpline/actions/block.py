"""block: a colleague shuts a chat out for a while, or lets it in again. Numbers and her rights are never shut out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from helpline.action import Action, not_a_colleagues, the_case
from helpline.barring import let_in
from helpline.reception import Reception
from helpline.staff import Staff


class Block(Action):
    """`hours`: how long; 0 lifts it, and who had been told of it is told that. It ends by itself."""

    verb: Literal["block"]
    hours: Literal[0, 1, 24, 168]

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = not_a_colleagues(the_case(reception), by)
        barred = reception.loaded.barred
        if self.hours == 0 and (barred is None or barred <= reception.now):
            return reception
        until = reception.now + timedelta(hours=self.hours)
        about = {"staff": by.id, "team": case.holder.team or "", "hours": self.hours}
        reception = reception.but(bar_until=until, case=replace(case, answer_by=None) if self.hours else case)
        if self.hours:
            return reception.happened("contact_barred", **about)
        return let_in(reception).happened("contact_let_in", **about)
