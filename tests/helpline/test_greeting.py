"""Who writes out of the blue hears one message: the hello with the first question under it."""

import pytest

from tests.helpline.house import LANGUAGES, Talk

HELLO = {"nl": "Hallo, goed dat je", "fr": "Bonjour", "en": "Hello, good that you are here"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["/start", "hallo", "x"])
def test_the_hello_and_the_first_question_are_one_message(language: str, word: str) -> None:
    talk = Talk(language=language).types(word)
    assert [one.cause for one in talk.heard] == ["greeting"]
    assert "Kies je taal" in talk.text
    assert talk.text.startswith(("Hallo", "Bonjour", "Hello"))
    assert talk.picks("en").at == "triage.for_whom", "its buttons are those of the question"


def test_who_is_talking_already_is_no_newcomer() -> None:
    talk = Talk().types("/start").picks("en")
    assert [one.cause for one in talk.heard] == ["reply", "prompt"]
    assert len(talk.types("/start").heard) == 2, "to begin again looks as it always did"


def test_the_numbers_of_an_alarm_never_wait_behind_newcomers() -> None:
    talk = Talk().types("he is at my door with a knife")
    told = [one.cause for one in talk.heard if "112" in one.text.plain]
    assert told
    assert set(told) == {"alarm"}
