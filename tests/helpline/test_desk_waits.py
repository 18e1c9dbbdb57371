"""What staff write and may not reach her now: it waits, is told of, and is lost to nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpline.ports import Loaded
from tests.helpline.deskwork import Desk, with_ann

pytestmark = pytest.mark.usefixtures("every_engine")

HELLO = {"verb": "reply", "text": "Hello"}


def hidden(*more: str) -> Desk:
    """A colleague has her case, and she has emptied the chat. `more`: what else she agreed to."""
    desk = with_ann()
    for scope in more:
        given = replace(desk.case.consents[0], id=f"consent-{desk.talk.story}-{scope}", scope=scope)
        when = "anytime" if scope == "contact_back" else desk.case.safe_time
        desk.talk.case = replace(desk.case, consents=(*desk.case.consents, given), safe_time=when)
    desk.talk.types("/hide")
    return desk


def test_into_an_emptied_chat_only_who_wished_it_is_told_that_there_is_news() -> None:
    assert [one.cause for one in hidden().does("ann", **HELLO).outgoing] == ["staff"]
    desk = hidden("contact_back")
    said = desk.does("ann", **HELLO).outgoing
    assert [one.cause for one in said] == ["staff", "nudge"]
    assert "Hello. There is news here" in said[1].text.plain
    assert not any(words in said[1].text.plain for words in ("Ann", "Testhulp", "image", "help"))
    assert [one.cause for one in desk.does("ann", **HELLO).outgoing] == ["staff"]
    desk.talk.waits(hours=25)
    assert desk.does("ann", **HELLO).outgoing[-1].cause == "nudge"


def test_who_agreed_to_news_and_named_no_time_is_not_told_of_it() -> None:
    desk = hidden("contact_back")
    assert desk.talk.hidden
    desk.talk.hidden = replace(desk.talk.hidden, safe_time=None)
    desk.talk.kept = Loaded()  # changed by the test
    assert [one.cause for one in desk.does("ann", **HELLO).outgoing] == ["staff"]


def test_nobody_is_nudged_at_an_hour_that_is_not_safe() -> None:
    desk = hidden("contact_back")
    assert desk.talk.hidden
    desk.talk.hidden = replace(desk.talk.hidden, safe_time="not_first")
    desk.talk.kept = Loaded()  # changed by the test
    assert [one.cause for one in desk.does("ann", **HELLO).outgoing] == ["staff"]


def test_what_is_said_is_sent_and_what_waits_is_not(every_engine: str) -> None:
    desk = with_ann()
    assert desk.does("ann", **HELLO).outgoing
    assert every_engine == "memory" or [one.text.plain for one in desk.delivered] == ["Hello"]
    desk = hidden("contact_back")
    desk.does("ann", **HELLO)
    assert every_engine == "memory" or [one.cause for one in desk.delivered] == ["nudge"]


def test_words_that_wait_are_not_lost_when_another_takes_her_up_from_the_line(every_engine: str) -> None:
    desk = with_ann()
    desk.talk.case = replace(desk.case, safe_time="not_first")
    desk.talk.waits(hours=1)
    desk.does("ann", **HELLO)
    desk.does("ann", verb="release")
    desk.does("bea", verb="take_over")
    assert desk.does("bea", verb="safe_time", when="anytime").give_out
    if every_engine != "memory":
        said = [one.text.plain for one in desk.delivered]
        assert [text.split()[0] for text in said] == ["Hello", "Ann", "Bea"]
        assert {one.holder_token for one in desk.delivered} == {desk.case.holder.token}


def test_words_that_wait_go_when_a_supervisor_takes_the_talk_from_whoever_wrote_them(every_engine: str) -> None:
    desk = with_ann()
    desk.talk.case = replace(desk.case, safe_time="not_first")
    desk.talk.waits(hours=1)
    desk.does("ann", **HELLO)
    desk.does("sam", verb="take_over")
    desk.does("sam", verb="safe_time", when="anytime")
    assert every_engine == "memory" or not any("Hello" in one.text.plain for one in desk.delivered)


def test_a_bot_that_goes_on_at_an_unsafe_hour_begins_once_she_writes() -> None:
    desk = with_ann()
    desk.talk.case = replace(desk.case, safe_time="not_first")
    desk.talk.waits(hours=1)
    assert [one.cause for one in desk.does("ann", verb="hand_back", to="welcome").outgoing] == ["notice"]
    desk.talk.types("yes")
    assert desk.talk.at == "welcome.back"
    assert desk.talk.buttons


@pytest.mark.parametrize(
    ("to", "at"), [("partner", "partner.question"), ("intake", "intake.links_agree"), ("more", "more.what")]
)
def test_no_word_of_hers_answers_a_question_she_has_not_read(to: str, at: str) -> None:
    """Nor is who has a case asked whether to keep one: her `no` would erase it."""
    desk = with_ann()
    desk.talk.case = replace(desk.case, safe_time="not_first")
    desk.talk.waits(hours=1)
    consents = desk.case.consents
    assert [one.cause for one in desk.does("ann", verb="hand_back", to=to).outgoing] == ["notice"]
    desk.talk.types("yes")
    assert desk.talk.at == at
    assert desk.talk.buttons
    assert desk.case.consents == consents
    desk.talk.types("yes" if to != "more" else "links")  # the control: now it does
    assert desk.talk.at != at
