"""A chore looks at a case in which something may have fallen due; what it decides becomes so."""

from __future__ import annotations

from helpline.holding import WHEN_DUE
from helpline.ports import Changes, Outgoing
from tests.helpline.deskwork import Desk

#: How somebody says that she wants to die, and who listens to her, by language.
DESPAIR = {"nl": "ik wil niet meer leven", "fr": "je veux mourir", "en": "I want to kill myself"}
LINE = {"nl": "1813", "fr": "0800 32 123", "en": "02 648 40 14"}


def passes(desk: Desk, why: str) -> Changes:
    """A chore looks at the case; what it decides becomes so."""
    made = WHEN_DUE[why](desk.loaded, desk.talk.now, desk.talk.house)
    talk = desk.talk
    if talk.locked:
        talk.hidden = made.case
    else:
        talk.session, talk.case = made.session, made.case
    talk.buttons = {label: data for one in made.outgoing for row in one.buttons for label, data in row} or talk.buttons
    desk.sent += () if made.keep_back else made.outgoing
    return made


def said(outgoing: tuple[Outgoing, ...]) -> str:
    return "\n".join(one.text.plain for one in outgoing)


def answered(desk: Desk, text: str = "I am here") -> Desk:
    desk.does("ann", verb="reply", id=f"reply-{len(desk.tokens):012}", text=text)
    return desk
