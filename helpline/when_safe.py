"""when safe: who waits while nobody is there is asked, once, when she may be written to here; she may choose anew."""

from __future__ import annotations

from dataclasses import replace

from helpline import buttons
from helpline.agreeing import CONTACT_BACK, agree, withdraw
from helpline.case import Case
from helpline.expected import someone_there
from helpline.reception import Reception
from helpline.safe_time import CODES, NOT_FIRST, WINDOWS, hears, label

#: On the session: she was asked and has not said yet.
ASKED = "safe_time_asked"
#: What the consent is called that a chosen time gives.
WORDING = "safe_time"


def ask(reception: Reception) -> Reception:
    """Nobody is there now: her place is kept, and she is asked once, by buttons, when it is safe to write to her."""
    case = reception.case
    if case is None or someone_there(reception, case.holder.team or ""):
        return ask_for_news(reception)
    text = reception.phrase(
        "Your place in line is kept while nobody is here. When is it safe for you to get a message in this chat?"
    )
    return _asked(reception, case, text)


def ask_for_news(reception: Reception) -> Reception:
    """She agreed to be told of news: once the bot asks nothing else, she is asked when."""
    case = reception.case
    done = reception.resting and not any(one.cause == "goodbye" for one in reception.outgoing)
    if case is None or not done or case.holder.kind == "staff" or not case.agreed(CONTACT_BACK):
        return reception
    return _asked(reception, case, _agreed_to(reception))


def _asked(reception: Reception, case: Case, text: str) -> Reception:
    """Once; by buttons."""
    if case.safe_time is not None or (reception.session is not None and ASKED in reception.session.marks):
        return reception
    say, language = reception.house.say, reception.language
    choices = [(label(code, language, say), buttons.made(case, buttons.SAFE, code)) for code in CODES]
    return reception.note(**{ASKED: "yes"}).tell(text, choices)


def answered(reception: Reception, words: str) -> str | None:
    """The time she names in her own words, where she was asked for one and has not said yet."""
    case, session = reception.case, reception.session
    if case is None or session is None or not session.marks.get(ASKED) or case.safe_time is not None:
        return None
    return hears(words)


def choose(reception: Reception, code: str) -> Reception:
    """Her choice is kept and confirmed: a time is leave to write to her then, and no time is none. Anything else than
    one of the choices changes nothing."""
    case = reception.case
    if case is None or code not in CODES:
        return reception
    chosen = replace(case, safe_time=code)
    reception = reception.note(**{ASKED: ""}).but(case=chosen).happened("safe_time_set", by="contact")
    if code == NOT_FIRST:
        reception = withdraw(reception, CONTACT_BACK)
    else:
        reception = agree(reception, (CONTACT_BACK,), WORDING, _agreed_to(reception))
    return reception.tell(_confirmed(reception, chosen))


def _agreed_to(reception: Reception) -> str:
    return reception.phrase("When is it safe for you to get a message in this chat?")


def _confirmed(reception: Reception, case: Case) -> str:
    code = case.safe_time or ""
    if code in WINDOWS:
        start, end = WINDOWS[code]
        return reception.phrase(
            "All right: they write to you here between {start} and {end}, and at other hours only after you do.",
            start=f"{start}:00",
            end=f"{end}:00",
        )
    if code == "not_first":
        return reception.phrase("All right: they write to you here only after you do.")
    return reception.phrase("All right: they write to you here as soon as someone can.")
