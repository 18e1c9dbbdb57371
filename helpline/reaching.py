"""reaching: whether what is said for people reaches her now, later, or not at all.

She may have emptied this chat, blocked the bot, or said at what time nobody else looks at her phone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.session import Place
from helpline.case import Case
from helpline.conversation import UNREAD
from helpline.handing_back import INTO
from helpline.reception import NUDGE, STAFF, Reception
from helpline.safe_time import may_notify, may_write, next_time

#: The causes of what a flow says.
FLOW = ("reply", "prompt", "kept")
NUDGE_AGAIN = timedelta(days=1)


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
        reception = _when_she_writes(reception.but(outgoing=told, keep_back=True, keep_back_until=until))
        return _nudged(reception, case) if reception.loaded.locked else reception
    return reception.but(give_out=case.safe_time is not None)


def _nudged(reception: Reception, case: Case) -> Reception:
    """Somebody wrote to her, and she has emptied this chat: where she wished it, she is told that there is news. No
    more than that, not at an hour that is not safe, and not again for a day."""
    wrote = any(one.cause == STAFF for one in reception.outgoing)
    lately = case.nudged_at is not None and reception.now - case.nudged_at < NUDGE_AGAIN
    if not (wrote and may_notify(case, reception.now)) or lately:
        return reception
    text = reception.phrase("Hello. There is news here, for whenever it suits you. Nothing is needed now.")
    return reception.but(case=replace(case, nudged_at=reception.now)).tell(text, cause=NUDGE, tag=NUDGE)


def _when_she_writes(reception: Reception) -> Reception:
    """A conversation that was just begun is begun once she writes: no word of hers answers what she has not read."""
    session, before = reception.session, reception.loaded.session
    if session is None or (before is not None and before.token == session.token):
        return reception
    if session.ended and reception.case is not None:
        return reception
    begun = session.stack[0] if session.stack else session.place
    first = begun if begun in INTO.values() else Place(begun.flow, reception.revision.flows[begun.flow].start)
    session = session.but(place=first, stack=(), aside=False, awaiting=None, misses=0, ended=False)
    return reception.but(session=session).note(**{UNREAD: "yes"})
