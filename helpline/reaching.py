"""reaching: whether what is said for people reaches her now, later, or not at all.

She may have emptied this chat, blocked the bot, or said at what time nobody else looks at her phone.
"""

from __future__ import annotations

from flows.session import Place
from helpline.reception import Reception
from helpline.safe_time import may_write, next_time

#: The causes of what a flow says.
FLOW = ("reply", "prompt", "kept")


def reached(reception: Reception) -> Reception:
    """Last look at what is to be sent: into a hidden chat nothing is, at an unsafe hour nothing yet."""
    if reception.loaded.locked:
        reception = reception.but(session=None)  # this chat has forgotten her; only her PIN brings her back
    if not reception.outgoing:
        return reception
    case, before = reception.case, reception.loaded.case
    safe = before is None or may_write(case or before, reception.now)
    if reception.contact.blocked or (case is None and (reception.loaded.locked or not safe)):
        return _when_she_writes(reception.but(outgoing=()))
    if case is None:
        return reception
    if reception.loaded.locked or not safe:
        until = None if reception.loaded.locked else next_time(case, reception.now)
        told = tuple(one for one in reception.outgoing if one.cause not in FLOW)
        return _when_she_writes(reception.but(outgoing=told, keep_back=True, keep_back_until=until))
    return reception.but(give_out=case.safe_time is not None)


def _when_she_writes(reception: Reception) -> Reception:
    """A conversation that was just begun is begun once she writes: no word of hers answers what she has not read."""
    session, before = reception.session, reception.loaded.session
    if session is None or (before is not None and before.token == session.token):
        return reception
    if session.ended and reception.case is not None:
        return reception
    flow = session.stack[0].flow if session.stack else session.place.flow
    first = Place(flow, reception.revision.flows[flow].start)
    return reception.but(session=session.but(place=first, stack=(), aside=False, awaiting=None, misses=0, ended=False))
