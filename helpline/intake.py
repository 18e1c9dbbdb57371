"""Door 1: a contact writes. What came in and what was loaded go in, all that comes of it goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from flows.move import Pressed, Said
from flows.understand import fold, folded
from helpline import (
    ages,
    beside,
    buttons,
    conversation,
    handoff,
    hearing,
    late_consent,
    leaving,
    media,
    pin,
    returning,
    waiting,
    when_safe,
)
from helpline.barring import unless_barred
from helpline.belated import belated
from helpline.commands import ALONE, ARRIVALS, FAREWELLS, Command, find_command
from helpline.ending import stays
from helpline.flooding import slowed
from helpline.greeting import greeted
from helpline.hers import taking_along, taking_back, taking_out
from helpline.holding import awaits_answer, held_by_staff
from helpline.keeping import without_items
from helpline.listening.number_and_pin import says_more
from helpline.on_device import page
from helpline.ports import Changes, House, Incoming, Loaded
from helpline.reception import Reception, receive
from helpline.wording import numbers

#: Steps that wait for typed words of hers; only there does it matter that an edit does not reach us.
TYPED = ("ask", "link", "hash", "review")
#: Commands that give way, typed without a slash, to an answer of the same name.
GIVES_WAY = ("start", "privacy", "hash")


def decide(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
    """All that comes of one incoming. Pure; raises nothing that is not a bug."""
    reception = receive(loaded, incoming, now, house)
    return finish(unless_barred(reception, KINDS.get(incoming.kind, silence), obey)).changes()


def decide_parked(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
    """It failed three times: she is asked to send it again and given the numbers; staff are told."""
    reception = returning.taken_out(taking_along.taken_out(receive(loaded, incoming, now, house)))
    text = reception.phrase(
        "Something went wrong here, and it is not your doing. Please send your last message once more."
    )
    reception = reception.tell(f"{text}\n{numbers(reception)}", cause="alarm")
    return reception.happened("update_parked").alert("parked").changes()


# ── what she typed ────────────────────────────────────────────────────────────────────────────────────────────────
def hear_text(reception: Reception) -> Reception:
    words = reception.incoming.words.plain if reception.incoming.words else ""
    command = find_command(words)
    if command is None and taking_along.awaits(reception):
        return taking_along.hear(reception, words)
    if command is None and taking_along.is_sent_twice(reception, words):
        return _alarmed(taking_along.heard_twice(reception), words)
    if (came := returning.hear(reception)) is not None:
        return _heard_around(reception, came, words)
    if command is None and (consent := taking_back.named(reception, words)):
        return taking_back.take_back(reception, consent)
    if command is None and (piece := taking_out.named(reception, words)):
        return taking_out.take_out(reception, piece)
    reception = taking_out.unlisted(taking_back.unlisted(taking_along.over(reception)))
    if command and command[1]:
        return _hear_behind(reception, command[0], words.strip().partition(" ")[2])
    if command and not _answers(reception, command[0], words):
        return obey(reception, command[0])
    unasked = reception.resting or conversation.is_unread(reception)
    answer = None if unasked else hearing.as_answer(reception, words)
    if answer and not hearing.alarming(words):
        return conversation.reply(reception, answer)
    grown = hearing.hear_age(reception, words)
    if grown is not None:
        return grown
    return _hear_held(reception, words) if reception.held else _hear_bot(reception, words)


def _heard_around(reception: Reception, came: Reception, words: str) -> Reception:
    """What stands around a number and a PIN is listened to as well; where somebody is under 18, that comes first."""
    if not says_more(words):
        return came
    grown = hearing.hear_age(returning.taken_out(reception), words)
    return _alarmed(came, words) if grown is None else grown


def _alarmed(reception: Reception, words: str) -> Reception:
    """Despair and danger are heard in what is taken out of the chat, too."""
    kinds = hearing.alarming(words)
    return waiting.quiet(hearing.sound(reception, kinds)) if kinds else reception


def _hear_behind(reception: Reception, command: Command, words: str) -> Reception:
    """`/human I am 15`: what stands behind a command is listened to as all she writes, and then she is obeyed.

    Not behind those that end or empty the chat, nor what a poster's link puts behind /start."""
    if command.name in ALONE or (command.name == "start" and " " not in words.strip()):
        return obey(reception, command)
    grown = hearing.hear_age(reception, words)
    if grown is not None:
        return grown
    kinds = tuple(kind for kind in hearing.alarming(words) if kind != command.name)
    return obey(hearing.sound(reception, kinds) if kinds else reception, command)


def obey(reception: Reception, command: Command) -> Reception:
    """A word that works in every state."""
    match command.name:
        case "stop":
            return leaving.stop(reception)
        case "hide":
            return leaving.hide(reception)
        case "consent":
            return taking_back.show(reception)
        case "mydata":
            return taking_along.show(reception)
        case "back":
            return returning.begin(reception)
        case "hash":
            return page.offer(reception)
        case "start":
            return handoff.status(reception) if reception.held else conversation.begin(reception)
        case "human" if reception.held:
            return handoff.status(reception)
        case "danger":
            return waiting.quiet(hearing.in_danger(reception))
        case _ if reception.held:
            return waiting.open_aside(reception, command.opens or command.name)
        case _:
            return conversation.aside(reception, command.opens or command.name)


