"""hand_back: the colleague leaves, and the bot goes on where she chooses."""

from __future__ import annotations

from typing import Literal

from helpline.action import Action, hers, notice, open_one
from helpline.errors import BadAsk
from helpline.handing_back import REST, begin, choices
from helpline.handoff import at_rest, to_the_bot
from helpline.reception import Reception
from helpline.staff import Staff
from helpline.wording import numbers, short_crisis


class HandBack(Action):
    """`to`: the flow the bot begins, or `rest`: it waits until she writes."""

    verb: Literal["hand_back"]
    to: str

    def apply(self, reception: Reception, by: Staff) -> Reception:
        case = hers(open_one(reception), by)
        if self.to not in choices(reception.house, case):
            raise BadAsk(field="to", why="unknown")
        about = {"staff": by.id, "team": case.holder.team or "", "to": self.to}
        reception = at_rest(to_the_bot(reception).but(carry_over=True).happened("case_handed_back", **about))
        if case.numbers_by is not None:  # nobody answered her despair yet
            reception = short_crisis(reception)
        if self.to == REST:
            return _leave(reception, by)
        text = reception.phrase(
            "{alias} has left this chat, and the bot goes on with you. With /human you ask for a person again.",
            alias=by.alias,
        )
        reception = notice(reception, text)
        return reception if reception.loaded.locked else begin(reception, self.to)


def _leave(reception: Reception, by: Staff) -> Reception:
    text = reception.phrase(
        "{alias} has left this chat. When you write, the bot answers; with /human you ask for a person again.",
        alias=by.alias,
    )
    return notice(reception, f"{text}\n{numbers(reception)}")
