"""media: photos, films, voices and files are never taken: the message goes, and the reason is given once per burst.

Words written under a picture go with it and are kept nowhere; but an age, despair or danger in them is heard.
"""

from __future__ import annotations

from datetime import timedelta

from helpline import conversation, hearing
from helpline.on_device import page
from helpline.reception import Reception
from helpline.waiting import quiet

#: What comes within this time of the last one belongs to the same burst.
BURST = timedelta(seconds=60)


def refuse(reception: Reception) -> Reception:
    """Nothing is downloaded, nothing is remembered of it but that something came."""
    incoming = reception.incoming
    if incoming.message is not None:
        reception = reception.but(delete=(*reception.delete, incoming.message))
    ago = reception.since("media")
    marks = reception.session.marks if reception.session else {}
    same = incoming.burst is not None and marks.get("burst") == incoming.burst
    told = same or (ago is not None and ago < BURST)
    reception = reception.note(media=reception.now.isoformat(), burst=incoming.burst or "")
    reception = reception if told else _say_why(reception.happened("media_refused"))
    heard = _hear(reception, incoming.words.plain if incoming.words else "")
    if heard is not None:
        return heard
    return reception if told else conversation.go_on(reception)


def _hear(reception: Reception, words: str) -> Reception | None:
    """What is listened for in all she writes, in the words under a picture too. None: nothing of it was there."""
    grown = hearing.hear_age(reception, words)
    if grown is not None:
        return grown
    kinds = hearing.alarming(words)
    if not kinds:
        return None
    sounded = quiet(hearing.sound(reception, kinds))
    return conversation.resume(sounded) if sounded.resting and not sounded.held else sounded


def _say_why(reception: Reception) -> Reception:
    reception = reception.tell(
        reception.phrase(
            "Photos, videos, voice messages and files are never opened or kept here, "
            "and I took this one out of the chat. Please go on in words."
        )
    )
    return page.hint(reception)
