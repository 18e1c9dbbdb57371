"""release: the colleague has to go, and the case is back in line."""

from __future__ import annotations

from typing import Literal

from helpline.action import Action, hers, open_one
from helpline.letting_go import let_go
from helpline.reception import Reception
from helpline.staff import Staff


class Release(Action):
    """She keeps her place: whoever waits for an answer has waited since she wrote."""

    verb: Literal["release"]

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = hers(open_one(reception), by)
        return let_go(reception, case.holder.team or "", by)
