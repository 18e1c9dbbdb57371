"""waiting: what she writes while people have her case. Nothing talks over them; what cannot wait is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.move import Pressed, Said
from flows.steps.choose import Choose
from flows.stock import YES
from flows.understand import fold, folded
from helpline import conversation, handoff, late_consent, when_safe
from helpline.adults import for_child_focus
from helpline.commands import listed
from helpline.conversation import OPENED
from helpline.hashes import find_hashes
from helpline.holding import held_by_staff
from helpline.keeping import keep_hashes, keep_links, without_items
from helpline.links import find_links
from helpline.listening.asides import asks_who_is_there, wants_a_person
from helpline.on_device import page
from helpline.reception import NOTICE, Reception

#: A plain word gets a receipt at most this often; who asks whether anyone is there, or when they come, sooner.
RECEIPT_AGAIN, ASKS_AGAIN = timedelta(minutes=10), timedelta(minutes=1)
#: Whole messages that take a case out of the queue.
CANCELS = listed(
    "cancel, never mind, nevermind, i'd rather not wait, i don't want to wait, not needed any more",
    "annuleer, annuleren, laat maar, ik wacht niet, ik wil niet wachten, liever niet wachten, ik wacht liever niet",
    "niet meer nodig",
    "annuler, annulez, laissez tomber, je n'attends plus, je ne veux plus attendre, je prefere ne pas attendre",
    "plus besoin",
)
#: The flow that is read more than answered.
TOLD_WHOLE = "privacy"
#: What may stand before them.
BEFORE_CANCEL = frozenset(
    fold(
        "no nee neen non ok oke okay sorry it s is fine all good goed laat maar cest c est bon merci bedankt thanks"
    ).split()
)
#: Consent → the mark that stands where something was cut out.
CUT = {"links": "[link]", "hashes": "[hash]"}


def open_aside(reception: Reception, flow: str) -> Reception:
    """A command's flow, over a case that people have."""
    opened = quiet(conversation.aside(reception, flow))
    return _told_whole(opened) if flow == TOLD_WHOLE and held_by_staff(opened.case) else opened


def _told_whole(reception: Reception) -> Reception:
    """Beside one of the staff nothing is asked, for her next word answers that person: all there is to read comes at
    once, button by button."""
    session = reception.session
    step = reception.revision.step(session.place) if session else None
    for choice in step.choices if isinstance(step, Choose) else ():
        now = reception.session
        if session is None or now is None or now.ended or now.place != session.place:
            break
        reception = conversation.reply(reception, Pressed(f"{now.token}:{now.place}:{choice.key}"))
    return reception.without_prompts()


def quiet(reception: Reception) -> Reception:
    """No prompt of the conversation beneath is put while people have the case."""
    session = reception.session
    if not reception.held or session is None or session.ended or session.aside or OPENED in session.marks:
        return reception
    return reception.without_prompts()


def beside_staff(reception: Reception) -> Reception:
    """Beside the people who talk to her, the house itself only ever answers a command or says what it did."""
    if not held_by_staff(reception.case):
        return reception
    told = (replace(one, cause=NOTICE) if one.cause == "reply" else one for one in reception.outgoing)
    return reception.but(outgoing=tuple(told))


def hears_flow(reception: Reception) -> bool:
    """Is a flow open that a command opened?"""
    session = reception.session
    return session is not None and not session.ended and (session.aside or OPENED in session.marks)


def hear(reception: Reception, words: str) -> Reception:
    """Her words: for an open flow, to take the case out of the queue, or for the people who have it."""
    if hears_flow(reception) and reception.session:
        answered = conversation.reply(reception, Said(words))
        if answered.session and answered.session.misses == 0:
            return quiet(answered)
    offer, reception = late_consent.just_put(reception)
    if offer is not None and not folded(words).isdisjoint(YES):
        return agree_to_items(reception, offer.says)
    case = reception.case
    if case is not None and case.is_waiting:
        if cancels(words):
            return handoff.cancel(reception)
        if safe := when_safe.answered(reception, words):
            return when_safe.choose(reception, safe)
    return for_the_people(reception, words)


def for_the_people(reception: Reception, words: str, silently: bool = False) -> Reception:
    """Her words join the transcript, links and hashes the case, where she agreed. `silently`: without a receipt."""
    case = reception.case
    if case is None:
        return reception
    told = len(reception.outgoing)
    if case.agreed("links") and find_links(words).links:
        reception, _ = keep_links(reception, words)
    if case.agreed("hashes") and find_hashes(words).hashes:
        reception, _ = keep_hashes(reception, words)
    kept = without_items(case, words)
    reception = reception.wrote(kept)
    scopes = tuple(scope for scope, mark in CUT.items() if kept.count(mark) > words.count(mark))
    if silently or not (case.is_waiting or _is_told_beside(reception, scopes)):
        return reception.but(outgoing=reception.outgoing[:told])
    if scopes and for_child_focus(case):
        return _not_needed(reception)
    if scopes:
        return late_consent.put(reception.note(cut_told=reception.now.isoformat()), case, scopes)
    if len(reception.outgoing) > told:
        return reception
    return receipt(reception, ASKS_AGAIN if asks_who_is_there(words) or wants_a_person(words) else RECEIPT_AGAIN)


def _is_told_beside(reception: Reception, scopes: tuple[str, ...]) -> bool:
    """Beside a person who talks with her nothing is said of what she sends, but that it was not kept: neither of the
    two would know. Once in a while: she may be sending one after the other."""
    ago = reception.since("cut_told")
    return bool(scopes) and (ago is None or ago >= RECEIPT_AGAIN)


def _not_needed(reception: Reception) -> Reception:
    """A link or hash was cut out, and may not be kept: said once in a while, without making much of it."""
    ago = reception.since("not_needed")
    if ago is not None and ago < RECEIPT_AGAIN:
        return reception
    return reception.note(not_needed=reception.now.isoformat()).tell(
        reception.phrase(
            "I took a link or fingerprint out of that and kept nothing of it; it is not needed here. "
            "The rest is kept for them."
        )
    )


def agree_to_items(reception: Reception, offered: str) -> Reception:
    """She agreed to keep links or hashes after all. What she sent is sent again, for nothing of the first time was
    kept; for what is made on a page, she is given the page."""
    agreed = late_consent.accepted(reception, offered)
    if agreed is None:
        return conversation.from_earlier(reception)
    if late_consent.is_for_page(offered):
        return page.offer(agreed)
    return agreed.tell(agreed.phrase("Thank you. Please send it once more; now it is kept."))


def cancels(words: str) -> bool:
    """Would she rather not wait? So she says by itself, or behind a word or two: `c'est bon laissez tomber`."""
    said = fold(words)
    begun = (said.removesuffix(one).split() for one in CANCELS if said.endswith(one))
    return any(set(before) <= BEFORE_CANCEL for before in begun)


def receipt(reception: Reception, again: timedelta) -> Reception:
    ago = reception.since("receipt")
    if ago is not None and ago < again:
        return reception
    return handoff.status(reception.note(receipt=reception.now.isoformat()))


def press(reception: Reception, data: str) -> Reception:
    """A button, while people have the case: of an open flow, or an old one, which is answered silently."""
    return quiet(conversation.reply(reception, Pressed(data))) if hears_flow(reception) else reception
