"""pin: the case number and the PIN, in two protected messages that go again."""

from __future__ import annotations

from dataclasses import replace

from helpline import buttons
from helpline.reception import Reception

#: Both messages are deleted by themselves after this many seconds.
GONE_AFTER = 600


def is_due(reception: Reception) -> bool:
    """At the end of the talk, or once the case waits for a person; never twice, never into a hidden chat."""
    case = reception.case
    return case is not None and case.pin_digest is None and not reception.wipe and (reception.held or reception.resting)


def issue(reception: Reception) -> Reception:
    """Number and PIN apart, so that one message alone opens nothing."""
    case = reception.case
    if case is None:
        return reception
    pin = reception.house.chance.pin()
    digest = reception.house.chance.pin_digest(case.id, pin)
    reception = reception.but(case=replace(case, pin_digest=digest))
    number = reception.phrase(
        "Your number: {number}. Write it on paper; this message goes in 10 minutes.", number=case.number
    )
    reception = reception.tell(number, cause="pin", protect=True, tag="pin", delete_after=GONE_AFTER)
    text = reception.phrase(
        "Your PIN: {pin}. Only you know it, and no person ever asks you for it. "
        "With number and PIN you come back, also from another phone: type /back.",
        pin=pin,
    )
    button = (reception.phrase("I've written it down"), buttons.made(case, buttons.PIN, "written"))
    return reception.tell(text, [button], cause="pin", protect=True, tag="pin", delete_after=GONE_AFTER)


def written_down(reception: Reception) -> Reception:
    """Both messages go now."""
    return reception.but(delete_tagged=(*reception.delete_tagged, "pin"))
