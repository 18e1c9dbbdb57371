"""page: the page on which she makes hashes is offered in the chat, or she is told kindly what comes first."""

from __future__ import annotations

from datetime import timedelta

from flows.facts import FACTS
from helpline import conversation, late_consent
from helpline.adults import CHILD_FOCUS, all_adults, for_child_focus, is_young
from helpline.case import Case
from helpline.contact import Words
from helpline.on_device.gate import SCOPE, may_make
from helpline.on_device.leave import PURPOSE
from helpline.on_device.question import TAG, button, elsewhere
from helpline.ports import Page, Ticket
from helpline.reception import Reception
from helpline.wording import cards

#: So long the secret is good, and so long the message with it stands.
GOOD_FOR = timedelta(minutes=60)
#: The flow that asks whether hashes may be kept, and takes them; and where it asks.
FLOW, ASKING = "hashes", "hashes.agree"


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
    if not reception.held and conversation.asks(reception) == "hash":
        return conversation.repeat(reception)
    text = reception.phrase("A fingerprint can be sent as text, with its kind in front: PDQ, MD5 or SHA-256.")
    where = elsewhere(reception)
    return conversation.go_on(reception.tell(f"{where} {text}" if where else text))


def _ask(reception: Reception, case: Case) -> Reception:
    """Only her consent is missing: people have the case, and she is asked beside them; or the flow that asks for it
    opens, and goes on to the hashes."""
    if reception.held:
        return late_consent.put(reception, case, (SCOPE,), for_page=True)
    asked, running = conversation.settled(reception), reception.house.revisions[reception.house.running]
    there = FLOW in (running if reception.resting else reception.revision).flows
    if not there or (asked is not None and str(asked.place) == ASKING):
        return conversation.go_on(reception)
    return conversation.aside(reception, FLOW)


def _not_needed(reception: Reception) -> Reception:
    text = reception.phrase("A fingerprint is not needed here. Child Focus knows what can be done about such an image.")
    card = cards(reception, (CHILD_FOCUS,))
    return conversation.go_on(reception.tell(f"{text}\n\n{card}" if card else text))


def _ages_first(reception: Reception) -> Reception:
    return conversation.go_on(
        reception.tell(
            reception.phrase("A fingerprint is taken only where everyone is 18 or older, so I ask that first.")
        )
    )


def _keeping_first(reception: Reception) -> Reception:
    """The road there begins with whether anything may be kept; where she is asked something else just now, that goes
    first."""
    text = reception.phrase("First comes the question whether anything may be kept here. Without your yes nothing is.")
    reception = reception.tell(text)
    running = reception.house.revisions[reception.house.running]
    if not reception.resting or "intake" not in running.flows:
        return conversation.go_on(reception)
    facts = {fact: value for fact, value in reception.facts.items() if fact in FACTS}
    return conversation.begin(reception, "intake", facts)


def hint(reception: Reception) -> Reception:
    """Beside the reason why no photo is taken: what an adult can leave instead."""
    if not all_adults(reception.facts):
        return reception
    case = reception.case
    if case is None or for_child_focus(case) or reception.house.pages is None:
        where = elsewhere(reception)
        text = reception.phrase("A link or a fingerprint can be sent as text.")
        return reception.tell(f"{text} {where}" if where else text)
    if not reception.held and not reception.resting and conversation.asks(reception) == "hash" and may_make(reception):
        return reception  # the question that comes again says so
    text = reception.phrase("Your own device can make its digital fingerprint; the image stays with you.")
    return reception.tell(text, [button(reception, case)])
