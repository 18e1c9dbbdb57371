"""greeting: what somebody hears who writes out of the blue. The hello and the first question are one message.

Telegram lets a bot send some thirty messages a second. When a crowd writes at once, one message each instead of two
keeps room for those who are already talking; and one message makes her phone ring once.
"""

from __future__ import annotations

from dataclasses import replace

from helpline.contact import Words
from helpline.ports import Outgoing
from helpline.reception import LONGEST_MESSAGE, Reception, width

#: The cause of such a message: whoever is talking already goes before it, alarms before everything.
GREETING = "greeting"


def greeted(reception: Reception) -> Reception:
    """What was said to somebody with whom no talk was going on, in as few messages as it takes."""
    if reception.loaded.session is not None or reception.loaded.case is not None:
        return reception
    return reception.but(outgoing=tuple(_as_greeting(one) for one in _joined(reception.outgoing)))


def _joined(said: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    """The question, and what stands right before it, as one; whatever carries buttons or a number stays apart."""
    if [one.cause for one in said] != ["reply", "prompt"] or said[0].buttons:
        return said
    text = f"{said[0].text.plain}\n\n{said[1].text.plain}"
    both = replace(said[1], text=Words(text), says=(*said[0].says, *said[1].says))
    return (both,) if width(text) <= LONGEST_MESSAGE else said


def _as_greeting(one: Outgoing) -> Outgoing:
    return replace(one, cause=GREETING) if one.cause in ("reply", "prompt") else one
