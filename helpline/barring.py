"""barring: a chat that staff have shut out for a while. What keeps her safe and what is hers by right work as ever.

Numbers come at once, and she can still hide, take back, take along and erase. Nothing else is answered more than once,
nothing reaches the people who help, and when the time is over she is told so, where she has a case.
"""

from __future__ import annotations

from collections.abc import Callable

from flows.move import Said
from helpline import buttons, conversation, hearing, returning
from helpline.adults import says_under_18
from helpline.commands import ALONE, BY_NAME, Command, find_command
from helpline.handoff import MEANWHILE, MEANWHILE_YOUNG
from helpline.hers import taking_along, taking_back, taking_out
from helpline.reception import NOTICE, Reception
from helpline.waiting import quiet
from helpline.wording import cards, short_crisis

#: Commands that are obeyed as ever.
WORK = ("danger", "hide", "delete", "privacy", "consent", "mydata", "back", "stop", "language")
#: She asks for people: those who are there for everybody.
ASK_FOR_PEOPLE = ("human", "help")
#: Flows that go on once they are open.
GO_ON = frozenset(BY_NAME[name].opens for name in WORK if name in BY_NAME) - {None} | {"crisis", "minor"}
#: What is heard of her here; everything else goes its usual way.
HEARD = ("text", "press", "media", "edit")
#: What colleagues are not told.
SILENT = ("waiting", "danger", "crisis")
#: On the session: that she was told, of this very time.
TOLD = "barred"

Hear = Callable[[Reception], Reception]
Obey = Callable[[Reception, Command], Reception]


def is_barred(reception: Reception) -> bool:
    until = reception.loaded.barred
    return until is not None and reception.now < until


def unless_barred(reception: Reception, usual: Hear, obey: Obey) -> Reception:
    """What comes of one incoming. `usual`: what comes of it anywhere else; `obey`: of a command."""
    if reception.incoming.kind not in HEARD:
        return usual(reception)
    if not is_barred(reception):
        return usual(let_in(reception))
    after = _press(reception, usual) if reception.incoming.kind == "press" else _words(reception, usual, obey)
    return after.but(alerts=tuple(one for one in after.alerts if one not in SILENT))


def let_in(reception: Reception) -> Reception:
    """Who has a case and was told that nobody reads along is told, once, that it is over: what she wrote meanwhile
    reached nobody. Of a chat without one nothing is remembered. Lifted by staff, it comes once it is safe to write to
    her; who cannot be reached is told with her next word."""
    session = reception.session
    if session is None or reception.case is None or not session.marks.get(TOLD):
        return reception
    if reception.loaded.locked or reception.contact.blocked:
        return reception
    return reception.note(**{TOLD: ""}).tell(
        reception.phrase(
            "Everything works here again as before. What you wrote in the meantime reached nobody and was not kept; "
            "you can send it once more."
        ),
        cause=NOTICE,
    )


def _press(reception: Reception, usual: Hear) -> Reception:
    data = reception.incoming.data or ""
    if buttons.read(data) is not None or _in_a_flow(reception):
        return usual(reception)
    return hearing.hear_old_button(reception, data) or _rests(reception)


def _words(reception: Reception, usual: Hear, obey: Obey) -> Reception:
    words = reception.incoming.words.plain if reception.incoming.words else ""
    command = (find_command(words) or (None,))[0] if reception.incoming.kind == "text" else None
    if reception.incoming.kind == "media" and reception.incoming.message is not None:
        reception = reception.but(delete=(*reception.delete, reception.incoming.message))
    if _is_asked(reception, words) if command is None else returning.hear(reception) is not None:
        return usual(reception)  # not listened to, here as anywhere
    if command is None or command.name not in ALONE:
        grown = hearing.hear_age(reception, words)
        if grown is not None:
            return grown
    if command and command.name in WORK:
        return obey(reception, command)
    if command and command.name in ASK_FOR_PEOPLE:
        return _people(reception)
    if kinds := hearing.alarming(words):
        reception = short_crisis(reception) if "crisis" in kinds else reception
        return obey(reception, BY_NAME["danger"]) if "danger" in kinds else reception
    if reception.incoming.kind == "text" and _in_a_flow(reception):
        return quiet(conversation.reply(reception, Said(words)))
    return _rests(reception)


def _is_asked(reception: Reception, words: str) -> bool:
    """For a passphrase, for number and PIN, which consent she takes back, or which piece she takes out."""
    if taking_along.awaits(reception) or taking_along.is_sent_twice(reception, words):
        return True
    if returning.hear(reception) is not None:
        return True
    return bool(taking_back.named(reception, words) or taking_out.named(reception, words))


def _in_a_flow(reception: Reception) -> bool:
    session = reception.session
    return session is not None and not session.ended and session.place.flow in GO_ON


def _people(reception: Reception) -> Reception:
    text = reception.phrase("Colleagues do not read along here for now. These people are there for you.")
    there = MEANWHILE_YOUNG if says_under_18(reception.facts) else MEANWHILE
    return reception.tell(f"{text}\n\n{cards(reception, there)}")


def _rests(reception: Reception) -> Reception:
    """Said once, and then nothing."""
    until = reception.loaded.barred
    told = until.isoformat() if until else ""
    if reception.session is not None and reception.session.marks.get(TOLD) == told:
        return reception
    return reception.note(**{TOLD: told}).tell(
        reception.phrase(
            "Colleagues do not read along here for now, and nothing is kept of what you write. With /human you get "
            "people who are there day and night; /danger, /privacy and /delete work as always."
        )
    )
