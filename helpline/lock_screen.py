"""lock_screen: what somebody who only glances at her phone may read: nothing that tells what this is about.

For a minute after her own word or tap she has the chat open, and what is said stands there plain. Whatever leaves later
is covered: a first line that says nothing, and the rest hidden in notifications and in the list of chats until it is
tapped. What says nothing anyway needs no cover.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from helpline.case import Case
from helpline.languages import SOURCE
from helpline.ports import Outgoing, Say

#: For so long after she wrote or tapped she is taken to look at the chat herself.
OPEN_FOR = timedelta(minutes=1)
#: The commands that the messenger itself lists, for whoever opens the chat; the others work typed, and stand in /help.
MENU = ("start", "help", "human", "language", "privacy", "stop")
#: Causes of messages that say nothing: that there is news; that something ends soon.
SAYS_NOTHING = ("nudge",)


def open_until(case: Case | None) -> datetime | None:
    """Until when she has the chat open, as far as a case can tell: by what she wrote or agreed to last."""
    if case is None:
        return None
    hers = (case.opened_at, case.wrote_at or case.opened_at, *(one.given_at for one in case.consents))
    return max(hers) + OPEN_FOR


def is_covered(outgoing: Outgoing, now: datetime) -> bool:
    """Does it leave when she may not be looking? What nobody knows of, she is not."""
    if outgoing.cause in SAYS_NOTHING:
        return False
    return outgoing.open_until is None or now > outgoing.open_until


def cover(language: str, say: Say) -> str:
    """The first line of a covered message."""
    return say(language or SOURCE, "A message for you. Tap the grey part to read it.")
