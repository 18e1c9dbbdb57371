"""Coming back to a kept case: she is welcomed, not asked everything again; it stays hers to see and to change."""

import pytest

from tests.helpline.house import LANGUAGES, Talk, adult, at_links, greeted, waiting_with_links

pytestmark = pytest.mark.usefixtures("every_engine")

WELCOME = {"nl": "Welkom terug", "fr": "Vous revoilà", "en": "Welcome back"}


def kept(language: str = "en") -> Talk:
    """She left a link, stopped, and comes back another day."""
    return at_links(language).types("https://example.com/video/12", "/stop").waits(days=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_comes_back_to_her_case_is_welcomed_and_not_asked_everything_again(language: str) -> None:
    talk = kept(language).types("hallo")
    assert talk.at == "welcome.back"
    assert WELCOME[language] in talk.text
    assert "example" not in talk.text, "nothing of the case is shown before she asks for it"


def test_a_session_that_was_forgotten_meanwhile_makes_no_difference() -> None:
    talk = kept("fr")
    talk.session = None
    assert talk.types("bonjour").at == "welcome.back"
    assert WELCOME["fr"] in talk.text


def test_an_old_button_or_a_photo_brings_her_back_as_well() -> None:
    assert kept().send("press", data="another1:triage.for_whom:self", callback="c").at == "welcome.back"
    assert kept().send("media", message=3).at == "welcome.back"


def test_she_sees_what_she_left_takes_it_out_and_adds_to_it() -> None:
    talk = kept().types("hello").picks("look")
    assert "example[.]com/video/12" in talk.text
    talk.types("remove 1").picks("yes")
    assert talk.case is not None
    assert not talk.case.items
    assert talk.case.is_waiting is False
    assert talk.at == "human.agree"


def test_she_may_ask_for_a_person_at_once() -> None:
    talk = kept().types("hello").picks("person", "yes")
    assert talk.case is not None
    assert talk.case.is_waiting


@pytest.mark.parametrize("language", LANGUAGES)
def test_beginning_again_keeps_the_case_and_asks_about_the_image_again(language: str) -> None:
    talk = kept(language)
    talk.types("hallo")
    case = talk.case
    talk.picks("anew")
    assert talk.at == "triage.for_whom"
    assert "112" in talk.text
    assert talk.case == case
    talk.picks("self")
    assert talk.at == "triage.age_in_image", "her age is known; the image may be another one"
    assert talk.case == case


def test_another_image_of_someone_under_18_erases_what_was_kept() -> None:
    talk = kept().types("hello").picks("anew", "self", "minor")
    assert talk.case is None
    assert "116 000" in talk.text


def test_thanks_are_answered_and_start_begins_from_the_start() -> None:
    assert "welcome" in kept().types("thank you").text.lower()
    assert kept().types("thank you").at == "-"
    assert kept().types("/start").at == "triage.language"


def test_under_18_and_despair_are_heard_in_the_welcome() -> None:
    assert kept().types("hello", "I'm 15").case is None
    assert "02 648 40 14" in kept().types("hello", "I want to die").text


@pytest.mark.parametrize("reach", [Talk, lambda: greeted().types("/stop")])
def test_without_a_case_a_conversation_begins_as_ever(reach: object) -> None:
    assert reach().types("hello").at == "triage.language"  # type: ignore[operator]


# ── soon after a talk came to its end ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_writes_on_after_the_end_is_not_greeted_anew_nor_asked_for_her_language(language: str) -> None:
    talk = greeted(language).picks("self", "minor").types("xyz")
    assert talk.at == "triage.for_whom"
    assert "/human" in talk.heard[0].text.plain
    assert not talk.facts


def test_who_said_that_she_is_an_adult_is_not_asked_again() -> None:
    talk = adult().picks("enough").types("something else happened")
    assert (talk.at, talk.facts) == ("triage.for_whom", {"age": "adult"})
    assert talk.picks("self").at == "triage.age_in_image"


def test_an_hour_later_and_after_start_it_is_a_new_talk() -> None:
    assert greeted().picks("self", "minor").types("/start").at == "triage.language"
    talk = greeted().picks("self", "minor")
    talk.session = None  # forgotten
    assert talk.types("xyz").at == "triage.language"
    assert greeted().types("/stop", "xyz").at == "triage.language"


def test_a_hidden_case_is_not_spoken_of() -> None:
    talk = waiting_with_links().types("/hide").waits(days=1).types("hello")
    assert talk.at == "triage.language"
    assert "Welcome back" not in talk.text


def test_a_case_that_people_have_has_no_welcome() -> None:
    assert "Welcome back" not in waiting_with_links().waits(days=1).types("hello").text
