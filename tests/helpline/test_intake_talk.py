"""A contact talks with the bot: from hello to the end, in three languages, and whatever she does in between."""

from dataclasses import replace

import pytest

from helpline.contact import Words
from tests.helpline.house import LANGUAGES, Talk, adult, at_links, at_story, before_keeping, greeted, house, waiting


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_word_is_answered_with_a_greeting_in_the_language_of_her_phone(language: str) -> None:
    talk = Talk(language=language).types("hey")
    assert {"nl": "Hallo", "fr": "Bonjour", "en": "Hello"}[language] in talk.text
    assert "Testhulp" in talk.text
    assert "{" not in talk.text
    assert talk.at == "triage.language"


def test_a_phone_in_a_language_nobody_translated_is_greeted_in_english() -> None:
    assert Talk(language="ru").types("privet").language == "ru"
    assert "Hello" in Talk(language="ru").types("privet").text


def test_what_follows_the_start_command_is_ignored() -> None:
    assert Talk().types("/start poster-in-the-tram").at == "triage.language"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_adult_reaches_the_institute_and_then_the_questions_about_keeping(language: str) -> None:
    talk = adult(language)
    assert "0800/12 800" in talk.text
    talk = before_keeping(language)
    assert talk.at == "intake.keep"
    assert talk.case is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_someone_under_18_gets_child_focus_and_nothing_stays(language: str) -> None:
    talk = greeted(language).picks("self", "minor")
    assert "116 000" in talk.text
    assert talk.case is None
    assert talk.session is not None
    assert not talk.session.facts


def test_before_she_agrees_only_the_session_exists() -> None:
    talk = before_keeping()
    assert talk.case is None
    assert not talk.kinds
    assert not talk.transcript
    kept = talk.picks("yes")
    assert kept.case is not None
    assert kept.kinds[:2] == ["case_opened", "consent_given"]


def test_who_keeps_nothing_ends_with_nothing_kept() -> None:
    talk = before_keeping().picks("no")
    assert talk.at == "-"
    assert talk.case is None
    assert not talk.kinds


def test_what_she_types_where_nothing_was_asked_is_kept_nowhere() -> None:
    talk = at_links().picks("done", "no", "no").types("zebra-canary, he said")
    assert "zebra" not in repr(talk.case.__dict__ if talk.case else "") + (
        talk.session.to_json() if talk.session else ""
    )
    kept = at_story().types("zebra-canary, he said")
    assert "zebra-canary, he said" in kept.case.words["story"]  # type: ignore[union-attr]


def test_a_talk_that_has_ended_goes_on_in_her_language() -> None:
    talk = before_keeping("nl").picks("no")
    talk.language = "fr"
    assert "Ik ben er nog" in talk.types("ben je er nog?").text


def test_twice_not_understood_brings_the_person_and_the_numbers() -> None:
    talk = greeted().types("blablubb")
    assert "/human" not in talk.text
    assert talk.at == "triage.for_whom"
    talk.types("blablubb")
    assert "/human" in talk.text
    assert "112" in talk.text
    assert talk.at == "triage.for_whom"


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_from_the_third_time_on_it_is_said_in_fewer_words(language: str) -> None:
    talk = greeted(language).types("blablubb", "blablubb")
    second = len(talk.heard[0].text.plain)
    for _ in range(3):
        talk.types("blablubb")
        assert len(talk.heard[0].text.plain) < min(second, 100)
        assert "/human" in talk.heard[0].text.plain
        assert "112" in talk.heard[0].text.plain


@pytest.mark.parametrize(
    ("language", "whose", "asked"),
    [
        ("nl", "other", "Hoe oud ben je zelf?"),
        ("fr", "received", "Quel âge avez-vous, vous-même ?"),
        ("en", "other", "How old are you yourself?"),
        ("en", "self", "How old are you?"),
    ],
)
def test_whoever_writes_about_someone_else_is_asked_for_her_own_age(language: str, whose: str, asked: str) -> None:
    assert asked in greeted(language).picks(whose).text


def test_an_age_in_years_is_an_answer_where_her_age_is_asked() -> None:
    assert greeted().picks("self").types("23").at == "triage.age_in_image"
    assert "116 000" in greeted().picks("self").types("15").text
    assert greeted("nl").picks("self").types("ik ben 34").at == "triage.age_in_image"


def test_number_and_pin_come_once_at_the_end_in_two_protected_messages() -> None:
    talk = at_links().types("example.com/a").picks("done", "no", "no", "right", "no", "no")
    number, pin = (one for one in talk.heard if one.tag == "pin")
    assert "K7RM-2QXD" in number.text.plain
    assert "48151623" not in number.text.plain
    assert "48151623" in pin.text.plain
    assert "K7RM-2QXD" not in pin.text.plain
    assert number.protect
    assert pin.protect
    assert number.delete_after == pin.delete_after == 600
    assert talk.case is not None
    assert talk.case.pin_digest == f"{talk.case.id}48151623".encode()
    again = talk.types("hello").types("/stop")
    assert not [one for one in again.heard if one.tag == "pin"]


def test_written_down_deletes_both_messages() -> None:
    talk = waiting().presses("I've written it down")
    assert talk.changes is not None
    assert talk.changes.delete_tagged == ("pin",)
    assert not talk.heard
    assert talk.changes.answer == ""


def test_an_old_button_repeats_the_prompt() -> None:
    talk = greeted()
    old = dict(talk.buttons)
    talk.picks("self")
    talk.buttons = old
    assert talk.picks("regret").at == "triage.age"


def test_a_forged_button_changes_nothing() -> None:
    talk = before_keeping()
    for data in (
        "",
        ":",
        "x:intake.keep:yes",
        "pin:",
        "agree:links",
        "queue:cancel",
        "pin::written",
        "agree::",
        "🦓" * 16,
    ):
        talk.send("press", data=data, callback="c")
        assert talk.case is None
        assert talk.at == "intake.keep"


def test_who_blocks_the_bot_hears_nothing_until_she_writes_again() -> None:
    talk = greeted().send("blocked")
    assert talk.contact is not None
    assert talk.contact.blocked
    assert not talk.heard
    assert not talk.types("hello?").contact.blocked  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["silent", "joined_group", "something_new"])
def test_reactions_joins_and_groups_get_silence_on_purpose(kind: str) -> None:
    before = greeted()
    session = before.session
    after = before.send(kind)
    assert not after.heard
    assert after.session == session


def test_an_edited_message_is_asked_for_anew_only_where_words_are_awaited() -> None:
    assert not greeted().send("edit", words=Words("me")).heard
    assert "new one" in at_links().send("edit", words=Words("example.com/b")).text
    assert not Talk().send("edit", words=Words("hello")).heard


def test_a_session_of_a_revision_that_is_gone_goes_on_in_the_running_one() -> None:
    talk = greeted()
    talk.house = replace(house(), revisions={2: replace(house().revisions[1], number=2)}, running=2)
    assert talk.picks("self").at == "triage.age"
    assert talk.session is not None
    assert talk.session.revision == 2
