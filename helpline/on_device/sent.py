"""sent: what comes from the page. Hashes are kept as if she had typed them; or somebody in the picture was under 18.

Of what it sends nothing is shown in the chat but how many.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows import engine
from flows.move import Answered
from helpline import conversation, ending, hearing
from helpline.ages import kept_promise, took_in
from helpline.holding import held_by_staff
from helpline.keeping import MOST_ITEMS, consent_id
from helpline.on_device.gate import SCOPE, gate
from helpline.on_device.made import SOME_MINOR, Sending, Tally, added
from helpline.ports import Changes, DecideCase, House, Loaded
from helpline.reaching import reached
from helpline.reception import NOTICE, PAGE, Reception, open_case


def kept(sending: Sending) -> DecideCase:
    """Keep what fits of these, as if she had typed it; the chat says how many. Raises NotAdult or NoConsent."""

    def decide(loaded: Loaded, now: datetime, house: House) -> Changes:
        case = gate(loaded, now)
        reception = took_in(open_case(loaded, PAGE, now, house))
        case = reception.case or case
        items, tally = added(case, sending, consent_id(case, SCOPE), now, house.chance.id)
        reception = reception.but(case=replace(case, items=(*case.items, *items)))
        for item in items:
            reception = reception.happened("item_kept", kind=item.kind)
        return _decided(ending.stays(_on(_acknowledged(reception, tally), tally)))

    return decide


def _acknowledged(reception: Reception, tally: Tally) -> Reception:
    say = reception.phrase
    if tally.new == 1:
        text = say("1 fingerprint received.")
    elif tally.new:
        text = say("{count} fingerprints received.", count=tally.new)
    else:
        text = say("What you sent from the page was here already.") if tally.known else ""
    if tally.new:
        text = f"{text} {_what_comes(reception)}"
    if tally.left:
        full = say("{count} more were not kept: there is room for {most} in all.", count=tally.left, most=MOST_ITEMS)
        text = f"{text} {full}".strip()
    cause = NOTICE if held_by_staff(reception.case) else "kept"
    return reception.tell(text, cause=cause) if text else reception


def _what_comes(reception: Reception) -> str:
    if reception.held:
        return reception.phrase("The people who help you can see them; the image stayed with you.")
    if reception.resting:
        return reception.phrase("They are stored encrypted; with /mydata you see them.")
    return reception.phrase("They are stored encrypted, and shared only if you agree later on.")


def _on(reception: Reception, tally: Tally) -> Reception:
    """Where the bot asks her something, the question comes again below; the one for hashes, as after a typed one."""
    session = conversation.settled(reception)
    if session is None or reception.held or conversation.is_unread(reception):
        return reception
    if conversation.asks(reception) != "hash" or not (tally.new or tally.known):
        return conversation.repeat(reception)
    waiting = replace(session, awaiting="KeepHashes")
    return conversation.follow(
        reception, engine.advance(reception.revision, waiting, Answered("kept"), reception.moment)
    )


def some_minor(fact: str) -> DecideCase:
    """Somebody in the picture was under 18, or may have been: the same as when she says so in the chat (P1), whoever
    has the case. Raises ValueError for anything else."""
    if fact not in SOME_MINOR:
        raise ValueError("no such answer")

    def decide(loaded: Loaded, now: datetime, house: House) -> Changes:
        reception = open_case(loaded, PAGE, now, house)
        if hearing.is_known_young(reception):
            return reception.changes()
        return _decided(hearing.learn(reception, {"age_in_image": fact}))

    return decide


def _decided(reception: Reception) -> Changes:
    """Into a chat that has forgotten the case, or in which she has blocked us, nothing is sent. Else she is answered,
    covered, at any hour: it is she who has just acted."""
    reception = conversation.bare(kept_promise(reception))
    silent = reception.loaded.locked or reception.contact.blocked
    return (reached(reception) if silent else reception).changes()
