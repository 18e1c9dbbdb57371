"""Words what the engine says as a contact would read it: real numbers, real hours, real notices."""

from __future__ import annotations

from datetime import datetime

from flows.move import Notice, Say, ShowCards, Spoken
from flows.session import Session
from helpline import wording
from helpline.contact import Address
from helpline.ports import House, Incoming, Loaded
from helpline.reception import Reception, receive

Words = str


class Wording:
    """The wording of a house at a moment; nothing is kept and nobody is told of anything."""

    def __init__(self, house: House, now: datetime) -> None:
        self._house, self._now = house, now

    def __call__(self, spoken: Spoken, session: Session) -> Words:
        """The text of one thing said in this session; empty where the directory has nothing to show."""
        reception = self._reception(session)
        match spoken:
            case Say(text=text):
                return wording.fill(reception, text)
            case ShowCards(entries=entries):
                return wording.cards(reception, entries)
            case Notice(name="too_long"):
                return _told(wording.too_long(reception))
            case Notice(name=name):
                return _told(wording.not_understood(reception, name))

    def _reception(self, session: Session) -> Reception:
        incoming = Incoming("terminal", 0, Address("terminal", ""), "text", self._now)
        return receive(Loaded(session=session), incoming, self._now, self._house)


def _told(reception: Reception) -> Words:
    return "\n".join(one.text.plain for one in reception.outgoing)
