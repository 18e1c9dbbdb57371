"""A sign too few in her number or PIN: she hears which, it goes from the chat, and no try is spent."""

import pytest

from tests.helpline.house import LANGUAGES
from tests.helpline.test_returning import PIN, deleted, hidden, number_of

pytestmark = pytest.mark.usefixtures("every_engine")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_too_few_is_said_taken_out_of_the_chat_and_costs_no_try(language: str) -> None:
    talk = hidden(language)
    number = number_of(talk)
    asks = {
        "en": ("a dash and four", "shorter than"),
        "nl": ("een streepje", "korter dan"),
        "fr": ("un tiret", "plus court"),
    }
    talk.types("/back")
    for nearly in ("K7RM-2QX", "7RM-2QXD", "K7RM-2QXDD", "KEBC-45U", "ab3-c4de"):
        talk.types(nearly)
        assert asks[language][0] in talk.text, nearly
        assert deleted(talk), nearly
    for short in ("4815", "481 5", "48-15"):
        talk.types(number, short)
        assert asks[language][1] in talk.text, short
        assert deleted(talk), short
        assert talk.case is None
    assert talk.types(PIN).case is not None


@pytest.mark.parametrize("words", ["15", "15-jaar", "ik ben 15 jaar", "2011", "mei-2011", "met z'n drie"])
def test_what_may_be_an_age_is_heard_as_one_while_the_pin_is_waited_for(words: str) -> None:
    talk = hidden("nl")
    talk.types("/back", number_of(talk), words)
    assert "korter dan" not in talk.text
    talk.types("/back", words)
    assert "streepje" not in talk.text


LOST = {
    "en": ("I lost my PIN", "cannot be replaced"),
    "nl": ("ik ben mijn pincode kwijt", "niemand vervangen"),
    "fr": ("J'ai oublié mon code", "être remplacé"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_lost_the_note_hears_what_is_possible(language: str) -> None:
    said, answer = LOST[language]
    talk = hidden(language)
    talk.types("/back", number_of(talk), said)
    assert answer in talk.text
    assert talk.types(PIN).case is not None, "and if it turns up, it still opens"
    assert answer not in talk.types(said).text, "elsewhere it is a word like any other"
