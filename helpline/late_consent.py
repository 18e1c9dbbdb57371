"""late consent: who is with people agrees to keeping links or hashes after all, by one button or a plain yes."""

from __future__ import annotations

from helpline import buttons
from helpline.adults import all_adults
from helpline.agreeing import agree
from helpline.case import Case
from helpline.reception import Reception

#: On the session: the button by which she was last offered to keep something; and that this was just now.
OFFERED, JUST_NOW = "offered", "offered_now"
#: What may be agreed to so; and what a button says beside it where the hashes are to be made on a page.
SCOPES, FOR_PAGE = ("links", "hashes"), "page"


def put(reception: Reception, case: Case, scopes: tuple[str, ...], for_page: bool = False) -> Reception:
    """She has not agreed to keeping those: she may, now. Nothing else is asked beside it; but where a person talks with
    her, a plain yes may be for that person, and only the button counts."""
    says = "+".join((*scopes, FOR_PAGE) if for_page else scopes)
    data = buttons.made(case, buttons.AGREE, says)
    reception = reception.note(**{OFFERED: data, JUST_NOW: "yes" if for_page or case.is_waiting else ""})
    return reception.tell(_question(reception, says), [(reception.phrase("Yes, keep them"), data)])


def was_put(reception: Reception, data: str) -> bool:
    """Is this the button of the last offer, not used yet?"""
    return reception.session is not None and reception.session.marks.get(OFFERED) == data


def just_put(reception: Reception) -> tuple[buttons.Own | None, Reception]:
    """What a plain yes would now agree to. The word after it is heard as ever."""
    marks = reception.session.marks if reception.session else {}
    if not marks.get(JUST_NOW):
        return None, reception
    offer = buttons.read(marks.get(OFFERED, ""))
    return (offer if offer and offer.fits(reception.case) else None), reception.note(**{JUST_NOW: ""})


def is_for_page(offered: str) -> bool:
    return FOR_PAGE in offered.split("+")


def accepted(reception: Reception, offered: str) -> Reception | None:
    """Her yes, in the words she was asked in. None where there is nothing any more that she may agree to."""
    scopes = tuple(scope for scope in SCOPES if scope in offered.split("+"))
    if not scopes or not reception.held or not all_adults(reception.facts):
        return None
    reception = reception.note(**{OFFERED: "", JUST_NOW: ""})
    return agree(reception, scopes, "agree_to_items", _question(reception, offered))


def _question(reception: Reception, offered: str) -> str:
    if is_for_page(offered):
        return reception.phrase(
            "Fingerprints made on your own device are kept here, encrypted, for the people who help you. "
            "May they be kept?"
        )
    return reception.phrase(
        "I took a link or fingerprint out of that, because you have not agreed to keep those. "
        "Shall they be kept, encrypted, for the people who help you?"
    )
