"""question: under the question for hashes stands a button that brings the page; or, in a house without a page, where
else they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpline import buttons
from helpline.case import Case
from helpline.directory import by_language
from helpline.on_device.gate import may_make

if TYPE_CHECKING:
    from helpline.reception import Reception

#: The messages with the address of the page: what opens it stands in them, so they join no transcript, and go.
TAG = "hashes"
#: The tool that makes hashes on her device without us.
ELSEWHERE = "stopncii"

Buttons = list[tuple[str, str]]


def beside_question(reception: Reception, text: str, choices: Buttons, again: bool) -> tuple[str, Buttons]:
    """The question that takes hashes, with one sentence more and the button; any other stays as it is. `again`: one is
    kept already, and another may follow."""
    session, case = reception.session, reception.case
    step = reception.revision.step(session.place) if session is not None else None
    if step is None or step.type != "hash" or case is None or not may_make(reception):
        return text, choices
    if reception.house.pages is None:
        more = "" if again else elsewhere(reception)
        return (f"{more} {text}" if more else text), choices
    if again:
        more = reception.phrase("Your own device can make another one, too.")
        return f"{text} {more}", [button(reception, case), *choices]
    more = reception.phrase("Your own device can make the fingerprint: tap below, and the image stays with you.")
    return f"{more} {text}", [button(reception, case), *choices]


def button(reception: Reception, case: Case) -> tuple[str, str]:
    return reception.phrase("Make it on my device"), buttons.made(case, buttons.HASH, "page")


def elsewhere(reception: Reception) -> str:
    """Where they are made without us, by the directory; empty where it is not to be shown."""
    for entry in reception.house.directory.resolve(ELSEWHERE, reception.language, reception.now):
        name = by_language(entry.name, reception.language)
        web = by_language(entry.web, reception.language) if entry.web else ""
        where = name if web.casefold() in name.casefold() else f"{name} ({web})"
        return reception.phrase(
            "{where} makes a fingerprint on your own device; the image stays with you.", where=where
        )
    return ""
