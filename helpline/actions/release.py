"""release: the colleague has to go, and the case is back in line."""

from __future__ import annotations

from typing import Literal

from helpline import when_safe
from helpline.action import Action, hers, notice, open_one, reaches_now, without
from helpline.expected import expected_words
from helpline.handoff import back_in_line, joined
from helpline.reception import Reception
from helpline.staff import Staff


class Release(Action):
    """She keeps her place: whoever waits for an answer has waited since she wrote."""

    verb: Literal["release"]

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = hers(open_one(reception), by)
        team = case.holder.team or ""
        reception = back_in_line(without(reception, by), team).but(carry_over=True)
        reception = reception.happened("case_released", staff=by.id, team=team).alert("waiting")
        if not reaches_now(reception):
            return notice(reception, _later(reception, by.alias))
        text = reception.phrase(
            "{alias} has to go now. You are in line for a person again. When they go on with you here: {expected}.",
            alias=by.alias,
            expected=expected_words(reception),
        )
        return when_safe.ask(joined(notice(reception, text)))


def _later(reception: Reception, alias: str) -> str:
    return reception.phrase(
        "{alias} had to go. You are in line for a person again. When someone goes on with you, you read it here.",
        alias=alias,
    )
