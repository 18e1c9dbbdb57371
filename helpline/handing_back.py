"""handing back: where the bot may go on when a colleague lets go of a case.

Joining the queue ended the conversation beneath (docs/decisions/0011), so nothing is resumed: something is begun, from
what is known of her.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.facts import FACTS
from helpline.adults import for_child_focus
from helpline.case import Case
from helpline.ports import House
from helpline.reception import Reception

#: Nothing is begun: the bot answers when she writes.
REST = "rest"
#: For adults: what she left and a way to each thing; adding something; collecting it from the start; someone to listen.
ADULTS = ("welcome", "intake", "more", "partner", "finish")
#: Where nothing may be collected: someone to listen.
YOUNG = ("finish",)


def choices(house: House, case: Case) -> tuple[str, ...]:
    """The flows of the running revision that may be begun, the recommended one first; `rest` always, and last."""
    flows = house.revisions[house.running].flows
    return (*(flow for flow in (YOUNG if for_child_focus(case) else ADULTS) if flow in flows), REST)


def facts(reception: Reception) -> Mapping[str, str]:
    """What is known of her, for the flow that begins."""
    return {fact: value for fact, value in reception.facts.items() if fact in FACTS}
