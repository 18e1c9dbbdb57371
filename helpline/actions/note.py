"""note: what colleagues tell each other about a case. It never reaches her."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from helpline.action import Action, OwnId, the_case, written
from helpline.reception import Reception
from helpline.staff import Staff


class WriteNote(Action):
    """By anyone of the team, whoever has the case, open or closed."""

    verb: Literal["note"]
    id: OwnId
    text: str = Field(repr=False)

    @property
    def once(self) -> str:
        return self.id

    def apply(self, reception: Reception, by: Staff) -> Reception:
        team = the_case(reception).holder.team or ""
        reception = reception.noted(self.id, written(self.text, "text"), by.id)
        return reception.happened("note_written", staff=by.id, team=team)
