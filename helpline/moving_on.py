"""moving_on: who comes back after weeks goes on in the conversation of today, where her step is still there.

Until then she stays in the one she began in: nobody's talk changes under her hands. Where her step is gone, she
finishes hers as it was.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows import engine
from flows.session import Session
from helpline.ports import House

#: So long she was away: nobody remembers the very words any more.
AWAY = timedelta(weeks=2)
#: On the session: in which minute she was heard last, and how often in it (helpline/flooding.py counts).
PACE = "pace"


def in_todays(session: Session | None, now: datetime, house: House) -> Session | None:
    """The session, in the running revision where it is time for that."""
    if session is None or session.ended or session.revision == house.running:
        return session
    heard = last_heard(session)
    if heard is None or now - heard < AWAY or not engine.fits(house.revisions[house.running], session):
        return session
    return session.but(revision=house.running)


def last_heard(session: Session) -> datetime | None:
    """To the minute; None before she has written a second time."""
    minute = session.marks.get(PACE, "").partition(" ")[0]
    return datetime.fromtimestamp(int(minute, 16) * 60, UTC) if minute else None
