"""transfer: the case goes to a colleague who is there, or into the line of another team; a note may go along."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from helpline import when_safe
from helpline.action import (
    Action,
    agreed_to,
    colleague_there,
    given_to,
    introduced,
    not_a_colleagues,
    notice,
    open_one,
    reaches_now,
    without,
    written,
)
from helpline.adults import team_may_have
from helpline.case import Case
from helpline.errors import BadAsk, WrongState
from helpline.expected import expected_words
from helpline.handoff import back_in_line, joined
from helpline.reception import Reception
from helpline.staff import Staff


class Transfer(Action):
    """`staff`: the id of a colleague of `team`; without a team, of the one the case is with. `team` alone: whoever of
    it is first. `note` is for colleagues alone."""

    verb: Literal["transfer"]
    staff: str | None = None
    team: str | None = None
    note: str = Field(default="", repr=False)

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = agreed_to(not_a_colleagues(open_one(reception), by))
        if case.holder.kind == "bot":
            raise WrongState(state="bot")
        team = self._team(reception, case)
        note = written(self.note, "note") if self.note.strip() else ""
        about = {"staff": by.id, "team": team, "team_before": case.holder.team or "", "to": self.staff or ""}
        before = by.alias if case.holder.kind == "staff" else ""
        if self.staff is not None:
            reception = _to_colleague(reception, case, colleague_there(reception, self.staff, team, by), team, before)
        else:
            reception = _to_team(without(reception, by) if before else reception, team, before)
        reception = reception.but(carry_over=case.holder.kind == "staff").happened("case_transferred", **about)
        return reception.noted(reception.house.chance.id(), note, by.id) if note else reception

    def _team(self, reception: Reception, case: Case) -> str:
        """The team the case will be with: of this house, and one that may have it."""
        if self.staff is None and self.team is None:
            raise BadAsk(field="staff", why="missing")
        team = self.team or case.holder.team or ""
        if team not in reception.house.teams or not team_may_have(case, team):
            raise BadAsk(field="team", why="not_this_team")
        if self.staff is None and case.is_waiting and team == case.holder.team:
            raise BadAsk(field="team", why="there_already")
        return team


def _to_colleague(reception: Reception, case: Case, colleague: Staff, team: str, before: str) -> Reception:
    reception = given_to(reception, case, team, colleague.id)
    if not before:
        return introduced(reception, colleague.alias)
    text = reception.phrase(
        "{before} has asked a colleague to go on with you here: {alias}. You need not tell it all again; {alias} can "
        "read what was said.",
        before=before,
        alias=colleague.alias,
    )
    return notice(reception, text)


def _to_team(reception: Reception, team: str, before: str) -> Reception:
    reception = back_in_line(reception, team).alert("waiting")
    passed = (
        reception.phrase("{before} has asked colleagues to go on with you here.", before=before)
        if before
        else reception.phrase("Colleagues of another team will go on with you here.")
    )
    if not reaches_now(reception):
        return notice(reception, f"{passed} " + reception.phrase("You are in line, and you will read it here."))
    text = reception.phrase(
        "You are in line, and they can read what was said. When they write: {expected}.",
        expected=expected_words(reception),
    )
    return when_safe.ask(joined(notice(reception, f"{passed} {text}")))
