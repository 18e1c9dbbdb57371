"""media: photos, films, voices and files are never taken: the message goes, and the reason is given once per burst."""

from __future__ import annotations

from datetime import timedelta

from helpline import conversation
from helpline.adults import all_adults
from helpline.reception import Reception

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
    return reception if told else _explain(reception.happened("media_refused"))


def _explain(reception: Reception) -> Reception:
    reception = reception.tell(
        reception.phrase(
            "Photos, videos, voice messages and files are never opened or kept here, "
            "and I took this one out of the chat. Please go on in words."
        )
    )
    if all_adults(reception.facts):
        reception = reception.tell(
            reception.phrase(
                "A link or a hash can be sent as text. "
                "StopNCII makes a hash on your own device, and the image stays with you."
            )
        )
    if reception.held:
        return reception
    return conversation.begin(reception) if reception.resting else conversation.repeat(reception)
