"""Under 18, said at any moment: everything kept is erased at once, a handoff is recalled, she is told kindly (P1)."""

from collections.abc import Callable

import pytest

from helpline.contact import Words
from tests.helpline.house import (
    Talk,
    adult,
    at_hashes,
    at_links,
    at_story,
    before_keeping,
    greeted,
    waiting,
    waiting_with_links,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("every_engine")

AT = {
    "before the first question": Talk,
    "greeted": greeted,
    "adult": adult,
    "before keeping": before_keeping,
    "at links": at_links,
    "at hashes": at_hashes,
    "at her own words": at_story,
    "waiting": waiting,
    "waiting with a link": waiting_with_links,
    "held by staff": lambda: waiting_with_links().taken_over(),
    "in danger": lambda: at_links().types("/danger"),
    "about to delete": lambda: at_links().types("/delete"),
}
SAID = ["I'm 15", "ik ben 15 jaar", "j'ai 16 ans"]
ABOUT_THE_IMAGE = "I was 16 in the photo"


@pytest.mark.parametrize("words", [*SAID, ABOUT_THE_IMAGE])
@pytest.mark.parametrize("at", AT)
def test_an_age_under_18_in_any_text_erases_the_case_at_once(at: str, words: str) -> None:
    talk = AT[at]()
    had, held = talk.case is not None, talk.case is not None and talk.case.holder.kind != "bot"
    talk.types(words)
    assert talk.case is None
    assert not talk.transcript
    assert "116 000" in talk.text
    assert ("case_erased" in talk.kinds) == had
    assert ("erased for good" in talk.text) == had
    assert ("handoff_recalled" in talk.kinds) == held
    assert ("recalled" in talk.alerts) == held
    assert words not in (talk.session.to_json() if talk.session else "")
    assert talk.session is None or not talk.session.facts


def test_the_case_would_have_stayed_for_another_age() -> None:
    talk = waiting_with_links().types("I'm 35")
    assert talk.case is not None
    assert talk.case.is_waiting
    assert "case_erased" not in talk.kinds


def test_an_edited_message_is_heard_too() -> None:
    talk = waiting_with_links().send("edit", words=Words("I'm 15"))
    assert talk.case is None
    assert "handoff_recalled" in talk.kinds


@pytest.mark.parametrize("key", ["minor"])
@pytest.mark.parametrize("reach", [at_links, at_story, waiting_with_links])
def test_an_old_button_that_says_under_18_counts(reach: Callable[[], Talk], key: str) -> None:
    talk = Talk().types("hi").picks("en", "self")
    under_18 = next(data for data in talk.buttons.values() if data.endswith(":minor"))
    later = reach()
    assert later.session is not None
    later.send("press", data=f"{later.session.token}:{under_18.split(':', 1)[1]}", callback="c")
    assert later.case is None
    assert "116 000" in later.text


@pytest.mark.parametrize(
    ("keys", "shown"), [(("minor",), "116 000"), (("adult", "unsure"), "116 000"), (("unsaid",), "116 000")]
)
def test_another_answer_the_second_time_erases_what_the_first_allowed(keys: tuple[str, ...], shown: str) -> None:
    talk = at_links().types("https://example.com/a", "/start").picks("en", "self")
    assert talk.case is not None
    talk.picks(*keys)
    assert talk.case is None
    assert shown in talk.text
    assert "case_erased" in talk.kinds


def test_a_minor_who_asks_for_a_human_gets_child_focus_and_no_case() -> None:
    talk = greeted().types("/human").picks("minor")
    assert "116 000" in talk.text
    assert talk.case is None
    assert not talk.alerts


def test_despair_of_someone_under_18_brings_the_numbers_first() -> None:
    talk = greeted().types("I'm 15 and I want to die")
    assert "0800 32 123" in talk.heard[0].text.plain or "02 648 40 14" in talk.heard[0].text.plain
    assert "116 000" in talk.text


def test_the_pin_messages_go_with_the_case() -> None:
    talk = waiting_with_links().types("I'm 15")
    assert talk.changes is not None
    assert "pin" in talk.changes.delete_tagged


def test_a_lone_number_is_the_button_of_that_number_before_it_is_an_age() -> None:
    assert adult().types("6").at == "partner.question"
    assert "116 000" in adult().types("15").text


def test_the_age_in_the_image_may_be_typed_in_years() -> None:
    assert "116 000" in greeted().picks("self", "adult").types("16").text


@pytest.mark.parametrize("typed", ["１５", "1️⃣5️⃣", "1 5", "17/05/2010", "2010-05-17"])
def test_an_age_that_is_asked_may_be_typed_in_any_digits_or_as_a_date(typed: str) -> None:
    assert "116 000" in greeted().picks("self").types(typed).text


def test_the_number_of_a_button_in_other_digits_is_no_age() -> None:
    assert adult().types("6️⃣").at == "partner.question"
    assert adult().types("６").at == "partner.question"
