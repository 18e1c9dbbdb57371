"""Where the people of Child Focus work in the house: someone under 18 may write with them, and nobody else sees it."""

from dataclasses import replace

import pytest

from helpline.adults import CHILD_FOCUS
from tests.helpline.house import (
    LANGUAGES,
    at_links,
    greeted,
    house,
    waiting,
    waiting_with_links,
    with_child_focus,
    young,
)

pytestmark = pytest.mark.usefixtures("every_engine")

THEIRS = ("helpline", CHILD_FOCUS)
LINK = "https://example.com/video/12"
HASH = "PDQ: " + "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"


@pytest.mark.parametrize("language", LANGUAGES)
def test_someone_under_18_is_offered_child_focus_after_the_card(language: str) -> None:
    talk = young(language)
    assert talk.at == "young.agree"
    assert "116 000" in talk.heard[1].text.plain
    assert "30" in talk.heard[-1].text.plain
    assert "{" not in talk.text
    assert talk.case is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_their_people_nothing_is_offered_and_nothing_stays(language: str) -> None:
    talk = young(language, teams=("helpline",))
    assert talk.at == "-"
    assert "116 000" in talk.text
    assert talk.facts == {}
    assert talk.types("/human").picks("minor").case is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_would_rather_not_leaves_nothing(language: str) -> None:
    talk = young(language).picks("no")
    assert talk.case is None
    assert talk.at == "-"
    assert talk.facts == {}
    assert "112" in talk.text
    assert not talk.alerts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yes_brings_her_case_to_child_focus_and_to_nobody_else(language: str) -> None:
    talk = with_child_focus(language)
    assert talk.case is not None
    assert (talk.case.holder.kind, talk.case.holder.team) == ("queue", CHILD_FOCUS)
    assert talk.case.route == CHILD_FOCUS
    assert {one.scope for one in talk.case.consents} == {"keep", "handoff"}
    assert all("30" in one.text for one in talk.case.consents)
    assert talk.alerts == ["waiting"]
    assert talk.types("he keeps asking for more").hers == ["he keeps asking for more"]


def test_the_word_human_brings_the_same_offer() -> None:
    talk = greeted(house=house(teams=THEIRS)).types("/human").picks("adult", "unsure")
    assert talk.at == "young.agree"
    assert "116 000" in talk.text
    talk.picks("yes")
    assert talk.case is not None
    assert talk.case.holder.team == CHILD_FOCUS


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_and_hashes_are_cut_and_she_is_told_once_that_they_are_not_needed(language: str) -> None:
    talk = with_child_focus(language).types(f"here {LINK}")
    assert talk.case is not None
    assert talk.case.items == ()
    assert talk.hers == ["here [link]"]
    assert len(talk.heard) == 1
    assert not talk.heard[0].buttons
    assert not talk.types(HASH).heard
    assert not talk.case.items
    assert all("example" not in line and "f8f8" not in line for line in talk.hers)


def test_the_control_an_adult_who_agreed_to_links_leaves_one() -> None:
    talk = waiting_with_links(house=house(teams=THEIRS)).types(LINK + "3")
    assert talk.case is not None
    assert len(talk.case.items) == 2


def test_an_adult_asks_for_the_helpline_where_child_focus_works_too() -> None:
    talk = waiting(house=house(teams=THEIRS))
    assert talk.case is not None
    assert (talk.case.holder.team, talk.case.route) == ("helpline", "institute")


@pytest.mark.parametrize("unsaid", [("unsaid",), ("adult", "unknown")])
def test_an_age_left_unsaid_brings_cards_and_no_offer(unsaid: tuple[str, ...]) -> None:
    talk = greeted(house=house(teams=THEIRS)).types("/human").picks(*unsaid)
    assert talk.case is None
    assert not talk.at.startswith("young.")
    assert "116 000" in talk.text


def test_an_adult_who_spread_the_image_of_a_minor_is_not_offered_their_chat() -> None:
    talk = greeted(house=house(teams=THEIRS)).picks("regret").types("he was 15 in the picture")
    assert "116 000" in talk.text
    assert not talk.at.startswith("young.")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "I'm 15"), ("nl", "ik ben 15"), ("fr", "j'ai 15 ans")], ids=LANGUAGES
)
@pytest.mark.parametrize("held", [False, True], ids=["in the queue", "held by one of the staff"])
def test_an_adults_case_that_is_a_minors_is_erased_and_child_focus_offered_anew(
    language: str, words: str, held: bool
) -> None:
    talk = waiting_with_links(language, house=house(teams=THEIRS)).types("hello?")
    talk = talk.taken_over() if held else talk
    before = talk.case
    assert before is not None
    talk.types(words)
    assert talk.case is None
    assert not talk.transcript
    assert "recalled" in talk.alerts
    assert talk.at == "young.agree"
    talk.picks("yes")
    assert talk.case is not None
    assert talk.case.id != before.id
    assert talk.case.number != before.number
    assert not talk.case.items
    assert not talk.hers
    assert talk.case.holder.team == CHILD_FOCUS


def test_an_old_button_that_says_under_18_does_the_same() -> None:
    talk = at_links(house=house(teams=THEIRS))
    early = greeted(house=house(teams=THEIRS)).picks("self").buttons
    data = next(one for one in early.values() if one.endswith("age:minor"))
    talk.send("press", data=data, callback="c", message=5)
    assert talk.case is None
    assert talk.at == "young.agree"


def test_saying_it_once_more_takes_nothing_from_her() -> None:
    talk = with_child_focus().types("I'm 15", "he has a photo of when i was 14")
    assert talk.case is not None
    assert len(talk.hers) == 2
    assert "case_erased" not in talk.kinds


def test_who_goes_out_of_the_line_is_asked_again_when_she_comes_back() -> None:
    talk = with_child_focus().types("never mind").waits(days=2).types("hello")
    assert talk.case is not None
    assert talk.at == "young.agree"
    talk.picks("yes")
    assert talk.case.holder.team == CHILD_FOCUS
    assert [one.given_at for one in talk.case.consents if one.scope == "keep"][-1] == talk.now


def test_a_no_after_a_yes_erases_what_there_was() -> None:
    talk = with_child_focus().types("secret", "never mind", "hello").picks("no")
    assert talk.case is None
    assert "case_erased" in talk.kinds
    assert not talk.transcript


def test_who_turns_out_to_be_an_adult_begins_anew() -> None:
    talk = with_child_focus().types("never mind", "/start").picks("en", "self", "adult", "adult")
    assert talk.case is None
    assert "case_erased" in talk.kinds


def test_no_other_team_may_have_her_case() -> None:
    talk = with_child_focus()
    assert talk.case is not None
    talk.case = replace(talk.case, holder=replace(talk.case.holder, team="helpline"))
    talk.types("hello?")
    assert talk.case is None
    assert "recalled" in talk.alerts


def test_where_their_people_work_here_no_longer_nobody_keeps_her_case() -> None:
    talk = with_child_focus()
    talk.house = replace(talk.house, teams=("helpline",))
    talk.types("hello?")
    assert talk.case is None


def test_delete_erases_it_all() -> None:
    talk = with_child_focus().types("secret", "/delete").picks("yes")
    assert talk.case is None
    assert talk.session is None
