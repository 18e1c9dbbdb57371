"""A chat that staff have shut out: numbers and her rights work as ever, the rest rests, and then it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.actions.block import Block
from helpline.barring import ASK_FOR_PEOPLE, WORK
from helpline.commands import BY_NAME
from helpline.desk import perform
from helpline.ports import Changes, Loaded
from tests.helpline.deskwork import STAFF, with_ann
from tests.helpline.house import LANGUAGES, Talk, adult, at_links, before_keeping, greeted, waiting, waiting_with_links

STATES: dict[str, Callable[..., Talk]] = {
    "never seen": lambda language: Talk(language=language),
    "greeted": greeted,
    "asked what it is": adult,
    "asked to keep": before_keeping,
    "at links": at_links,
    "waiting": waiting,
    "held by staff": lambda language: waiting_with_links(language).taken_over(),
}
PLAIN = ("you are a useless bot", "hello?", "ok", "https://example.com/a/b", "18", "yes", "niets", "allez")


def barred(talk: Talk, hours: int = 24) -> Talk:
    talk.barred = talk.now + timedelta(hours=hours)
    talk.alerts.clear()
    talk.kinds.clear()
    return talk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_it_is_said_once_and_then_nothing_and_nothing_reaches_anybody(state: str, language: str) -> None:
    talk = barred(STATES[state](language))
    case, hers = talk.case, talk.hers
    assert len(talk.types(PLAIN[0]).heard) == 1
    assert "/human" in talk.text
    for words in PLAIN[1:]:
        assert not talk.types(words).heard
    talk.send("media", message=9)
    assert (talk.heard, talk.changes and talk.changes.delete) == ((), (9,))
    assert (talk.case, talk.hers, talk.alerts, talk.kinds) == (case, hers, [], [])


def test_the_control_without_a_bar_the_same_words_reach_them() -> None:
    talk = waiting_with_links().taken_over().types(PLAIN[0])
    assert talk.hers[-1] == PLAIN[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", [name for name in WORK if name in BY_NAME])
def test_what_keeps_her_safe_and_what_is_hers_works_as_ever(state: str, language: str, name: str) -> None:
    shut, open_ = barred(STATES[state](language)), STATES[state](language)
    shut.types("rubbish", f"/{name}")
    open_.types(f"/{name}")
    assert shut.heard
    assert shut.text.replace("\n\n", "\n") == open_.text.replace(
        "\n\n", "\n"
    )  # to a newcomer it is said in one message
    assert not {"danger", "crisis", "waiting"} & set(shut.alerts)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ASK_FOR_PEOPLE)
def test_who_asks_for_people_gets_those_who_are_there_every_time(state: str, name: str) -> None:
    talk = barred(STATES[state]("nl"))
    for _ in range(3):
        assert "112" in talk.types(f"/{name}").text
    assert not talk.alerts


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("words", "number"), [("ik wil dood", "1813"), ("hij staat aan mijn deur met een mes", "112")])
def test_despair_and_danger_bring_the_numbers_at_once(state: str, words: str, number: str) -> None:
    talk = barred(STATES[state]("nl")).types("bla", words)
    assert number in talk.text
    assert talk.heard[0].cause == "alarm"
    assert not {"danger", "crisis"} & set(talk.alerts)


def test_she_can_still_erase_everything_and_take_the_way_there_by_buttons() -> None:
    talk = barred(waiting_with_links()).types("go away", "/delete").picks("yes")
    assert (talk.case, talk.session) == (None, None)
    assert talk.barred  # erasing lets nobody in again


def test_that_she_is_under_18_is_heard_whoever_shut_her_out() -> None:
    talk = barred(waiting_with_links()).types("I am 15")
    assert talk.case is None
    assert "116" in talk.text


def test_when_it_is_over_she_is_heard_as_if_it_had_never_been() -> None:
    talk = barred(waiting_with_links(), hours=1).types("idiots")
    talk.waits(hours=1)
    assert talk.types("I need help with this").hers[-1] == "I need help with this"
    newcomer = barred(Talk(), hours=1).types("x").waits(hours=1).types("hi")
    assert newcomer.text.split() == Talk().waits(hours=1).types("hi").text.split()


OVER = "Everything works here again as before."


def test_when_it_is_over_she_is_told_with_her_next_word_and_once() -> None:
    talk = barred(waiting_with_links(), hours=1).types("is anyone there", "hello").waits(hours=1)
    talk.types("I need help with this")
    assert talk.heard[0].text.plain.startswith(OVER)
    assert talk.hers[-1] == "I need help with this"
    assert OVER not in talk.types("are you there").text


def test_who_never_noticed_or_has_no_case_is_told_nothing_of_it() -> None:
    assert OVER not in barred(waiting_with_links(), hours=1).waits(hours=1).types("hi").text
    assert OVER not in barred(adult(), hours=1).types("rubbish").waits(hours=1).types("hi").text


def test_a_colleague_who_lets_her_in_again_lets_her_know_where_she_had_noticed() -> None:
    for wrote, told in ((True, 1), (False, 0)):
        talk = barred(with_ann().talk)
        if wrote:
            talk.types("is anyone there")
        changes = let_in(talk)
        assert [one.text.plain.startswith(OVER) for one in changes.outgoing] == [True] * told
        assert [event.kind for event in changes.events] == ["contact_let_in"]


def let_in(talk: Talk) -> Changes:
    loaded = Loaded(talk.contact, talk.session, talk.case, barred=talk.barred)
    return perform(Block(verb="block", hours=0), loaded, STAFF["ann"], talk.now, talk.house)


def test_who_is_let_in_at_an_hour_that_is_not_safe_is_told_once_it_is() -> None:
    talk = barred(with_ann().talk).types("is anyone there").waits(hours=1)
    assert talk.case
    talk.case = replace(talk.case, safe_time="morning")
    changes = let_in(talk)
    assert [one.text.plain.startswith(OVER) for one in changes.outgoing] == [True]
    assert changes.keep_back
    assert changes.keep_back_until
    assert changes.keep_back_until > talk.now


def test_who_had_blocked_the_bot_when_she_was_let_in_is_told_with_her_next_word() -> None:
    talk = barred(with_ann().talk).types("is anyone there")
    assert talk.contact
    talk.contact = replace(talk.contact, blocked=True)
    changes = let_in(talk)
    assert not changes.outgoing
    talk.session, talk.barred = changes.session, None
    assert OVER in talk.types("hello again").text


def test_she_can_come_back_with_number_and_pin() -> None:
    talk = barred(Talk()).types("rubbish", "/back", "K7RM-2QXD")
    assert "PIN" in talk.text
    assert talk.types("4815 1623").text == Talk().types("/back", "K7RM-2QXD", "4815 1623").text
    assert talk.changes
    assert talk.changes.delete


def test_she_can_come_back_with_both_in_one_message() -> None:
    talk = barred(Talk()).types("rubbish", "/back K7RM-2QXD 48151623")
    assert "do not fit together" in talk.text
    assert talk.changes
    assert talk.changes.delete
