"""handoff: the case joins a team's queue, is taken out of it again, and what she is told meanwhile."""

from __future__ import annotations

from dataclasses import replace

from helpline import buttons
from helpline.adults import all_adults
from helpline.alarms import urgency
from helpline.case import Holder
from helpline.expected import expected_words, someone_there
from helpline.reception import Reception
from helpline.wording import cards

#: Who listens while nobody of the team is there.
MEANWHILE = ("listening_line", "suicide_line", "emergency")


def hand_off(reception: Reception, team: str) -> tuple[Reception, str]:
    """Ask for a person: with a case, her consent, and everyone an adult. queued | refused"""
    case = reception.case
    if case is None or not (all_adults(reception.facts) and case.agreed("keep") and case.agreed("handoff")):
        return reception, "refused"
    if reception.held:
        return reception, "queued"
    holder = Holder("queue", team=team, token=case.holder.token + 1)
    waiting = replace(case, holder=holder, waiting_since=reception.now, urgency=urgency(reception))
    reception = reception.but(case=waiting).happened("handoff_queued", team=team, route=case.route)
    return reception.alert("waiting"), "queued"


def joined(reception: Reception) -> Reception:
    """The case has just joined a queue: nothing more is asked, and nobody is left waiting without a number."""
    session = reception.session
    if session is not None and not session.ended:
        ended = replace(session, ended=True, aside=False, stack=(), awaiting=None)
        reception = reception.without_prompts().but(session=ended)
    team = reception.case.holder.team if reception.case else None
    if team and not someone_there(reception, team):
        text = reception.phrase("You need not wait for us to talk to someone: these people are there now.")
        reception = reception.tell(f"{text}\n\n{cards(reception, MEANWHILE)}")
    return reception


def status(reception: Reception) -> Reception:
    """Where things stand, and the way out of it."""
    if reception.case and reception.case.is_waiting:
        text = reception.phrase(
            "You are in line for a person, and what you write is kept for them. "
            "When they go on with you here: {expected}.",
            expected=expected_words(reception),
        )
        leave = buttons.made(reception.case, buttons.QUEUE, "cancel")
        return reception.tell(text, [(reception.phrase("I'd rather not wait"), leave)])
    return reception.tell(reception.phrase("A person is with you in this chat. What you write goes to them."))


def cancel(reception: Reception) -> Reception:
    """She would rather not wait: the bot has the case again, and it stays as it was."""
    if reception.case is None or not reception.case.is_waiting:
        return reception
    reception = _to_the_bot(reception).happened("handoff_cancelled")
    return reception.tell(
        reception.phrase(
            "You are no longer in line. What you left stays encrypted; "
            "with /human you can ask again, with /delete you erase it."
        )
    )


def recall(reception: Reception) -> Reception:
    """Nobody may have this case any more: back to the bot, and what was written for them is erased."""
    if not reception.held:
        return reception.but(erase_transcript=True, transcript=())
    reception = _to_the_bot(reception).happened("handoff_recalled").alert("recalled")
    reception = reception.but(erase_transcript=True, transcript=())
    return reception.tell(reception.phrase("The team can no longer see what you left. Nothing more comes from them."))


def released(reception: Reception) -> Reception:
    """Nothing more is to be sent: nobody holds the case any more."""
    return _to_the_bot(reception).happened("handoff_cancelled") if reception.held else reception


def _to_the_bot(reception: Reception) -> Reception:
    case = reception.case
    if case is None:
        return reception
    holder = Holder(token=case.holder.token + 1)
    return reception.but(case=replace(case, holder=holder, waiting_since=None))
