"""leaving: stop, hide and delete. Each does what it says, at once, and says no more than it must."""

from __future__ import annotations

from dataclasses import replace

from helpline import ages
from helpline.conversation import LIMITS_TOLD
from helpline.handoff import released
from helpline.reception import Reception
from helpline.wording import numbers

#: The note that the chat was emptied goes by itself after so many seconds; the receipt of an erasure may be read twice.
NOTE_GOES, RECEIPT_GOES = 60, 300


def stop(reception: Reception) -> Reception:
    """The conversation ends kindly and nothing more is sent; a case stays."""
    session = replace(reception.session or reception.rest(), ended=True, aside=False, stack=(), awaiting=None)
    marks = {name: value for name, value in session.marks.items() if name != LIMITS_TOLD}  # and begins with a hello
    reception = released(reception.but(session=session.but(marks=marks)))
    text = reception.phrase("All right, we stop here and nothing more is sent. You can write again whenever you like.")
    if reception.case is not None:
        text = f"{text} " + reception.phrase("What you chose to keep stays encrypted; with /delete you erase it.")
    return reception.tell(f"{text}\n{numbers(reception)}", cause="goodbye")


def hide(reception: Reception) -> Reception:
    """Both sides' messages go as far as the channel lets us, the conversation is forgotten, the case locked."""
    had_a_case = reception.case is not None
    own = reception.incoming.message if reception.incoming.kind != "press" else None
    reception = shut(reception.happened("contact_hidden"))
    reception = reception.but(
        session=None,
        wipe=True,
        outgoing=(),
        transcript=(),
        delete=reception.delete if own is None else (*reception.delete, own),
    )
    text = reception.phrase(
        "This chat is emptied. What is older than two days, or open on another device, may still be seen there."
    )
    if had_a_case and reception.case is None:
        text = f"{text} " + reception.phrase("What was kept here has been erased.")
    return reception.tell(text, cause="goodbye", delete_after=NOTE_GOES)


def shut(reception: Reception) -> Reception:
    """The chat forgets the case: number and PIN alone bring it back, and nobody can answer into it meanwhile.

    One to which nobody could return, for want of a PIN, and that nobody helps with, is erased."""
    case = reception.case
    if case is None:
        return reception
    reception = reception.but(case=replace(case, answer_by=None, numbers_by=None))
    if case.pin_digest is None and not reception.held:
        return ages.erased(reception)
    return reception.but(lock=True).happened("case_locked")


def delete(reception: Reception) -> Reception:
    """Everything is unreadable from now on; only a receipt is sent, which goes again by itself."""
    receipt = reception.without_prompts().outgoing[-1:]
    goodbye = tuple(replace(one, buttons=(), cause="goodbye", delete_after=RECEIPT_GOES) for one in receipt)
    reception = ages.erased(reception)
    return reception.but(session=None, outgoing=goodbye, transcript=(), wipe=True, delete_tagged=())
