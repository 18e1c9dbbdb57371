"""on device: hashes she makes herself, on a page of ours or elsewhere; the page is offered, and what it sends is kept.

The page never gets an image away from her device, and of what it sends nothing is shown in the chat but how many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flows import engine
from flows.facts import FACTS
from flows.move import Answered
from helpline import conversation, ending, hearing, offering
from helpline.adults import CHILD_FOCUS, all_adults, for_child_focus, is_young
from helpline.ages import kept_promise, took_in
from helpline.case import Case
from helpline.contact import Words
from helpline.holding import held_by_staff
from helpline.keeping import MOST_ITEMS, consent_id
from helpline.made import MadeFile, MadeHash, Tally, added, counted
from helpline.making import SCOPE, TAG, button, elsewhere, gate, may_make
from helpline.ports import Changes, DecideCase, House, Loaded, Page, Ticket
from helpline.reaching import reached
from helpline.reception import NOTICE, PAGE, Reception, open_case
from helpline.wording import cards

__all__ = ["MadeFile", "MadeHash", "Tally", "counted", "gate", "hint", "kept", "may_make", "offer", "some_minor"]

#: What the page's leave is called; so long it is good, and so long the message stands.
PURPOSE, GOOD_FOR = "hashes", timedelta(minutes=60)
#: The flow that asks whether hashes may be kept, and takes them; and where it asks.
FLOW, ASKING = "hashes", "hashes.agree"
#: What the page may say of somebody in the picture, and nothing else.
SOME_MINOR = ("minor", "unsure")


# ── in the chat ───────────────────────────────────────────────────────────────────────────────────────────────────
def offer(reception: Reception) -> Reception:
    """She would like to make hashes on her own device: the page for it, or kindly what comes first."""
    case, house = reception.case, reception.house
    if is_young(reception.facts) or (case is not None and for_child_focus(case)):
        return _not_needed(reception)
    if not all_adults(reception.facts):
        return _ages_first(reception)
    if case is None or not case.agreed("keep"):
        return _keeping_first(reception)
    if not case.agreed(SCOPE):
        return _ask(reception, case)
    if not may_make(reception):  # staff have shut this chat out
        return reception
    return _page(reception, house.pages) if house.pages else _typed(reception)


def _page(reception: Reception, pages: str) -> Reception:
    """Leave to open the page, in the place of an earlier one. What opens it stands behind the #, which no browser sends
    along."""
    secret = "".join(reception.house.chance.token() for _ in range(4))
    address = f"{pages}/hashes#{secret}"
    reception = reception.but(
        ticket=Ticket(Words(secret), PURPOSE, reception.now + GOOD_FOR), delete_tagged=(*reception.delete_tagged, TAG)
    )
    text = reception.phrase(
        "On this page your own device makes the fingerprint of a photo or video; the image never leaves it. "
        "You see the fingerprint before you send it. The page is good for {minutes} minutes.",
        minutes=int(GOOD_FOR.total_seconds()) // 60,
    )
    return reception.tell(
        f"{text}\n{address}",
        tag=TAG,
        protect=True,
        delete_after=int(GOOD_FOR.total_seconds()),
        opens=Page(reception.phrase("Open the page"), Words(address)),
    )


def _typed(reception: Reception) -> Reception:
    """No browser finds this house: how to send one, and where they are made."""
    if not reception.held and _at(reception) == "hash":
        return conversation.repeat(reception)
    text = reception.phrase("Send a hash as text, with its kind in front: PDQ, MD5 or SHA-256.")
    where = elsewhere(reception)
    return _go_on(reception.tell(f"{where} {text}" if where else text))


def _ask(reception: Reception, case: Case) -> Reception:
    """Only her consent is missing: people have the case, and she is asked beside them; or the flow that asks for it
    opens, and goes on to the hashes."""
    if reception.held:
        return offering.put(reception, case, (SCOPE,), for_page=True)
    asked, running = conversation.settled(reception), reception.house.revisions[reception.house.running]
    there = FLOW in (running if reception.resting else reception.revision).flows
    if not there or (asked is not None and str(asked.place) == ASKING):
        return _go_on(reception)
    return conversation.aside(reception, FLOW)


def _not_needed(reception: Reception) -> Reception:
    text = reception.phrase("A hash is not needed here. Child Focus knows what can be done about such an image.")
    card = cards(reception, (CHILD_FOCUS,))
    return _go_on(reception.tell(f"{text}\n\n{card}" if card else text))


def _ages_first(reception: Reception) -> Reception:
    return _go_on(
        reception.tell(reception.phrase("A hash is taken only where everyone is 18 or older, so I ask that first."))
    )


def _keeping_first(reception: Reception) -> Reception:
    """The road there begins with whether anything may be kept; where she is asked something else just now, that goes
    first."""
    text = reception.phrase("First comes the question whether anything may be kept here. Without your yes nothing is.")
    reception = reception.tell(text)
    running = reception.house.revisions[reception.house.running]
    if not reception.resting or "intake" not in running.flows:
        return _go_on(reception)
    facts = {fact: value for fact, value in reception.facts.items() if fact in FACTS}
    return conversation.begin(reception, "intake", facts)


def _go_on(reception: Reception) -> Reception:
    """The question that waits comes again, where the bot has the talk."""
    if reception.held:
        return reception
    return conversation.resume(reception) if reception.resting else conversation.repeat(reception)


def hint(reception: Reception) -> Reception:
    """Beside the reason why no photo is taken: what an adult can leave instead."""
    if not all_adults(reception.facts):
        return reception
    case = reception.case
    if case is None or for_child_focus(case) or reception.house.pages is None:
        where = elsewhere(reception)
        text = reception.phrase("A link or a hash can be sent as text.")
        return reception.tell(f"{text} {where}" if where else text)
    if not reception.held and not reception.resting and _at(reception) == "hash" and may_make(reception):
        return reception  # the question that comes again says so
    text = reception.phrase("You can make a hash, its digital fingerprint, on your own device; the image stays there.")
    return reception.tell(text, [button(reception, case)])


def _at(reception: Reception) -> str:
    session = conversation.settled(reception)
    step = reception.revision.step(session.place) if session else None
    return step.type if step else ""


# ── from the page ─────────────────────────────────────────────────────────────────────────────────────────────────
def kept(files: Sequence[MadeFile]) -> DecideCase:
    """Keep what fits of these, as if she had typed it; the chat says how many. Raises NotAdult or NoConsent.
    How many there are of each is told by `counted`."""

    def decide(loaded: Loaded, now: datetime, house: House) -> Changes:
        case = gate(loaded, now)
        reception = took_in(open_case(loaded, PAGE, now, house))
        case = reception.case or case
        items, tally = added(case, files, consent_id(case, SCOPE), now, house.chance.id)
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
    if _at(reception) != "hash" or not (tally.new or tally.known):
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
