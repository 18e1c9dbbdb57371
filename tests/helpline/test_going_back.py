"""She pressed the wrong thing: the question before comes once more, kindly; nothing that was kept is undone by it."""

import pytest

from tests.helpline.house import Talk, adult, at_links, at_story, before_keeping, greeted

pytestmark = pytest.mark.usefixtures("every_engine")

KINDLY = {"nl": "Geen probleem", "fr": "Pas de souci", "en": "No problem"}
SAID = [
    ("nl", "terug"),
    ("nl", "Ik heb me vergist!"),
    ("nl", "verkeerde knop"),
    ("fr", "retour"),
    ("fr", "je me suis trompée"),
    ("fr", "Mauvais bouton"),
    ("en", "go back"),
    ("en", "I made a mistake"),
    ("en", "oops"),
]


@pytest.mark.parametrize(("language", "words"), SAID)
def test_the_question_before_comes_once_more(language: str, words: str) -> None:
    talk = greeted(language).picks("received").types(words)
    assert KINDLY[language] in talk.text
    assert talk.at == "triage.for_whom"
    assert talk.picks("self").at == "triage.age"
    assert talk.facts["for_whom"] == "self"


def test_a_wrong_answer_about_age_is_put_right_before_anything_is_kept() -> None:
    talk = greeted().picks("self", "adult").types("go back")
    assert talk.at == "triage.age"
    assert "116 000" in talk.picks("minor").text


def test_it_goes_back_out_of_the_flow_that_an_answer_opened() -> None:
    talk = adult().picks("online").types("back")
    assert talk.at == "triage.situation"
    assert talk.picks("threat").facts["situation"] == "threat"


def test_one_question_back_and_no_more() -> None:
    talk = adult().types("back", "back")
    assert "/start" in talk.text
    assert talk.at == "triage.age_in_image"


@pytest.mark.parametrize("reach", [before_keeping, at_links, at_story])
@pytest.mark.parametrize("words", ["terug", "retour", "I pressed the wrong button"])
def test_where_consents_were_asked_she_hears_how_to_correct_and_nothing_changes(reach: object, words: str) -> None:
    talk: Talk = reach()  # type: ignore[operator]
    if talk.at == "intake.keep":
        talk.picks("yes")
    case, at = talk.case, talk.at
    talk.types(words)
    assert "/start" in talk.text
    assert (talk.case, talk.at) == (case, at)


def test_in_a_question_of_her_own_words_it_is_not_kept_as_hers() -> None:
    talk = at_story().types("go back")
    assert talk.case is not None
    assert not talk.case.words
    assert at_story().types("he told me to go back").case.words["story"] == "he told me to go back"  # type: ignore[union-attr]


def test_a_new_conversation_does_not_go_back_into_an_old_one() -> None:
    talk = adult().types("/start", "go back")
    assert "/start" in talk.text
    assert talk.at == "triage.language"
