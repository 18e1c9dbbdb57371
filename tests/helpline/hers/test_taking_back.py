"""What she agreed to: seen with words and dates, taken back with one tap or a few words, and gone at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpline.agreeing import CONTACT_BACK
from helpline.case import Case
from helpline.consent import standing
from tests.helpline.deskwork import with_ann
from tests.helpline.house import (
    LANGUAGES,
    Talk,
    adult,
    at_hashes,
    at_links,
    at_story,
    before_keeping,
    greeted,
    house,
    waiting,
    waiting_with_links,
    with_child_focus,
)

#: Told in memory and over the real store on both engines.
in_every_store = pytest.mark.usefixtures("every_engine")

LINK = "https://example.com/video/12"
STATES: dict[str, Callable[..., Talk]] = {
    "at links": at_links,
    "at hashes": at_hashes,
    "at her own words": at_story,
    "waiting with a link": waiting_with_links,
    "held by staff": lambda language: waiting_with_links(language).taken_over(),
    "with child focus": with_child_focus,
    "at an end": lambda language: before_keeping(language).picks("yes", "no", "no", "no", "no", "no"),
    "stopped": lambda language: at_links(language).types(LINK, "/stop"),
}


def of(talk: Talk) -> Case:
    assert talk.case is not None
    return talk.case


def button(talk: Talk, scope: str) -> str:
    [data] = [
        f"consent:{of(talk).id[-8:]}:{one.id[-8:]}" for one in of(talk).consents if one.scope == scope and one.stands
    ]
    assert data in talk.buttons.values()
    return data


def takes_back(talk: Talk, scope: str) -> Talk:
    """One tap under the list."""
    talk.types("/consent")
    return talk.send("press", data=button(talk, scope), callback="c", message=5)


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_the_list_has_each_with_its_words_its_day_and_what_taking_it_back_changes(state: str, language: str) -> None:
    talk = STATES[state](language)
    before = of(talk)
    talk.types("/consent")
    day = {"nl": "21 november 2026", "fr": "21 novembre 2026", "en": "21 November 2026"}[language]
    assert talk.text.count(day) >= len(before.consents)
    for one in before.consents:
        assert one.text in talk.text
        assert button(talk, one.scope)
    assert before.number not in talk.text  # whoever holds the phone does not learn it
    assert of(talk).consents == before.consents
    assert not talk.hers


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_there_is_anything_and_behind_a_lock_the_same_words_are_said(language: str) -> None:
    never = Talk(language=language).types("/consent").text
    hidden = waiting_with_links(language).types("/hide")
    assert hidden.locked
    assert hidden.types("/consent").text == never
    assert "/back" in never
    assert greeted(language).types("/consent").text.startswith(never)
    assert adult(language).types("/mydata").text.startswith(hidden.types("/mydata").text)


def test_the_question_that_waits_comes_again_after_the_list() -> None:
    talk = at_links().types("/consent")
    assert talk.at == "intake.links"
    assert "Send the links" in talk.heard[-1].text.plain


# ── taking back ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("state", STATES)
def test_each_goes_with_one_tap_and_all_that_stood_under_it(state: str) -> None:
    for scope in sorted(standing(of(STATES[state]("en")).consents)):
        talk = STATES[state]("en")
        takes_back(talk, scope)
        assert talk.kinds.count("consent_withdrawn") == 1
        assert talk.heard
        young = state == "with child focus"
        if scope == "keep" or (young and scope != CONTACT_BACK):
            assert talk.case is None
            assert "case_erased" in talk.kinds
            assert "112" in talk.text
            continue
        assert scope not in standing(of(talk).consents)
        assert "keep" in standing(of(talk).consents)


@in_every_store
def test_links_go_for_good_and_the_question_for_them_is_passed() -> None:
    talk = takes_back(at_links().types(LINK), "links")
    assert not of(talk).items
    assert "erased for good" in talk.text
    assert talk.at.startswith("hashes")
    talk.types(LINK)
    assert not of(talk).items
    left = at_links().types(LINK)
    assert of(left).items  # control: without a withdrawal it stays


@in_every_store
def test_to_take_the_person_back_recalls_the_handoff_and_staff_hear_of_it() -> None:
    desk = with_ann()
    desk.talk.types("something for Ann")
    takes_back(desk.talk, "handoff")
    assert desk.case.holder.kind == "bot"
    assert desk.case.holder.team is None
    assert desk.talk.alerts[-1] == "recalled"
    assert "handoff_recalled" in desk.talk.kinds
    assert not desk.talk.transcript
    assert "can no longer see" in desk.talk.text


@in_every_store
def test_what_was_taken_back_stays_listed_with_both_days_and_counts_anew_when_given_again() -> None:
    talk = takes_back(at_links().types(LINK), "links").waits(days=1).types("/consent")
    assert "Agreed on 21 November 2026, taken back on 21 November 2026." in talk.text
    assert len([data for data in talk.buttons.values() if data.startswith("consent:")]) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "take back 2"), ("en", "Withdraw 2"), ("nl", "trek in 2"), ("nl", "neem terug 2"), ("fr", "retirer 2")],
)
def test_typed_under_the_list_it_is_taken_back_as_well(language: str, words: str) -> None:
    talk = at_links(language).types(LINK, "/consent", words)
    assert "links" not in standing(of(talk).consents)
    assert not of(talk).items
    later = at_links(language).types(LINK, "/consent", "ok", words)
    assert "links" in standing(of(later).consents)  # no longer under the list: these are other words


def test_an_old_button_takes_nothing_back_a_second_time() -> None:
    talk = at_links().types(LINK, "/consent")
    data = button(talk, "links")
    talk.send("press", data=data, callback="c", message=5)
    kinds = list(talk.kinds)
    talk.send("press", data=data, callback="c", message=5)
    assert talk.kinds == kinds
    assert "belongs to an earlier moment" in talk.text
    other = at_links().types("/consent")
    other.send("press", data=data.replace(data.split(":")[1], "elsewhere"), callback="c", message=5)
    assert "links" in standing(of(other).consents)


# ── the safe time ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chosen_time_is_a_consent_with_its_words_and_none_is_none(language: str) -> None:
    talk = waiting(language)
    buttons = dict(talk.buttons)
    talk.picks("evening")
    [given] = [one for one in of(talk).consents if one.scope == CONTACT_BACK]
    assert given.text.endswith("?")
    assert given.language == language
    talk.buttons = buttons
    talk.picks("morning")
    assert [one.stands for one in of(talk).consents if one.scope == CONTACT_BACK] == [True]
    talk.buttons = buttons
    talk.picks("not_first")
    assert [one.stands for one in of(talk).consents if one.scope == CONTACT_BACK] == [False]
    assert of(talk).safe_time == "not_first"


@in_every_store
def test_to_take_it_back_leaves_her_in_peace_until_she_writes() -> None:
    talk = takes_back(waiting().picks("evening"), CONTACT_BACK)
    assert of(talk).safe_time == "not_first"
    assert of(talk).is_waiting
    assert "unless you write first" in talk.text
    young = takes_back(with_child_focus().picks("evening"), CONTACT_BACK)
    assert of(young).consents  # hers is not erased by that


def test_who_agreed_to_news_is_asked_for_a_time_once_nothing_else_is_asked() -> None:
    talk = before_keeping().picks("yes", "no", "no", "no", "yes", "no")
    assert talk.at == "-"
    assert any("When is it safe for you" in one.text.plain for one in talk.heard)
    assert of(talk.types("in the evening")).safe_time == "evening"
    assert CONTACT_BACK in standing(of(talk).consents)
    nobody = before_keeping(house=house()).picks("yes", "no", "no", "no", "no", "no")
    assert not any(data.startswith("safe:") for data in nobody.buttons.values())


def test_what_was_given_and_taken_back_many_times_is_told_by_the_newest() -> None:
    talk = at_links()
    for day in range(12):
        takes_back(talk, "links").waits(days=1)
        talk.types("/start").picks("en", "self", "adult", "adult", "online", "no", "no", "belgium", "yes", "yes")
        assert "links" in standing(of(talk).consents), day
    talk.types("/consent")
    assert talk.text.count("taken back on") == 8
    assert "stands in the file" in talk.text


def test_in_a_closed_case_it_works_as_ever() -> None:
    desk = with_ann()
    desk.does("ann", verb="close", outcome="helped")
    takes_back(desk.talk, "handoff")
    assert desk.case.holder.team is None
    assert "handoff" not in standing(desk.case.consents)
