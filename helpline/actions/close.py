"""close: the talk is rounded off, with how it ended. She can always write again."""

from __future__ import annotations

from typing import Literal

from helpline.action import Action, Outcome, not_a_colleagues, notice, open_one
from helpline.handoff import at_rest, closed, to_the_bot
from helpline.reception import Reception
from helpline.staff import Staff
from helpline.wording import numbers, short_crisis


class Close(Action):
    """By whoever has the case, or while nobody has. Where the bot went on with her already, nothing changes for her."""

    verb: Literal["close"]
    outcome: Outcome

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = not_a_colleagues(open_one(reception), by)
        if case.holder.kind == "bot":
            return closed(reception, self.outcome, staff=by.id)
        reception = closed(at_rest(to_the_bot(reception)), self.outcome, staff=by.id)
        if case.numbers_by is not None:  # nobody answered her despair yet
            reception = short_crisis(reception)
        if case.is_waiting:
            return notice(reception, f"{_unseen(reception)}\n{numbers(reception)}")
        text = reception.phrase(
            "{alias} has rounded off this talk. You can always write again: the bot answers, and with /human you "
            "ask for a person.",
            alias=by.alias,
        )
        return notice(reception, f"{text}\n{numbers(reception)}").but(carry_over=True)


def _unseen(reception: Reception) -> str:
    return reception.phrase(
        "Our team has rounded off your request. You can always write again: the bot answers, and with /human you "
        "ask for a person."
    )
