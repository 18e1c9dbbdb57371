"""beside: what she writes beside the question, heard before it is said that it was not understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.move import Pressed, Said
from flows.understand import LONGEST_PHRASE, fold
from helpline import conversation, flooding, going_back
from helpline.adults import all_adults
from helpline.hashes import find_hashes
from helpline.keeping import keep_hashes, keep_links
from helpline.links import find_links
from helpline.listening.asides import asks_who_is_there, blames_herself, is_afraid, wants_a_person
from helpline.listening.named import named_tongue
from helpline.listening.tongue import guess
from helpline.reception import Reception

#: Where the language is asked.
LANGUAGE = "triage.language"
#: Steps at which words of her own are not an answer of themselves.
ASKING = ("choose", "consent")
#: Steps that take links or hashes, where other words may be meant for us.
TAKING = ("link", "hash")
#: A language is changed unasked only for so many words of another one.
SURE = 3
#: Who has told more than a few words is thanked for it, and asked again; not again within this time.
TOLD, TOLD_LATELY = "told", timedelta(minutes=2)
#: Words of thanks and goodbye, and those that may stand beside them.
_THANKS = frozenset(
    fold("thanks thank thx ty ok okay oke merci mercii bedankt dank dankje dankjewel dankuwel bye doei daag").split()
)
_WITH_THANKS = _THANKS | frozenset(
    fold(
        "you so very much je u wel beaucoup bcp bien vous super top goed great hoor alvast voor de hulp uw jouw pour l"
        " votre aide for your the help alles tout"
    ).split()
)


def hear(reception: Reception, words: str) -> Reception:
    """The engine's answer where she answers; what else she may mean where she does not."""
    session = conversation.settled(reception)
    step = reception.revision.step(session.place) if session else None
    if session is None or step is None:
        return conversation.reply(reception, Said(words))
    if reception.revision.known(session.place).lexicon.match(words, session.language) is not None:
        return conversation.reply(reception, Said(words))
    if going_back.wants_back(words):
        return going_back.go_back(reception)
    if step.type not in (*ASKING, *TAKING):
        return conversation.reply(reception, Said(words))
    if step.type in TAKING and _wanted(step.type, words):
        return conversation.reply(reception, Said(words))
    if wants_a_person(words):
        return conversation.aside(reception, "human")
    heard = _tongue(reception, words) if step.type in ASKING else None
    heard = heard or _answer(reception, words) or conversation.reply(reception, Said(words))
    return flooding.calmed(reception, heard)


def first_words(reception: Reception, words: str) -> Reception:
    """No conversation is going on: one begins, in her language; thanks are answered, and a person is asked for."""
    ended = reception.session is not None
    if ended and _is_closing(words):
        number = reception.house.directory.number("emergency", reception.language, reception.now)
        return reception.tell(
            reception.phrase(
                "You're welcome. You can write here again whenever you like; in danger, call {emergency}.",
                emergency=number,
            )
        )
    if wants_a_person(words):
        return conversation.aside(reception, "human")
    begun = conversation.resume(reception)
    named = guess(words) == "other" or named_tongue(words) is not None
    return _tongue(begun.without_prompts(), words) or begun if named else begun


def in_her_language(reception: Reception, words: str) -> Reception:
    """Until she has chosen a language, she is spoken to in the one she writes in."""
    language, session = guess(words), reception.session
    if language not in reception.house.languages:
        return reception
    if session is None:
        return reception.speaking(language)
    if session.ended or str(session.place) != LANGUAGE:
        return reception
    return reception.but(session=replace(session, language=language))


def _is_closing(words: str) -> bool:
    """Thanks, an all right, or both: `ok merci`."""
    said = set(fold(words).split())
    return not said.isdisjoint(_THANKS) and said <= _WITH_THANKS


def _wanted(kind: str, words: str) -> bool:
    """Is there something in her words that this step takes, or would take if it were right?"""
    if kind == "link":
        return bool(find_links(words).links or find_links(words).refused)
    return bool(find_hashes(words).hashes or find_hashes(words).refused)


# ── another language ──────────────────────────────────────────────────────────────────────────────────────────────
def _tongue(reception: Reception, words: str) -> Reception | None:
    """Her words are in another language, or name one: the talk goes on in that."""
    session = reception.session
    assert session is not None
    named = named_tongue(words)
    asked = str(session.place) in (LANGUAGE, "languages.choose")
    heard = guess(words, 1 if asked else 2 if named else SURE) or named
    known = heard == "other" or heard in reception.house.languages
    if heard is None or not known or (not asked and heard == session.language):
        return None
    if not asked:
        reception = conversation.aside(reception, "languages").without_prompts()
    session = reception.session
    assert session is not None
    return conversation.reply(reception, Pressed(f"{session.token}:{session.place}:{heard}"))


# ── what is answered in a sentence, and the question again ────────────────────────────────────────────────────────
def _answer(reception: Reception, words: str) -> Reception | None:
    if find_links(words).links or find_hashes(words).hashes:
        return conversation.repeat(_stray(reception, words))
    if text := _sentence(reception, words):
        return conversation.repeat(reception.tell(text))
    return conversation.repeat(_thanked(reception)) if len(fold(words).split()) > LONGEST_PHRASE else None


def _thanked(reception: Reception) -> Reception:
    """She tells what happened where a few words are asked: that is no mistake of hers. Once in a burst."""
    ago = reception.since(TOLD)
    if ago is not None and ago < TOLD_LATELY:
        return reception
    return reception.note(**{TOLD: reception.now.isoformat()}).tell(
        reception.phrase(
            "Thank you for telling me; nothing of it is kept. I'm only a machine and understand short answers. With "
            "/human you ask for a person."
        )
    )


def _sentence(reception: Reception, words: str) -> str | None:
    regrets = reception.facts.get("for_whom") == "regret"
    if blames_herself(words) and not regrets:
        return reception.phrase("This is not your fault. Whoever spreads it, or threatens to, is in the wrong.")
    if is_afraid(words) or (regrets and blames_herself(words)):
        return reception.phrase(
            "That is a lot to carry, and you need not do it alone. We go at your pace; "
            "with /human you ask for a person."
        )
    if _is_closing(words) and fold(words) not in ("ok", "okay", "oke"):
        return reception.phrase("You're welcome. Take your time.")
    if asks_who_is_there(words):
        return reception.phrase(
            "I'm here; I am an automated service. With /human you ask for a person, and here is where we were."
        )
    return None


def _stray(reception: Reception, words: str) -> Reception:
    """A link or hash that was not asked for just now: kept where she agreed to that, and else not."""
    case, kept = reception.case, False
    if case is not None and all_adults(reception.facts):
        for scope, found, keep in (
            ("links", find_links(words).links, keep_links),
            ("hashes", find_hashes(words).hashes, keep_hashes),
        ):
            if found and case.agreed(scope):
                reception, answer = keep(reception, words)
                kept = kept or answer == "kept"
    if kept:
        return reception
    return reception.tell(
        reception.phrase(
            "Nothing of that was kept: links and fingerprints are kept only further on, where everyone is 18 or older "
            "and you say yes."
        )
    )
