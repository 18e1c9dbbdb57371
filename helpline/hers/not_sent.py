"""not sent: the file she asked for could not be made or sent; she is told so, and how to try again."""

from __future__ import annotations

from datetime import datetime

from helpline.hers.taking_along import TAG
from helpline.ports import Changes, House, Loaded
from helpline.reception import CHORE, open_case


def file_not_sent(loaded: Loaded, now: datetime, house: House) -> Changes:
    """A chat that has forgotten the case meanwhile is told nothing."""
    assert loaded.contact is not None
    if loaded.locked:
        return Changes(loaded.contact, None, loaded.case)
    reception = open_case(loaded, CHORE, now, house)
    text = reception.phrase("The file could not be sent just now. With /mydata you can try again.")
    return reception.tell(text, tag=TAG).changes()


def caption(house: House, language: str) -> str:
    """What stands under the file. It may come late, so whoever glances at her phone learns nothing of it."""
    return house.say(language, "Here it is. It opens with the words you chose.")
