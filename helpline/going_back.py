"""going back: she pressed the wrong thing, or thinks again: the question before comes once more."""

from __future__ import annotations

from dataclasses import replace

from flows import engine
from flows.session import Place
from flows.understand import folded
from helpline import conversation
from helpline.commands import listed
from helpline.conversation import BEFORE
from helpline.reception import Reception

#: Whole messages that ask for it.
BACK = listed(
    "back, go back, take me back, previous, previous question, undo, i made a mistake, made a mistake, my mistake",
    "mistake, wrong answer, wrong button, i pressed wrong, pressed wrong, i pressed the wrong button, oops",
    "i want to change my answer, change my answer, that was wrong, that's wrong, i meant something else",
    "terug, ga terug, terug gaan, ik wil terug, een stap terug, vorige, vorige vraag, ik heb me vergist, me vergist",
    "vergist, vergissing, foutje, verkeerd, verkeerd gedrukt, ik heb verkeerd gedrukt, ik drukte verkeerd, oeps",
    "verkeerde knop, verkeerd antwoord, ik wil mijn antwoord veranderen, antwoord veranderen, ik bedoelde iets anders",
    "retour, revenir, revenir en arriere, en arriere, precedent, question precedente, la question precedente, oups",
    "je me suis trompe, je me suis trompee, me suis trompe, me suis trompee, trompe, trompee, erreur, une erreur",
    "c'est une erreur, j'ai fait une erreur, mauvais bouton, mauvaise reponse, je veux changer ma reponse",
    "changer ma reponse, je voulais dire autre chose",
)


def wants_back(words: str) -> bool:
    """Is all of the message a wish to correct the last answer?"""
    return not folded(words).isdisjoint(BACK)


def go_back(reception: Reception) -> Reception:
    """One question back; where that cannot be undone by asking again, how to correct it, and the question she is at."""
    session = conversation.settled(reception)
    places = _places(session.marks.get(BEFORE, "")) if session else ()
    if session is None or not places or session.aside:
        return _how(reception)
    earlier = replace(session, place=places[0], stack=places[1:], misses=0, marks={**session.marks, BEFORE: ""})
    if not engine.fits(reception.revision, earlier):
        return _how(reception)
    text = reception.phrase("No problem. Here is the question before once more.")
    return conversation.repeat(reception.tell(text).but(session=earlier))


def _how(reception: Reception) -> Reception:
    text = reception.phrase("No problem. With /start we begin again; what you chose to keep stays as it is.")
    return conversation.repeat(reception.tell(text))


def _places(mark: str) -> tuple[Place, ...]:
    """The place and the stack beneath it, as `conversation.reply` noted them."""
    return tuple(Place(*one.split(".")) for one in mark.split())
