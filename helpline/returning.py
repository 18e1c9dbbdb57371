"""returning: she comes back to her case with its number and PIN, here or from another account. The chat alone opens
nothing.

What she types of the two is taken out of the chat at once, joins no transcript, and of the PIN nothing is ever kept.
What is said where they do not fit is the same whether such a case exists, never did, or was erased.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flows.session import Session
from flows.understand import folded
from helpline import conversation, handoff
from helpline.adults import for_child_focus, says_under_18
from helpline.case import Case
from helpline.commands import listed
from helpline.hours import BRUSSELS
from helpline.listening import number_and_pin
from helpline.listening.number_and_pin import Found
from helpline.ports import Claimed, Incoming, Loaded
from helpline.reception import Reception

#: On the session: what is waited for, and since when.
MARK = "returning"
#: What may stand there instead of the number she has sent.
NUMBER_AWAITED, IS_BACK = "asked", "back"
#: Whole messages that mean: the note is gone.
LOST = listed(
    "i lost it, i lost my pin, i lost my number, lost, i forgot, i forgot it, i forgot my pin, i don't have it",
    "kwijt, ik ben het kwijt, ik ben mijn pincode kwijt, ik ben mijn pin kwijt, ik ben mijn nummer kwijt, vergeten, "
    "ik ben het vergeten, ik ben mijn pincode vergeten, ik ben mijn pin vergeten, ik heb het niet, pincode vergeten",
    "perdu, je l'ai perdu, j'ai perdu mon code, j'ai perdu mon numéro, j'ai perdu mon code pin, oublié, j'ai oublié, "
    "je l'ai oublié, j'ai oublié mon code, j'ai oublié mon code pin, je ne sais plus, je ne l'ai plus",
)
#: For so long digits are taken for a PIN.
LISTENS = timedelta(minutes=15)
#: The messenger's clock and ours may differ by so much.
BACKWARDS = timedelta(minutes=1)
#: Of what we say of it: it joins no transcript, and goes from the chat once she is back.
TAG = "back"


@dataclass(frozen=True, repr=False)
class Claim:
    """She says that this case is hers."""

    number: str
    pin: str

    def __repr__(self) -> str:
        return "Claim()"


# ── what she typed ────────────────────────────────────────────────────────────────────────────────────────────────
def claim(loaded: Loaded, incoming: Incoming) -> Claim | None:
    """The number and the PIN she has sent by now, together or one after the other; None where it is anything else."""
    typed = _typed(loaded, incoming)
    if typed is None or typed.pin is None or typed.number is None:
        return None
    return Claim(typed.number, typed.pin)


def _typed(loaded: Loaded, incoming: Incoming) -> Found | None:
    """What of the two this message is. The PIN alone belongs to the number sent before it."""
    if incoming.kind not in ("text", "edit") or incoming.words is None:
        return None
    found = number_and_pin.find(incoming.words.plain)
    if found is None:
        return None
    awaited = _awaited(loaded.session, incoming.at)
    if awaited is None and not _unasked(loaded, found):
        return None
    if found.number is None and awaited not in (NUMBER_AWAITED, IS_BACK):
        return replace(found, number=awaited)
    return found


def _unasked(loaded: Loaded, found: Found) -> bool:
    """Is it plain without having been asked for? In the middle of a talk only a number as we write it is."""
    if found.pin is not None or not found.sure:
        return found.sure
    idle = loaded.session is None or loaded.session.ended
    held = loaded.case is not None and loaded.case.holder.kind != "bot"
    return found.printed or (idle and not held)


def _awaited(session: Session | None, at: datetime) -> str | None:
    """The number she has sent, or which of the two is waited for; None where neither is."""
    awaited, _, since = session.marks.get(MARK, "").partition(" ") if session else ("", "", "")
    if not awaited or not -BACKWARDS <= at - datetime.fromisoformat(since) <= LISTENS:
        return None
    return awaited


def _await(reception: Reception, what: str) -> Reception:
    return reception.note(**{MARK: f"{what} {reception.incoming.at.astimezone(UTC).isoformat()}"})


# ── what is answered ──────────────────────────────────────────────────────────────────────────────────────────────
def begin(reception: Reception) -> Reception:
    """She has a number: it is asked for."""
    return _say(
        _await(reception, NUMBER_AWAITED),
        reception.phrase(
            "Please send your number first, and then your PIN. I take both out of this chat as soon as you send them."
        ),
    )


def hear(reception: Reception) -> Reception | None:
    """Number and PIN, or one of them, in what she wrote. None: it is something else."""
    typed = _typed(reception.loaded, reception.incoming)
    if typed is None:
        return _mistyped(reception)
    reception = taken_out(reception)
    if typed.number is not None and typed.pin is not None:
        return _claimed(reception, reception.loaded.claimed or Claimed())
    if typed.number is not None:
        return _say(_await(reception, typed.number), reception.phrase("Thank you. And now the PIN that goes with it."))
    if _awaited(reception.session, reception.incoming.at) == IS_BACK:
        return _say(reception, reception.phrase("I took that out of the chat. You are in already; nothing is needed."))
    return _say(reception, reception.phrase("I took that out of the chat. Please send the number first, then the PIN."))


def _mistyped(reception: Reception) -> Reception | None:
    """A sign too few, while it is waited for: no try is spent, and it goes from the chat all the same."""
    awaited = _awaited(reception.session, reception.incoming.at)
    words = reception.incoming.words.plain if reception.incoming.words else ""
    if awaited in (None, IS_BACK) or reception.incoming.message is None:
        return None
    if awaited == NUMBER_AWAITED and number_and_pin.piece_of_number(words):
        text = reception.phrase(
            "A number has four signs, a dash and four more. Please look at your note and send it once more."
        )
    elif awaited != NUMBER_AWAITED and number_and_pin.piece_of_pin(words):
        text = reception.phrase("That is shorter than a PIN. Please look at your note and send all of it once more.")
    elif not folded(words).isdisjoint(LOST):
        return _say(
            reception,
            reception.phrase(
                "A lost number or PIN cannot be replaced, not by us either. "
                "With /start you can begin anew; with /human you ask for a person."
            ),
        )
    else:
        return None
    return _say(reception.but(delete=(*reception.delete, reception.incoming.message)), text)


def taken_out(reception: Reception) -> Reception:
    """What holds either of the two goes from the chat, whatever becomes of it."""
    message = reception.incoming.message
    if message is None or _typed(reception.loaded, reception.incoming) is None:
        return reception
    return reception.but(delete=(*reception.delete, message))


def _claimed(reception: Reception, claimed: Claimed) -> Reception:
    """What came of her try. Whoever may try no more hears so before anything is looked at."""
    reception = _await(reception, NUMBER_AWAITED)
    if claimed.wait > 0:
        return _say(
            reception,
            reception.phrase(
                "That was tried too often. Please try again after {time}; with /human you can ask for a person now.",
                time=_clock(reception.now, claimed.wait),
            ),
        )
    if claimed.case is None:
        return _say(
            reception,
            reception.phrase(
                "That number and PIN do not fit together. Please look at your note and send both once more. "
                "A lost PIN cannot be replaced, not by us either; with /start you can begin anew."
            ),
        )
    return _fits(reception, claimed.case)


def _fits(reception: Reception, case: Case) -> Reception:
    here = reception.case
    if here is not None and here.id == case.id:
        return _already_open(reception)
    if here is not None and here.pin_digest is None:
        return _say(
            reception,
            reception.phrase(
                "They fit, but something else is open here that has no PIN yet. "
                "Send /stop and write down what you get then; after that, send these two again."
            ),
        )
    if _is_young(reception) and not for_child_focus(case):
        return _say(
            reception,
            reception.phrase(
                "They fit, but just now someone said to be under 18, so it stays closed. "
                "With /human you ask for a person; with /start you begin again."
            ),
        )
    return _came_back(reception, case)


def _came_back(reception: Reception, case: Case) -> Reception:
    """This chat has the case from now on, and no other. Of the case nothing is shown by that."""
    if reception.case is not None:  # the one that was open here goes behind its own PIN
        reception = reception.happened("case_locked")
    loaded = replace(reception.loaded, case=case, session=None)
    reception = reception.but(
        loaded=loaded, case=case, session=None, come_back=True, give_out=True,
        delete_tagged=(*reception.delete_tagged, TAG),
    ).happened("case_returned")  # fmt: skip
    reception = handoff.status(reception) if reception.held else conversation.resume(reception)
    return _await(reception, IS_BACK)


def _already_open(reception: Reception) -> Reception:
    reception = _await(reception, IS_BACK).but(delete_tagged=(*reception.delete_tagged, TAG))
    if reception.held:
        return handoff.status(reception)
    reception = _say(reception, reception.phrase("That is what is open here already; nothing is lost."))
    return conversation.resume(reception) if reception.resting else conversation.repeat(reception)


def _is_young(reception: Reception) -> bool:
    """In the talk that goes on here, without a case: somebody is under 18."""
    return not reception.resting and reception.case is None and says_under_18(reception.facts)


def _say(reception: Reception, text: str) -> Reception:
    return reception.tell(text, tag=TAG)


def _clock(now: datetime, wait: int) -> str:
    """The minute after which it is over, on the clock in her kitchen."""
    return f"{(now + timedelta(seconds=wait, minutes=1)).astimezone(BRUSSELS):%H:%M}"
