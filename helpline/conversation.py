"""conversation: lets the engine speak, carries out what a flow asks for, and goes on until she is waited for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows import engine
from flows.facts import FACTS
from flows.move import Answered, Notice, Reply, Say, ShowCards, Spoken, Turn
from flows.session import Place, Session
from flows.steps.choose import Choose
from helpline import ages
from helpline.adults import all_adults, for_child_focus, says_under_18
from helpline.effects import carry_out
from helpline.on_device.question import beside_question
from helpline.reception import Reception
from helpline.steps_walked import walked
from helpline.wording import cards, fill, not_understood, too_long

#: A flow that asks for more than this between two replies goes round in circles.
LIMIT = 100
#: On the session: a flow was opened while people had the case, and the engine may hear what follows.
OPENED = "opened"
#: On the session: the place of the question answered last, and the stack beneath it, for who wants to go back to it.
BEFORE = "before"
#: On the session: its question was never put to her, so her next words are no answer to it.
UNREAD = "unread"
#: Flows at whose end she is told that we go on; where nothing lies beneath them, a conversation begins.
GOES_ON = ("danger", "languages", "hashes", "help")
#: The route that means: erase everything. Walked in the flow `delete`.
ERASE = ("delete.sure", "yes")
#: The flow for who comes back to a case; and its route that means: from the first question on.
WELCOME, AFRESH = "welcome", ("welcome.back", "anew")
FIRST_QUESTION = Place("triage", "for_whom")
#: How a card is called among what a message says: no text has such a key.
CARD = "card:{}"
#: What this chat cannot hide: told before anything personal is asked, on whichever road, and once in a session.
LIMITS, LIMITS_TOLD = ("triage.limits.say", "human.limits.say"), "limits"


def begin(reception: Reception, flow: str = "triage", facts: Mapping[str, str] | None = None) -> Reception:
    """A conversation from its start, in her language, in the running revision."""
    house, session = reception.house, reception.session
    marks = {name: value for name, value in session.marks.items() if name != BEFORE} if session else {}
    turn = engine.begin(
        house.revisions[house.running], flow, reception.language, reception.moment, house.chance.token(),
        facts or {}, marks,
    )  # fmt: skip
    return follow(reception, turn)


def resume(reception: Reception) -> Reception:
    """She writes, and no conversation is going on: who has a case is welcomed back to it, who had one with Child
    Focus is asked whether she wants them again; for others one begins."""
    case = reception.case
    known = case is not None and not reception.held and all_adults(case.facts)
    if case is not None and not reception.held and for_child_focus(case):
        return begin(reception, "human", {fact: value for fact, value in reception.facts.items() if fact in FACTS})
    if case is None:
        return once_more(reception)
    if not known or WELCOME not in reception.house.revisions[reception.house.running].flows:
        return begin(reception)
    return begin(reception, WELCOME, {fact: value for fact, value in reception.facts.items() if fact in FACTS})


def afresh(reception: Reception) -> Reception:
    """From the first question on, the case kept: of what is known, only her age, for the image may be another one."""
    facts = {fact: value for fact, value in reception.facts.items() if fact == "age"}
    return _from_the_first_question(reception, facts)


def once_more(reception: Reception) -> Reception:
    """She writes again soon after a talk came to its end: no hello and no language over again, only the first
    question; and nobody asks her age twice who said that she is an adult."""
    session = reception.session
    if session is None or not session.ended or LIMITS_TOLD not in session.marks:
        return begin(reception)
    facts = {fact: value for fact, value in session.facts.items() if (fact, value) == ("age", "adult")}
    text = reception.phrase(
        "I'm still here. I'm only a machine and can't answer everything; with /human you ask for a person, and from "
        "here we can go on."
    )
    return _from_the_first_question(reception.tell(text), facts)


def _from_the_first_question(reception: Reception, facts: Mapping[str, str]) -> Reception:
    begun = begin(reception.but(outgoing=()), "triage", facts).session
    if begun is None or reception.house.revisions[begun.revision].step(FIRST_QUESTION) is None:
        return begin(reception, "triage", facts)
    reception = reception.but(session=replace(begun, place=FIRST_QUESTION))
    return repeat(reception)


def aside(reception: Reception, flow: str) -> Reception:
    """A flow on top of the conversation; at its end the prompt beneath comes again. Earlier prompts are taken back."""
    reception = reception.without_prompts()
    if reception.held and reception.resting:
        reception = reception.note(**{OPENED: "yes"})
    if reception.session is None:
        facts = {fact: value for fact, value in reception.facts.items() if fact in FACTS}
        return _gone_on(begin(reception, flow, facts), flow)
    if reception.session.ended:
        session = replace(reception.session, facts=dict(reception.facts))
        reception = reception.but(session=renewed(reception, session))
    assert reception.session is not None
    turn = engine.interrupt(reception.revision, reception.session, flow, reception.moment)
    return _gone_on(follow(reception, turn), flow)


def reply(reception: Reception, said: Reply) -> Reception:
    """What she typed or pressed goes to the engine, which must be in a conversation."""
    session = settled(reception)
    if session is None:
        return resume(reception)
    reception = reception.but(session=session)
    after = follow(reception, engine.advance(reception.revision, session, said, reception.moment))
    return _gone_on(_remembering(after, session), session.place.flow)


def _gone_on(after: Reception, flow: str) -> Reception:
    """Whoever cries for help in her first word is not left with a list."""
    ended = after.resting and not after.held and not after.deleted
    return resume(after) if ended and flow in GOES_ON else after


def _remembering(reception: Reception, before: Session) -> Reception:
    """A question with choices can be put once more; what was agreed to or kept since is not undone by that."""
    after = reception.session
    if after is None or after.ended or after.aside or before.aside or after.place == before.place:
        return reception
    can = isinstance(reception.revision.step(before.place), Choose)
    return reception.note(**{BEFORE: " ".join(map(str, (before.place, *before.stack))) if can else ""})


def repeat(reception: Reception) -> Reception:
    """The prompt again; nothing where there is none."""
    if reception.resting or reception.session is None:
        return reception
    reception = reception.without_prompts()
    return follow(
        reception, engine.repeat(reception.revision, settled(reception) or reception.rest(), reception.moment)
    )


def go_on(reception: Reception) -> Reception:
    """Where the bot has the talk, the question that waits comes again, or a conversation begins."""
    if reception.held:
        return reception
    return resume(reception) if reception.resting else repeat(reception)


def is_unread(reception: Reception) -> bool:
    """A conversation was begun when nothing could be sent to her."""
    session = reception.session
    return session is not None and not session.ended and bool(session.marks.get(UNREAD))


def first_put(reception: Reception) -> Reception:
    """Now she is here: it is put to her."""
    return repeat(reception.note(**{UNREAD: ""}))


def from_earlier(reception: Reception) -> Reception:
    """A button of ours that belongs to an earlier moment: she is told so, and the question that waits comes again."""
    reception = reception.tell(
        reception.phrase(
            "That button belongs to an earlier moment, so nothing was changed. Just write, and we go on from here."
        )
    )
    return reception if reception.held else repeat(reception)


def settled(reception: Reception) -> Session | None:
    """The session in a revision that is still there; None where its step is gone with an old one."""
    session = reception.session
    if session is None or session.ended:
        return None
    session = replace(session, revision=reception.revision.number)
    return session if engine.fits(reception.revision, session) else None


def asks(reception: Reception) -> str:
    """The type of the step that waits for her; empty where none does."""
    session = settled(reception)
    step = reception.revision.step(session.place) if session else None
    return step.type if step else ""


def renewed(reception: Reception, session: Session) -> Session:
    """An ended session in the running revision: what is opened next begins there."""
    return replace(session, revision=reception.house.running)


def bare(reception: Reception) -> Reception:
    """Of a talk that has ended, only what the next one needs; of a minor's, the language alone (R9)."""
    session = reception.session
    if session is None or not session.ended:
        return reception
    marks = {name: value for name, value in session.marks.items() if name not in (OPENED, BEFORE)}
    young = reception.case is None and says_under_18(session.facts)
    facts = {} if young else dict(session.facts)
    return reception.but(session=replace(session, marks=marks, facts=facts))


