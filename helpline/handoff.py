"""handoff: the case joins a team's queue, is taken out of it again, and what she is told meanwhile."""

from __future__ import annotations

from dataclasses import replace

from helpline import buttons
from helpline.adults import CHILD_FOCUS, for_child_focus, stands, team_may_have
from helpline.alarms import urgency
from helpline.case import Holder
from helpline.expected import expected_words, someone_there
from helpline.reception import Reception
from helpline.wording import cards

#: Who listens while nobody of the team is there.
MEANWHILE = ("listening_line", "suicide_line", "emergency")
#: And where someone is or may be under 18.
MEANWHILE_YOUNG = (CHILD_FOCUS, "suicide_line", "emergency")


def hand_off(reception: Reception, team: str) -> tuple[Reception, str]:
    """Ask for a person: with a case, her consent, and of a team that may have it. queued | refused"""
    case = reception.case
    if case is None or not (case.agreed("keep") and case.agreed("handoff")):
        return reception, "refused"
    known = replace(case, facts=dict(reception.facts))
    if not (stands(known, reception.house) and team_may_have(known, team)):
        return reception, "refused"
    if reception.held:
        return reception, "queued"
    waiting = case.given("queue", reception.now, team)
    reception = reception.but(case=replace(waiting, urgency=urgency(reception), state="open", outcome=None))
    if case.state == "closed":
        reception = reception.happened("case_reopened", by="contact", team=team)
    left = {"team_before": case.holder.team} if case.holder.team not in (None, team) else {}
    return reception.happened("handoff_queued", team=team, route=case.route, **left).alert("waiting"), "queued"


def joined(reception: Reception) -> Reception:
    """The case has just joined a queue: nothing more is asked, and nobody is left waiting without a number."""
    reception = at_rest(reception)
    case = reception.case
    team = case.holder.team if case else None
    meanwhile = MEANWHILE_YOUNG if case and for_child_focus(case) else MEANWHILE
    if team and not someone_there(reception, team):
        text = reception.phrase("You need not wait for us to talk to someone: these people are there now.")
        reception = reception.tell(f"{text}\n\n{cards(reception, meanwhile)}")
    return reception


def at_rest(reception: Reception) -> Reception:
    """The bot asks nothing more: what is open is between her and a person."""
    session = reception.session
    if session is None or session.ended:
        return reception
    ended = replace(session, ended=True, aside=False, stack=(), awaiting=None)
    return reception.without_prompts().but(session=ended)


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
    who = reception.house.colleagues.get(reception.case.holder.staff or "") if reception.case else None
    if who is None:
        return reception.tell(reception.phrase("A person is with you in this chat. What you write goes to them."))
    return reception.tell(
        reception.phrase("A person is with you in this chat: {alias}. What you write goes to {alias}.", alias=who.alias)
    )


def cancel(reception: Reception) -> Reception:
    """She would rather not wait: the bot has the case again, and it stays as it was."""
    if reception.case is None or not reception.case.is_waiting:
        return reception
    reception = _out_of_sight(reception, "handoff_cancelled")
    return reception.tell(
        reception.phrase(
            "You are no longer in line. What you left stays encrypted; "
            "with /human you can ask again, with /delete you erase it."
        )
    )


def recall(reception: Reception) -> Reception:
    """Nobody may have this case any more: back to the bot, and what was written for them is erased."""
    had = reception.held
    reception = _out_of_sight(reception, "handoff_recalled").but(erase_transcript=True, transcript=())
    if not had:
        return reception
    text = reception.phrase("The team can no longer see what you left. Nothing more comes from them.")
    return reception.alert("recalled").tell(text)


def released(reception: Reception) -> Reception:
    """Nothing more is to be sent: nobody holds the case any more. Whoever was talking with her still sees why."""
    case = reception.case
    if case is None or not reception.held:
        return reception
    if case.is_waiting:
        return _out_of_sight(reception, "handoff_cancelled")
    reception = to_the_bot(reception).happened("handoff_cancelled", team=case.holder.team or "").alert("recalled")
    return closed(reception, "her_wish", by="contact")


def closed(reception: Reception, outcome: str, **about: str) -> Reception:
    """The case is closed, and stays where it is; it can be opened again. How long it is kept counts from now."""
    case = reception.case
    if case is None:
        return reception
    holder = replace(case.holder, since=reception.now)
    reception = reception.but(case=replace(case, holder=holder, state="closed", outcome=outcome))
    return reception.happened("case_closed", team=case.holder.team or "", outcome=outcome, **about)


def to_the_bot(reception: Reception) -> Reception:
    """The bot has the case again. The team it was with still sees it."""
    case = reception.case
    if case is None:
        return reception
    return reception.but(case=replace(case.given("bot", reception.now, case.holder.team), numbers_by=None))


def back_in_line(reception: Reception, team: str) -> Reception:
    """The case waits for whoever of the team is first. Who waits for an answer has waited since she wrote."""
    case = reception.case
    if case is None:
        return reception
    waiting = case.given("queue", reception.now, team)
    if case.is_waiting or (case.answer_by is not None and case.wrote_at is not None):
        waiting = replace(waiting, waiting_since=case.waiting_since or case.wrote_at)
    return reception.but(case=waiting)


def _out_of_sight(reception: Reception, kind: str) -> Reception:
    """The bot has the case again, and no team sees it any more."""
    case = reception.case
    if case is None or case.holder == Holder(token=case.holder.token, since=case.holder.since):
        return reception
    gone = replace(case.given("bot", reception.now), numbers_by=None)
    return reception.but(case=gone).happened(kind, team="", team_before=case.holder.team or "")
