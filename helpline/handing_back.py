"""handing back: where the bot may go on when a colleague lets go of a case.

Joining the queue ended the conversation beneath (docs/decisions/0011), so nothing is resumed: something is begun, from
what is known of her.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.facts import FACTS
from flows.session import Place
from helpline import conversation
from helpline.adults import for_child_focus
from helpline.case import Case
from helpline.ports import House
from helpline.reception import Reception

#: Nothing is begun: the bot answers when she writes.
REST = "rest"
#: For adults: what she left and a way to each thing; adding something; collecting it all; a partner; someone to listen.
ADULTS = ("welcome", "more", "intake", "partner", "finish")
#: Where nothing may be collected: someone to listen.
YOUNG = ("finish",)
#: Not from the first step: adding ends where it is looked through, and who has a case is not asked whether to keep one.
INTO: Mapping[str, Place] = {"more": Place("welcome", "more"), "intake": Place("intake", "links_agree")}


def choices(house: House, case: Case) -> tuple[str, ...]:
    """The flows of the running revision that may be begun, the recommended one first; `rest` always, and last."""
    running = house.revisions[house.running]
    flows = YOUNG if for_child_focus(case) else ADULTS
    there = (one for one in flows if (running.step(INTO[one]) if one in INTO else one in running.flows))
    return (*there, REST)


def begin(reception: Reception, flow: str) -> Reception:
    """The bot goes on with her there, from what is known of her."""
    facts = {fact: value for fact, value in reception.facts.items() if fact in FACTS}
    place = INTO.get(flow)
    if place is None:
        return conversation.begin(reception, flow, facts)
    begun = conversation.begin(reception.but(outgoing=()), place.flow, facts).session
    assert begun is not None
    return conversation.repeat(reception.but(session=replace(begun, place=place, stack=(), ended=False)))