def follow(reception: Reception, turn: Turn) -> Reception:
    """Speak, carry out, answer the engine, and again, until she is waited for or the conversation has ended."""
    for _ in range(LIMIT):
        counted = walked(reception.revision, reception.session, turn)
        reception = ages.took_in(reception.but(session=turn.session, walked=(*reception.walked, *counted)))
        for spoken in turn.says:
            reception = speak(reception, spoken)
        if any((str(place), route) == ERASE for place, route in turn.segments):
            return reception.but(deleted=True)
        if any((str(place), route) == AFRESH for place, route in turn.segments):
            return afresh(reception)
        if not turn.effects:
            return reception
        route = ""
        for effect in turn.effects:
            reception, route = carry_out(effect, reception)
        session = reception.session or turn.session
        turn = engine.advance(reception.revision, session, Answered(route), reception.moment)
    raise RuntimeError(f"{turn.session.place} asks the helpline without end")


def speak(reception: Reception, spoken: Spoken) -> Reception:
    """One thing the engine says, as a message in her language."""
    if isinstance(spoken, Say) and not spoken.prompt and _is_about_limits(reception, spoken.text):
        if LIMITS_TOLD in (reception.session.marks if reception.session else {}):
            return reception
        reception = reception.note(**{LIMITS_TOLD: "yes"})
    match spoken:
        case Say():
            text = fill(reception, spoken.text)
            buttons = [(button.label, button.data) for button in spoken.buttons]
            if not spoken.prompt:
                return reception.tell(text, buttons, says=(spoken.key,))
            text, buttons = beside_question(reception, text, buttons, spoken.key.endswith(".more"))
            return reception.tell(text, buttons, cause="prompt", says=(spoken.key,))
        case ShowCards():
            shown = cards(reception, spoken.entries)
            return reception.tell(shown, says=tuple(map(CARD.format, spoken.entries))) if shown else reception
        case Notice(name="too_long"):
            return too_long(reception)
        case Notice(name=name):
            return not_understood(reception, name)


def _is_about_limits(reception: Reception, text: str) -> bool:
    texts, language = reception.revision.texts, reception.language
    return any(key in texts.source and texts.get(key, language) == text for key in LIMITS)
