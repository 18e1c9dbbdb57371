"""taking along: she reads what is kept of her here, and takes a file with everything, locked with words of her own.

The words that lock it are never written down: the message goes at once, joins nothing, and is not listened to but for
despair and danger.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.understand import folded
from helpline import buttons, conversation, hearing
from helpline.case import Case
from helpline.commands import listed
from helpline.contact import Words
from helpline.hers import passphrase, taking_out
from helpline.hers.kept_of_her import summary
from helpline.hers.passphrase import SHORTEST
from helpline.ports import Ticket
from helpline.reception import Reception
from helpline.waiting import quiet
from helpline.wording import numbers

#: What is said of it is no part of the talk that people read; it goes with /hide like everything.
TAG = "mydata"
#: On the session: since when her next words are the passphrase of the file.
AWAITS = "passphrase"
#: On the session: when her passphrase came, and how many characters it had; of the words themselves nothing is noted.
CAME = "passphrase_came"
#: A message as long within so much time is the same one, sent twice.
TWICE = timedelta(seconds=30)
#: So long they are, and so long a page opens.
GOOD_FOR = timedelta(minutes=15)
#: What the buttons say: she wants the file; she types the words here; not now.
FILE, HERE, NOT_NOW = "file", "here", "not_now"
#: Whole messages that mean: no file now.
NO_FILE = listed(
    "cancel, not now, no, never mind, nevermind, no file, no thanks",
    "annuleer, annuleren, niet nu, nee, laat maar, geen bestand, nee bedankt",
    "annuler, pas maintenant, non, laissez tomber, pas de fichier, non merci",
)


def show(reception: Reception) -> Reception:
    """What is kept, to be read here, and the button for a file. Then the question that waits comes again."""
    case = reception.case
    if case is None:
        return conversation.repeat(_nothing(reception))
    if not reception.held:
        reception = reception.without_prompts()
    for text in summary(reception, case):
        reception = reception.tell(text, tag=TAG)
    reception = taking_out.listed(reception)
    offer = reception.phrase("You can take all of it along in one file, locked with words only you know.")
    choices = [(reception.phrase("A file with everything"), buttons.made(case, buttons.COPY, FILE))]
    return _go_on(reception.tell(offer, choices, tag=TAG))


def _nothing(reception: Reception) -> Reception:
    """The same words where there never was anything and where it lies under a number: this chat knows of nothing."""
    text = reception.phrase(
        "Nothing is kept of you in this chat, but for an hour your answers, and for two days which messages are in it."
    )
    under = reception.phrase("What lies under a number is seen only with that number and its PIN: type /back.")
    return reception.tell(f"{text}\n{under}\n{numbers(reception)}", tag=TAG)


def pressed(reception: Reception, says: str) -> Reception:
    """A button of ours, of the case that lies open here."""
    case = reception.case
    if case is None:
        return conversation.from_earlier(reception)
    match says:
        case "file" if reception.house.pages:
            return _page(reception, case, reception.house.pages)
        case "file" | "here":
            return _ask(reception, case)
        case _:
            return _go_on(reception.tell(reception.phrase("All right, no file now."), tag=TAG))


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _page(reception: Reception, case: Case, pages: str) -> Reception:
    """Leave to open the page once; what opens it stands behind the #, which no browser sends along."""
    secret = "".join(reception.house.chance.token() for _ in range(4))
    reception = reception.but(ticket=Ticket(Words(secret), "copy", reception.now + GOOD_FOR))
    text = reception.phrase(
        "On this page you choose a passphrase and get the file; it opens once, for {minutes} minutes.",
        minutes=int(GOOD_FOR.total_seconds()) // 60,
    )
    here = (reception.phrase("Type it here instead"), buttons.made(case, buttons.COPY, HERE))
    seconds = int(GOOD_FOR.total_seconds())
    said = f"{text}\n{pages}/copy#{secret}"
    return reception.tell(said, [here], tag=TAG, protect=True, delete_after=seconds)


# ── the passphrase, typed here ────────────────────────────────────────────────────────────────────────────────────
def _ask(reception: Reception, case: Case) -> Reception:
    text = reception.phrase(
        "Please type a passphrase of at least {count} characters. Your message is deleted at once, but whoever reads "
        "along just now may see it. We can't look it up: without it nobody opens the file.",
        count=SHORTEST,
    )
    no = (reception.phrase("Not now"), buttons.made(case, buttons.COPY, NOT_NOW))
    reception = reception.note(**{AWAITS: reception.now.isoformat()})
    return reception.tell(text, [no], tag=TAG)


def awaits(reception: Reception) -> bool:
    """Are her next words the passphrase?"""
    ago = reception.since(AWAITS) if reception.case is not None else None
    return ago is not None and ago <= GOOD_FOR


def is_sent_twice(reception: Reception, words: str) -> bool:
    """Her passphrase once more, by a line that stuttered: nobody must read it, for it opens the file."""
    since, _, length = (reception.session.marks.get(CAME, "") if reception.session else "").partition(" ")
    if not since or length != str(len(passphrase.as_typed(words))):
        return False
    return abs(reception.now - datetime.fromisoformat(since)) <= TWICE


def heard_twice(reception: Reception) -> Reception:
    """It goes as well, and is told of, in case it was something else."""
    message = reception.incoming.message
    reception = reception if message is None else reception.but(delete=(*reception.delete, message))
    text = reception.phrase(
        "I took your passphrase out of the chat a second time. If that was something else, send it again."
    )
    return reception.note(**{CAME: ""}).tell(text, tag=TAG)


def over(reception: Reception) -> Reception:
    """She does something else: what she types from now on is words again."""
    return reception.note(**{AWAITS: ""}) if reception.session and reception.session.marks.get(AWAITS) else reception


def hear(reception: Reception, words: str) -> Reception:
    """Her passphrase, or what cannot be one. The message goes, whatever it was, and nothing of it is kept."""
    reception = taken_out(reception)
    kinds = hearing.alarming(words)
    if kinds:
        return quiet(hearing.sound(over(reception), kinds))
    if not folded(words).isdisjoint(NO_FILE):
        return _go_on(over(reception).tell(reception.phrase("All right, no file now."), tag=TAG))
    phrase = passphrase.as_typed(words)
    if passphrase.too_short(phrase):
        return reception.tell(
            reception.phrase("That is shorter than {count} characters. A few words in a row do well.", count=SHORTEST),
            tag=TAG,
        )
    if passphrase.too_long(phrase):
        return reception.tell(reception.phrase("That is too long for such a file. A few words in a row do."), tag=TAG)
    made = reception.phrase(
        "Your message is gone from here, and the file comes in a moment. Telegram keeps it until its message is "
        "deleted, as /hide does."
    )
    came = {CAME: f"{reception.now.isoformat()} {len(phrase)}"}
    return _go_on(over(reception).note(**came).but(copy=Words(phrase)).tell(made, tag=TAG))


def taken_out(reception: Reception) -> Reception:
    """Whatever she sends while her passphrase is awaited goes from the chat."""
    message = reception.incoming.message
    if message is None or not awaits(reception) or reception.incoming.kind == "press":
        return reception
    return reception.but(delete=(*reception.delete, message))


def changed(reception: Reception) -> Reception:
    """A message changed while her passphrase is awaited may hold it: it goes, and is none."""
    reception = taken_out(reception)
    text = reception.phrase("A changed message does not reach me. Please send it as a new one.")
    return reception.tell(text, tag=TAG)


def _go_on(reception: Reception) -> Reception:
    """The question that waits comes again, where the bot has the talk."""
    return reception if reception.held else conversation.repeat(reception)
