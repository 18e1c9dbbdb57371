"""Number and PIN in the middle of other words: they go, nobody reads them, and what else she says is heard."""

from __future__ import annotations

import pytest

from helpline.contact import Words
from helpline.intake import decide_parked
from helpline.listening.number_and_pin import find, without_pin
from helpline.ports import Incoming, Loaded
from tests.helpline.house import LANGUAGES, adult, waiting_with_links
from tests.helpline.test_returning import PIN, WRONG, deleted, hidden, number_of

SENTENCES = {
    "en": "hi it's me again from last week, I wrote it down: {number}, and the PIN was {pin} I think",
    "nl": "hallo ik ben het nog eens van vorige week, mijn nummer was {number} en de code {pin} denk ik",
    "fr": "bonjour c'est encore moi de la semaine passée, le numéro c'était {number} et le code {pin} je crois",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_whole_sentence_they_bring_her_back(language: str) -> None:
    talk = hidden(language)
    talk.types(SENTENCES[language].format(number=number_of(talk), pin=PIN))
    assert talk.case is not None
    assert deleted(talk)
    assert not talk.hers


def test_beside_staff_a_colleague_never_reads_them() -> None:
    """A colleague sees the number in the console; with the PIN she could open the case from an account of her own."""
    for words in (
        SENTENCES["nl"].format(number="K7RM-2QXD", pin=WRONG),
        SENTENCES["en"].format(number="KRMW-QXDT", pin=PIN),
    ):
        talk = waiting_with_links().taken_over().types("before", words, "after")
        assert talk.hers == ["before", "after"], words
    talk = waiting_with_links().taken_over().types(f"I am not sure any more, was my PIN {PIN} or 4815 1624?")
    assert talk.hers == ["I am not sure any more, was my PIN [PIN] or 4815 1624?"]
    edited = waiting_with_links().taken_over().send("edit", words=Words(f"so my pincode: {PIN} right?"), message=77)
    assert edited.hers == ["✎ so my pincode: [PIN] right?"]


def test_danger_and_despair_around_them_are_heard() -> None:
    for state in (hidden(), waiting_with_links().taken_over(), adult()):
        talk = state.types(f"he is standing at my door with a knife, K7RM-2QXD {WRONG} please")
        assert deleted(talk)
        assert "112" in talk.text
    talk = hidden()
    talk.types(f"I want to die. It was {number_of(talk)} with {PIN}")
    assert talk.case is not None
    assert "112" in talk.text
    talk = hidden()
    assert "112" not in talk.types(f"It was {number_of(talk)} with {PIN}").text  # the control


def test_that_somebody_is_under_18_comes_first_and_the_case_stays_closed() -> None:
    for words in ("I am 15 and my number is {number}, PIN {pin}", "ik was 16 toen, nummer {number} en code {pin} dus"):
        talk = hidden()
        number = number_of(talk)
        talk.types(words.format(number=number, pin=PIN))
        assert deleted(talk)
        assert talk.case is None
        assert "116000" in talk.text.replace(" ", ""), "Child Focus"


def test_what_could_not_be_worked_off_goes_from_the_chat_as_well() -> None:
    talk = hidden()
    for words, gone in ((f"{number_of(talk)} {PIN}", (4711,)), ("something else", ())):
        assert talk.contact is not None
        sent = Incoming("telegram", 77, talk.contact.address, "text", talk.now, words=Words(words), message=4711)
        assert decide_parked(Loaded(talk.contact, talk.session, talk.case), sent, talk.now, talk.house).delete == gone


@pytest.mark.parametrize(
    "words",
    [
        "my self-made page went up on 2026-11-21 and again on 20261122",
        "call 0470 12 34 56 or K7RM-2QXD",
        "the order AB12-CD34 came, and AB12-CD35, and 12345678",
        "write to BE68-5390 0754 7034 today please",
        "see https://example.com/ABCD-2345/12345678x",
    ],
)
def test_other_numbers_in_other_sentences_stay_what_they_are(words: str) -> None:
    assert find(words) is None
    assert without_pin(words) == words
