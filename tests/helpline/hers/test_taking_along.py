"""What is kept of her, read in the chat or taken along in a file; the words that lock it are heard and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.contact import Address, Words
from helpline.hers.passphrase import LONGEST, SHORTEST
from helpline.intake import decide_parked
from helpline.ports import Incoming, Loaded
from helpline.reception import LONGEST_MESSAGE, width
from tests.helpline.deskwork import with_ann
from tests.helpline.house import (
    LANGUAGES,
    Talk,
    at_links,
    at_story,
    house,
    waiting,
    waiting_with_links,
    with_child_focus,
)
from tests.helpline.test_intake_consent import at_review

#: Told in memory and over the real store on both engines.
in_every_store = pytest.mark.usefixtures("every_engine")

PASSPHRASE = "vier rode fietsen"
STATES: dict[str, Callable[..., Talk]] = {
    "at links": at_links,
    "at her own words": at_story,
    "waiting": waiting,
    "held by staff": lambda language: waiting_with_links(language).taken_over(),
    "with child focus": with_child_focus,
    "stopped": lambda language: at_links(language).types("https://example.com/a", "/stop"),
}


def asked(language: str = "en", state: str = "waiting") -> Talk:
    """She is asked for a passphrase."""
    return STATES[state](language).types("/mydata").picks("file")


def own_number(talk: Talk) -> int:
    """The number of the message she has just sent."""
    return talk.update + 999


# ── in the chat ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_all_she_left_is_there_to_be_read_and_nothing_can_be_tapped() -> None:
    talk = at_review().types("/mydata")
    for said in (
        "hxxps://a[.]example/1",
        "MD5: 9e107d9d",
        "It began in May",
        "Links: 2, fingerprints: 1",
        "18 or older",
    ):
        assert said in talk.text
    assert "https://" not in talk.text
    assert "since 21 November 2026" in talk.text
    assert "until you erase it" in talk.text or "after your last message" in talk.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_its_number_is_not_in_it_and_it_joins_no_transcript(state: str, language: str) -> None:
    talk = STATES[state](language)
    assert talk.case is not None
    number, said = talk.case.number, len(talk.transcript)
    talk.types("/mydata")
    assert number not in talk.text
    assert len(talk.transcript) == said
    assert all(width(one.text.plain) <= LONGEST_MESSAGE for one in talk.heard)
    assert any(data.startswith("copy:") for data in talk.buttons.values())


def test_who_has_it_is_told_by_the_name_she_knows() -> None:
    assert "Ann of Testhulp has it now" in with_ann().talk.types("/mydata").text
    assert "waits for a person of Testhulp" in waiting().types("/mydata").text
    assert "waits for a person of Child Focus" in with_child_focus().types("/mydata").text
    assert "Nobody but this automated service" in at_links().types("/mydata").text


def test_two_hundred_links_are_told_in_several_messages() -> None:
    talk = at_links()
    for part in range(10):
        talk.types(" ".join(f"https://example.com/{part}/{number}/{'x' * 60}" for number in range(20)))
    talk.types("/mydata")
    assert talk.text.count("hxxps") == 200
    assert len(talk.heard) > 4
    assert all(width(one.text.plain) <= LONGEST_MESSAGE for one in talk.heard)


# ── the passphrase, typed here ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("state", STATES)
def test_it_locks_the_file_its_message_goes_and_people_never_read_it(state: str) -> None:
    talk = asked(state=state)
    assert "12 characters" in talk.text
    case, said = talk.case, len(talk.transcript)
    talk.types(f"  {PASSPHRASE} ")
    assert talk.changes is not None
    assert talk.changes.copy is not None
    assert talk.changes.copy.plain == PASSPHRASE
    assert own_number(talk) in talk.changes.delete
    assert (talk.case, len(talk.transcript)) == (case, said)
    assert PASSPHRASE not in (talk.session.to_json() if talk.session else "")
    assert PASSPHRASE not in talk.text
    assert PASSPHRASE not in repr(talk.changes)
    talk.types(PASSPHRASE)  # once more, it is a word like any other
    assert talk.changes.copy is None


@in_every_store
def test_too_short_or_too_long_is_said_kindly_and_goes_as_well() -> None:
    talk = asked()
    for words in ("x" * (SHORTEST - 1), "é" * LONGEST):
        talk.types(words)
        assert talk.changes is not None
        assert talk.changes.copy is None
        assert own_number(talk) in talk.changes.delete
        assert not talk.hers
    assert talk.types(PASSPHRASE).changes is not None
    assert talk.changes is not None
    assert talk.changes.copy is not None


@pytest.mark.parametrize("words", ["cancel", "not now", "laat maar", "Pas maintenant"])
def test_there_is_a_way_out(words: str) -> None:
    talk = asked().types(words)
    assert talk.changes is not None
    assert (talk.changes.copy, talk.hers) == (None, [])
    assert talk.types("a longer message for people").hers == ["a longer message for people"]
    pressed = asked().picks("not_now").types("a longer message for people")
    assert pressed.hers == ["a longer message for people"]


@in_every_store
def test_commands_and_despair_are_heard_there_and_an_age_is_not() -> None:
    assert asked().types("/danger").text.count("112")
    assert asked().types("delete everything").at == "delete.sure"
    despair = asked().types("I want to kill myself tonight")
    assert despair.changes is not None
    assert despair.changes.copy is None
    assert "crisis" in despair.alerts
    assert own_number(despair) in despair.changes.delete
    assert not despair.hers
    born = asked().types("I am 15 years old")
    assert born.changes is not None
    assert born.changes.copy is not None
    assert born.case is not None
    assert waiting().types("I am 15 years old").case is None  # control: anywhere else it is heard


def test_after_a_while_it_is_not_waited_for_any_more() -> None:
    talk = asked().waits(minutes=16).types("a longer message for people")
    assert talk.hers == ["a longer message for people"]
    assert talk.changes is not None
    assert talk.changes.copy is None


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────
def with_pages() -> Talk:
    return waiting(house=replace(house(), pages="https://haven.example"))


@in_every_store
def test_where_there_is_a_page_she_gets_leave_to_open_it_once() -> None:
    talk = with_pages().types("/mydata").picks("file")
    assert talk.changes is not None
    ticket = talk.changes.ticket
    assert ticket is not None
    assert (ticket.purpose, ticket.until) == ("copy", talk.now + timedelta(minutes=15))
    assert len(ticket.secret.plain) >= 32
    assert f"https://haven.example/copy#{ticket.secret.plain}" in talk.text
    assert talk.heard[0].delete_after == 900
    assert ticket.secret.plain not in "".join(line.words.plain for line in talk.transcript)
    assert talk.types("a longer message for people").changes is not None
    assert talk.changes.copy is None  # she was not asked for words
    assert talk.hers == ["a longer message for people"]


def test_beside_the_page_she_may_always_type_it_here() -> None:
    talk = with_pages().types("/mydata").picks("file", "here").types(PASSPHRASE)
    assert talk.changes is not None
    assert talk.changes.copy is not None


def test_a_button_of_another_case_opens_nothing() -> None:
    talk = with_pages().types("/mydata")
    for data in ("copy:elsewhere:file", "copy::file", "copy:elsewhere:here"):
        talk.send("press", data=data, callback="c", message=5)
        assert talk.changes is not None
        assert talk.changes.ticket is None
        talk.types("a longer message for people")
        assert talk.changes.copy is None


def test_a_passphrase_sent_twice_by_a_line_that_stutters_is_read_by_nobody() -> None:
    talk = asked("en", "held by staff").types(PASSPHRASE, PASSPHRASE)
    assert talk.changes is not None
    assert talk.changes.delete == (own_number(talk),)
    assert not talk.hers
    assert talk.types(PASSPHRASE).hers == [PASSPHRASE], "what she sends a third time she means to say"
    other = asked("en", "held by staff").types(PASSPHRASE, "and thank you for all of it")
    assert other.hers == ["and thank you for all of it"]
    assert asked("en", "held by staff").types(PASSPHRASE).waits(minutes=1).types(PASSPHRASE).hers == [PASSPHRASE]


def test_a_passphrase_that_could_not_be_worked_off_goes_from_the_chat_as_well() -> None:
    talk = asked()
    sent = Incoming("telegram", 77, Address("telegram", "7"), "text", talk.now, words=Words(PASSPHRASE), message=4711)
    loaded = Loaded(talk.contact, talk.session, talk.case)
    assert decide_parked(loaded, sent, talk.now, talk.house).delete == (4711,)
    assert not decide_parked(Loaded(talk.contact, None, talk.case), sent, talk.now, talk.house).delete
