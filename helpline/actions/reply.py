"""reply: the colleague who has the case writes to her."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from helpline.action import Action, OwnId, agreed_to, hers, open_one, reachable, reaches_now, written
from helpline.reception import Reception
from helpline.staff import Staff


class Reply(Action):
    """Sent as typed. Into a hidden chat, or at an hour that is not safe for her, it waits."""

    verb: Literal["reply"]
    id: OwnId
    text: str = Field(repr=False)

    @property
    def once(self) -> str:
        return self.id

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = agreed_to(hers(open_one(reception), by))
        text = written(self.text, "text")
        reachable(reception)
        reception = reception.but(case=replace(case, answer_by=None, numbers_by=None))
        reception = reception.wrote_by_staff(self.id, text, by.id)
        reception = reception.happened("staff_replied", staff=by.id, team=case.holder.team or "")
        if reaches_now(reception):
            return reception
        return reception.happened("words_kept_back", reason="locked" if reception.loaded.locked else "safe_time")
