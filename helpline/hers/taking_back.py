"""taking back: all she agreed to, each with its words and its day, and a button to take it back; seen at once after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.move import Pressed
from flows.understand import fold
from helpline import buttons, conversation
from helpline.adults import for_child_focus
from helpline.agreeing import CONTACT_BACK, withdraw
from helpline.case import Case
from helpline.commands import listed
from helpline.consent import Consent
from helpline.handoff import at_rest
from helpline.hours import date_words
from helpline.reception import Reception
from helpline.safe_time import NOT_FIRST
from helpline.wording import numbers

#: What is said of them is no part of the talk that people read; it goes with /hide like everything.
TAG = "consents"
#: On the session: the list was the last thing she saw, so `take back 2` means one of it.
LISTED = "consents"
#: What she may type under the list, before a number of it.
TAKES_BACK = listed(
    "take back, take it back, i take back, withdraw, i withdraw, revoke, undo, no longer",
    "trek in, intrekken, ik trek in, neem terug, terugnemen, niet meer",
    "retirer, retire, je retire, reprendre, je reprends, revoquer, annuler, plus",
)
#: Of what was taken back, so many are listed: the newest.
MOST_PAST = 8
#: Steps that take what stands under a consent → the button that goes past them.
PAST = {"link": ("links", "done"), "hash": ("hashes", "done"), "ask": ("words", "skip")}


def show(reception: Reception) -> Reception:
    """The list; what each withdrawal changes is said before. Then the question that waits comes again."""
    case = reception.case
    if case is None:
        return conversation.repeat(_nothing_yet(reception))
    offered = standing_in_order(case)
    entries = [*_standing(reception, case, offered), *_taken_back(reception, case)]
    head = reception.phrase("This is what you agreed to. Tap below to take something back; it counts at once.")
    choices = [
        (
            reception.phrase("Take back {number}. {what}", number=number, what=name_of(reception, one.scope)),
            buttons.made(case, buttons.CONSENT, one.id[-8:]),
        )
        for number, one in enumerate(offered, start=1)
    ]
    if not reception.held:
        reception = reception.without_prompts()
    reception = reception.tell("\n\n".join((head, *entries)), choices, tag=TAG)
    reception = reception.note(**{LISTED: "yes"})
    return reception if reception.held else conversation.repeat(reception)


def standing_in_order(case: Case) -> tuple[Consent, ...]:
    """What stands, in the order in which it was given."""
    return tuple(one for one in case.consents if one.stands)


def _nothing_yet(reception: Reception) -> Reception:
    """The same words where there never was anything and where it lies under a number: this chat knows of nothing."""
    text = reception.phrase(
        "Nothing has been agreed to in this chat. On the way you are asked about each thing apart: keeping your "
        "answers, links, fingerprints, words of your own, a person, and a message from us."
    )
    under = reception.phrase("What lies under a number is seen only with that number and its PIN: type /back.")
    return reception.tell(f"{text}\n{under}\n{numbers(reception)}", tag=TAG)


# ── what stands in the list ───────────────────────────────────────────────────────────────────────────────────────
def _standing(reception: Reception, case: Case, offered: tuple[Consent, ...]) -> Iterator[str]:
    first: dict[str, int] = {}
    for number, one in enumerate(offered, start=1):
        lines = [f"{number}. {name_of(reception, one.scope)}"]
        lines.append(reception.phrase("Agreed on {day}.", day=date_words(one.given_at, reception.language)))
        if one.text in first:
            lines.append(reception.phrase("In the same words as {number}.", number=first[one.text]))
        else:
            first[one.text] = number
            lines.append(reception.phrase("In these words: “{words}”", words=one.text))
        lines.append(reception.phrase("If you take it back: {what}", what=_changes(reception, case, one.scope)))
        yield "\n".join(lines)


def _taken_back(reception: Reception, case: Case) -> Iterator[str]:
    gone_ones = [one for one in case.consents if not one.stands]
    if len(gone_ones) > MOST_PAST:
        yield reception.phrase("What you took back before that stands in the file of /mydata.")
    for one in gone_ones[-MOST_PAST:]:
        if one.withdrawn_at is not None:
            given, gone = date_words(one.given_at, reception.language), date_words(one.withdrawn_at, reception.language)
            told = reception.phrase("Agreed on {day}, taken back on {later}.", day=given, later=gone)
            words = reception.phrase("In these words: “{words}”", words=one.text)
            yield f"– {name_of(reception, one.scope)}\n{told}\n{words}"


def name_of(reception: Reception, scope: str) -> str:
    """What she agreed to, in a few words."""
    match scope:
        case "keep":
            return reception.phrase("Keeping your answers")
        case "links":
            return reception.phrase("Keeping links")
        case "hashes":
            return reception.phrase("Keeping fingerprints")
        case "words":
            return reception.phrase("Keeping your own words")
        case "handoff":
            return reception.phrase("A person reads along")
        case "contact_back":
            return reception.phrase("A message from us")
        case _:
            return reception.phrase("Passing something on")


def _changes(reception: Reception, case: Case, scope: str) -> str:
    """What it would change to take this back."""
    young = for_child_focus(case) and scope != CONTACT_BACK
    match scope:
        case _ if young or scope == "keep":
            return reception.phrase("everything you left here is erased at once, also for the people who had it.")
        case "links" | "hashes":
            return reception.phrase("what you left of that is erased at once.")
        case "words":
            return reception.phrase("what you told in your own words is erased at once.")
        case "handoff":
            return reception.phrase("the team no longer sees any of it, and what you wrote to them is erased.")
        case "contact_back":
            return reception.phrase("nothing comes here unless you write first.")
        case _:
            return reception.phrase("nothing more is passed on.")


# ── taking one back ───────────────────────────────────────────────────────────────────────────────────────────────
def named(reception: Reception, words: str) -> Consent | None:
    """The consent she means with `take back 2`, typed right under the list; None: these are other words."""
    case, session = reception.case, reception.session
    if case is None or session is None or not session.marks.get(LISTED):
        return None
    verb, _, number = fold(words).rpartition(" ")
    offered = standing_in_order(case)
    if verb not in TAKES_BACK or not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    return offered[int(number) - 1] if 1 <= int(number) <= len(offered) else None


def pressed(reception: Reception, says: str) -> Reception:
    """A button of the list: of a consent that stands, or of one taken back since, which changes nothing."""
    offered = standing_in_order(reception.case) if reception.case else ()
    found = next((one for one in offered if one.id[-8:] == says), None)
    return take_back(reception, found) if found else conversation.from_earlier(reception)


def take_back(reception: Reception, consent: Consent) -> Reception:
    """It counts at once: what stood under it is erased, and she is told what has changed."""
    told = len(reception.outgoing)
    if consent.scope == CONTACT_BACK and reception.case is not None:
        reception = reception.but(case=replace(reception.case, safe_time=NOT_FIRST))
    reception = withdraw(reception.note(**{LISTED: ""}), consent.scope)
    if reception.case is None:
        text = reception.phrase("You can write here again whenever you like.")
        return at_rest(reception).tell(f"{text}\n{numbers(reception)}")
    if len(reception.outgoing) == told:
        reception = reception.tell(_confirmed(reception, consent.scope), tag=TAG)
    return reception if reception.held else _go_on(reception, consent.scope)


def _confirmed(reception: Reception, scope: str) -> str:
    """Where nothing was left under it to be erased."""
    if scope == "handoff":
        return reception.phrase("The team can no longer see what you left. Nothing more comes from them.")
    if scope == CONTACT_BACK:
        return reception.phrase("All right: nothing comes here any more unless you write first.")
    return reception.phrase("All right, that is taken back. From now on nothing is kept of it.")


def _go_on(reception: Reception, scope: str) -> Reception:
    """The question that waits comes again; one that can take nothing any more is passed."""
    session = conversation.settled(reception)
    of, way = PAST.get(conversation.asks(reception), ("", ""))
    if session is None or of != scope:
        return conversation.repeat(reception)
    return conversation.reply(reception, Pressed(f"{session.token}:{session.place}:{way}"))


def unlisted(reception: Reception) -> Reception:
    """Something else came in: a number typed later is not one of the list."""
    marks = reception.session.marks if reception.session else {}
    if not marks.get(LISTED) or reception.session is None:
        return reception
    rest = {name: value for name, value in marks.items() if name != LISTED}
    return reception.but(session=replace(reception.session, marks=rest))
