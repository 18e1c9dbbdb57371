"""taking out: under the list of what is kept of her, one piece goes by its number; the rest is listed anew."""

from __future__ import annotations

from collections.abc import Iterator

from flows.understand import fold
from helpline import conversation
from helpline.case import Case
from helpline.reception import Reception
from helpline.review import REMOVE, Piece, pieces, remove

#: What is said of it is no part of the talk that people read; it goes with /hide like everything.
TAG = "mydata"
#: On the session: the list was the last thing she saw, so `remove 2` means one of it.
LISTED = "left"


def numbered(reception: Reception, case: Case) -> Iterator[str]:
    """Line by line, and below how a piece of it goes."""
    there = pieces(reception, case)
    yield from (f"{number}. {piece.line}" for number, piece in enumerate(there, start=1))
    if there:
        yield reception.phrase("To take a piece out, type for example: remove 1")


def listed(reception: Reception) -> Reception:
    """She has just seen the list, numbered so."""
    return reception.note(**{LISTED: "yes"})


def unlisted(reception: Reception) -> Reception:
    """Something else came in: a number typed later is not one of the list."""
    marks = reception.session.marks if reception.session else {}
    return reception.note(**{LISTED: ""}) if marks.get(LISTED) else reception


def named(reception: Reception, words: str) -> Piece | None:
    """The piece she means with `remove 2`, typed right under the list; None: these are other words. At the review there
    is a list of its own."""
    case, session = reception.case, reception.session
    if case is None or session is None or not session.marks.get(LISTED) or _at_the_review(reception):
        return None
    verb, _, number = fold(words).rpartition(" ")
    there = pieces(reception, case)
    if verb not in REMOVE or not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    return there[int(number) - 1] if 1 <= int(number) <= len(there) else None


def _at_the_review(reception: Reception) -> bool:
    return not reception.held and not reception.resting and conversation.asks(reception) == "review"


def take_out(reception: Reception, piece: Piece) -> Reception:
    """It is gone at once, whoever has the case; what is left may follow it."""
    if reception.case is None:
        return reception
    reception = remove(reception, reception.case, piece)
    left = list(numbered(reception, reception.case)) if reception.case else []
    said = reception.phrase("That is taken out.")
    nothing = reception.phrase("Nothing else lies here.")
    reception = reception if reception.held else reception.without_prompts()
    reception = listed(reception.tell("\n".join((said, *(left or [nothing]))), tag=TAG))
    return reception if reception.held else conversation.repeat(reception)