def _answers(reception: Reception, command: Command, words: str) -> bool:
    """A typed word is an answer where its own flow is asking; one that no promise hangs on, where it names a choice; a
    farewell, where it is said to one of the staff; that she is back, where people have her case."""
    said = fold(words)
    if (said in FAREWELLS and held_by_staff(reception.case)) or (said in ARRIVALS and reception.held):
        return True
    session = conversation.settled(reception)
    if session is None:
        return False
    if command.opens != "triage" and session.place.flow == command.opens:
        return True
    known = reception.revision.known(session.place)
    return command.name in GIVES_WAY and any(form in known.lexicon.everywhere for form in folded(words))


def _hear_bot(reception: Reception, words: str) -> Reception:
    """The bot has the talk: the engine hears her, and an alarm sounds above whatever comes of it."""
    kinds = hearing.alarming(words)
    if kinds or reception.session is None:
        reception = beside.in_her_language(reception, words)
    if reception.resting and (safe := when_safe.answered(reception, words)):
        return when_safe.choose(reception, safe)
    if reception.resting:
        reception = hearing.sound(reception, kinds) if kinds else reception
        return beside.first_words(reception, words) if reception.resting else reception
    if conversation.is_unread(reception):
        reception = conversation.first_put(reception)
        return hearing.sound(reception, kinds) if kinds else reception
    if not kinds:
        return beside.hear(reception, words)
    return hearing.sound(conversation.reply(reception, Said(words)) if awaits_words(reception) else reception, kinds)


def awaits_words(reception: Reception) -> bool:
    """Is she asked for words of her own, rather than for one of a few answers?"""
    session = reception.session
    step = reception.revision.step(session.place) if session and not session.ended else None
    return step is not None and step.type in TYPED


def _hear_held(reception: Reception, words: str) -> Reception:
    """People have the case: her words are theirs; an alarm reaches them, and the numbers reach her."""
    kinds = hearing.alarming(words)
    if not kinds:
        return waiting.hear(reception, words)
    return waiting.for_the_people(waiting.quiet(hearing.sound(reception, kinds)), words, silently=True)


# ── what else comes in ────────────────────────────────────────────────────────────────────────────────────────────
def hear_press(reception: Reception) -> Reception:
    data = reception.incoming.data or ""
    own, reception = buttons.read(data), taking_along.over(reception)
    if own is not None:
        return hear_own(reception, own, data)
    grown = hearing.hear_old_button(reception, data)
    if grown is not None:
        return grown
    if reception.held:
        return waiting.press(reception, data)
    return conversation.resume(reception) if reception.resting else conversation.reply(reception, Pressed(data))


def hear_own(reception: Reception, own: buttons.Own, data: str) -> Reception:
    """A button of the helpline's own does what it says where it was made for this case, and else nothing."""
    if own.fits(reception.case):
        match own.kind, own.says:
            case buttons.PIN, "written":
                return pin.written_down(reception)
            case buttons.QUEUE, "cancel":
                return handoff.cancel(reception)
            case buttons.SAFE, code:
                return when_safe.choose(reception, code)
            case buttons.CONSENT, which:
                return taking_back.pressed(reception, which)
            case buttons.COPY, says:
                return taking_along.pressed(reception, says)
            case buttons.AGREE, says if late_consent.was_put(reception, data):
                return waiting.agree_to_items(reception, says)
            case buttons.HASH, _:
                return page.offer(reception)
    if own.kind == buttons.PIN and reception.incoming.message is not None:
        reception = reception.but(delete=(*reception.delete, reception.incoming.message))
    return conversation.from_earlier(reception)


def hear_edit(reception: Reception) -> Reception:
    """An edited text is listened to and shown to people who have the case; else she is asked to send it anew."""
    words = reception.incoming.words.plain if reception.incoming.words else ""
    if (came := returning.hear(reception)) is not None:
        return _heard_around(reception, came, words)
    if reception.session is None and reception.case is None:
        return reception
    if taking_along.awaits(reception):
        return taking_along.changed(reception)
    grown = hearing.hear_age(reception, words)
    if grown is not None:
        return grown
    kinds = hearing.alarming(words)
    if kinds:
        reception = waiting.quiet(hearing.sound(reception, kinds))
    if reception.held and reception.case:
        return reception.wrote("✎ " + without_items(reception.case, words))
    if not awaits_words(reception):
        return reception
    return reception.tell(reception.phrase("A changed message does not reach me. Please send it as a new one."))


def blocked(reception: Reception) -> Reception:
    return reception.but(contact=replace(reception.contact, blocked=True))


def unblocked(reception: Reception) -> Reception:
    return reception.but(contact=replace(reception.contact, blocked=False))


def silence(reception: Reception) -> Reception:
    """Reactions, joins, groups, other bots: nothing is said on purpose."""
    return reception


KINDS: Mapping[str, Callable[[Reception], Reception]] = {
    "text": hear_text,
    "press": hear_press,
    "media": media.refuse,
    "edit": hear_edit,
    "blocked": blocked,
    "unblocked": unblocked,
    "joined_group": silence,
    "silent": silence,
}


# ── the end of it ─────────────────────────────────────────────────────────────────────────────────────────────────
def finish(reception: Reception) -> Reception:
    """What follows from where things stand now."""
    if reception.deleted:
        return leaving.delete(reception)
    before = reception.loaded.case
    joins = bool(reception.case and reception.case.is_waiting and not (before and before.is_waiting))
    if joins:
        reception = handoff.joined(reception)
    reception = ages.kept_promise(reception)
    if pin.is_due(reception) and reception.incoming.kind in ("text", "press"):
        reception = pin.issue(reception)
    reception = stays(reception)
    reception = waiting.beside_staff(when_safe.ask(reception) if joins else when_safe.ask_for_news(reception))
    return belated(greeted(slowed(conversation.bare(awaits_answer(reception)))))
