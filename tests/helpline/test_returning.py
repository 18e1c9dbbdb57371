"""She comes back with her number and PIN, however she types them; whoever has neither learns nothing."""

from dataclasses import replace

import pytest

from helpline.adults import CHILD_FOCUS
from helpline.case import Case
from helpline.contact import Words
from tests.helpline import house as telling
from tests.helpline.house import (
    LANGUAGES,
    Talk,
    at_links,
    house,
    waiting,
    waiting_with_links,
    with_child_focus,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("every_engine")

NUMBER, PIN, WRONG = "K7RM-2QXD", "48151623", "48151624"
NEITHER = {
    "en": "do not fit together",
    "nl": "horen niet bij elkaar",
    "fr": "ne vont pas ensemble",
}


def number_of(talk: Talk) -> str:
    assert talk.hidden is not None
    return talk.hidden.number


def hidden(language: str = "en") -> Talk:
    """She waits for a person, and has emptied the chat since."""
    return waiting_with_links(language).types("/hide").waits(hours=3)


def at_rest(language: str = "en") -> Talk:
    """She left a link, stopped, and emptied the chat."""
    return at_links(language).types("https://example.com/video/12", "/stop", "/hide").waits(hours=3)


def deleted(talk: Talk) -> bool:
    """Was her last message taken out of the chat?"""
    assert talk.changes is not None
    return talk.update + 999 in talk.changes.delete


@pytest.mark.parametrize("language", LANGUAGES)
def test_asked_for_one_after_the_other_they_bring_her_back(language: str) -> None:
    talk = at_rest(language)
    number, case = number_of(talk), talk.hidden
    talk.types("/back")
    assert talk.case is None
    talk.types(number)
    assert deleted(talk)
    assert talk.case is None
    talk.types(PIN)
    assert deleted(talk)
    assert talk.case == case
    assert talk.at == "welcome.back"
    assert "example" not in talk.text
    assert number not in talk.text
    assert "case_returned" in talk.kinds


SAID = {
    "en": ("I have a number", "my number is {number}", "my pin is {pin}"),
    "nl": ("ik heb een nummer", "mijn nummer is {number}", "mijn pincode is {pin}"),
    "fr": ("j'ai un numéro", "mon numéro est le {number}", "mon code pin : {pin}"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_her_own_words(language: str) -> None:
    talk = hidden(language)
    number = number_of(talk)
    for words in SAID[language]:
        talk.types(words.format(number=number, pin=PIN))
    assert talk.case is not None
    assert talk.case.is_waiting
    assert deleted(talk)


@pytest.mark.parametrize(
    "typed",
    [
        "{number} {pin}",
        "{pin} {number}",
        "{number}\n{pin}",
        "/back {number} {pin}",
        "my number is {number} and my PIN is {pin}.",
        "mijn nummer is {number}, en mijn pincode {pin}",
        "Bonjour, mon numéro est {number} et mon code {pin}",
        "number: {number}, pin: {pin}",
        "« {number} » / 4815 1623",
        "{number} 48-15-16-23",
        "{sloppy} {pin}",
        "{bare}{pin}",
        "{dashed} ４８１５１６２３",
    ],
)
def test_in_one_message_however_she_types_them(typed: str) -> None:
    talk = hidden()
    number = number_of(talk)
    forms = {
        "sloppy": number.lower().replace("-", " "),
        "bare": number.replace("-", ""),
        "dashed": number.replace("-", "—"),
    }
    talk.types(typed.format(number=number, pin=PIN, **forms))
    assert talk.case is not None, typed
    assert deleted(talk)
    assert not talk.hers


def test_a_case_that_people_have_comes_back_with_where_it_stands() -> None:
    talk = hidden()
    talk.types(f"{number_of(talk)} {PIN}")
    assert talk.changes is not None
    assert talk.changes.give_out
    assert "in line" in talk.text
    assert "0800" not in talk.text, "she has not just joined"
    assert talk.types("are you there?").hers == ["are you there?"]


def test_a_closed_one_and_one_with_child_focus_come_back_too() -> None:
    talk = with_child_focus().types("/hide").waits(hours=2)
    talk.types(f"{number_of(talk)} {PIN}")
    assert talk.case is not None
    talk = at_rest()
    assert talk.hidden is not None
    assert talk.types("/back", number_of(talk), PIN).case is not None


def test_the_chat_alone_a_number_alone_or_a_pin_alone_opens_nothing() -> None:
    for words in (
        ["hello"],
        ["/back", "hello"],
        [NUMBER],
        ["/back", NUMBER],
        ["/back", PIN],
        ["/mydata"],
        ["/consent"],
    ):
        talk = hidden().types(*words)
        assert talk.case is None, words
        assert "example" not in talk.text
    talk = hidden()
    assert talk.types(f"{number_of(talk)} {PIN}").case is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_fit_is_said_alike_whatever_the_reason(language: str) -> None:
    answers = set()
    for typed in ("{number} 48151624", "AAAA-2222 48151623", "ZZZZ-9999 00000000"):
        talk = hidden(language)
        talk.types("/back", typed.format(number=number_of(talk)))
        assert deleted(talk)
        answers.add((talk.text, talk.at, tuple(one.buttons for one in talk.heard)))
    erased = waiting(language).types("/delete").picks("yes").types("/back", f"{NUMBER} {PIN}")
    answers.add((erased.text, erased.at, tuple(one.buttons for one in erased.heard)))
    assert len(answers) == 1
    assert NEITHER[language] in next(iter(answers))[0]


def test_who_is_out_of_tries_hears_so_whether_it_is_hers_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "SHELF", None)  # a store counts by itself; here is looked at what is said
    answers = set()
    for typed in ("{number} 48151623", "AAAA-2222 48151623"):
        talk = hidden()
        number = number_of(talk)
        talk.wait = 720
        answers.add(talk.types("/back", typed.format(number=number)).text)
    assert len(answers) == 1
    assert "too often" in next(iter(answers))
    assert "after 00:13" in next(iter(answers)), "on the clock in her kitchen"


def test_both_are_asked_for_again_after_a_mistake_and_the_pin_alone_is_not_kept() -> None:
    talk = hidden().types("/back", f"{NUMBER} {WRONG}", PIN)
    assert talk.case is None
    assert "number first" in talk.text
    assert deleted(talk)
    assert talk.types(number_of(talk), PIN).case is not None


def test_beside_staff_neither_joins_the_transcript() -> None:
    for words in (
        [f"{NUMBER} {PIN}"],
        ["/back", NUMBER, PIN],
        ["/back", PIN],
        [f"my number is {NUMBER} and pin {WRONG}"],
    ):
        talk = waiting_with_links().taken_over().types("before", *words, "after")
        assert talk.hers == ["before", "after"], words
        assert not any(NUMBER in line.words.plain or PIN in line.words.plain for line in talk.transcript)
    assert waiting_with_links().taken_over().types("call me: 0470123456").hers == ["call me: 0470123456"]


def test_a_changed_message_that_holds_them_joins_it_neither() -> None:
    talk = waiting_with_links().taken_over().send("edit", words=Words(f"{NUMBER} {WRONG}"), message=77)
    assert not talk.hers
    assert talk.changes is not None
    assert 77 in talk.changes.delete


def test_once_she_is_back_a_pin_typed_twice_is_taken_away_too() -> None:
    talk = hidden()
    talk.types(f"{number_of(talk)} {PIN}", PIN)
    assert deleted(talk)
    assert not talk.hers
    assert talk.waits(hours=1).types("48151623").hers == ["48151623"]


def test_one_that_is_open_here_stays_as_it_is() -> None:
    talk = waiting_with_links()
    before = talk.case
    talk.types(f"{NUMBER} {PIN}")
    assert talk.case == before
    assert "case_returned" not in talk.kinds


def another_beside(first: Talk) -> Talk:
    """Since she emptied the chat, another case was opened in it."""
    return first.types("hello").picks("en", "self", "adult", "adult").types("/human").picks("yes")


def test_another_case_that_was_open_here_is_locked_and_comes_back_in_its_turn() -> None:
    talk = another_beside(hidden())
    first, second = talk.hidden, talk.case
    assert first is not None
    assert second is not None
    talk.types(f"{first.number} {PIN}")
    assert talk.case == first
    assert talk.hidden == second
    assert talk.kinds[-3:].count("case_locked") == 1
    talk.types(f"{second.number} {PIN}")
    assert talk.case == second


def test_one_that_has_no_pin_yet_is_not_lost_for_it() -> None:
    talk = at_rest()
    first = talk.hidden
    assert first is not None
    talk.types("hello").picks("en", "self", "adult", "adult", "online", "no", "no", "belgium", "yes", "yes")
    second = talk.case
    assert second is not None
    talk.types(f"{first.number} {PIN}")
    assert talk.case is not None
    assert talk.case.id == second.id
    assert "/stop" in talk.text
    talk.types("/stop", f"{first.number} {PIN}")
    assert talk.case == first


def test_while_someone_says_to_be_under_18_a_case_of_adults_stays_closed() -> None:
    talk = waiting_with_links(house=house(teams=("helpline", CHILD_FOCUS))).types("/hide").waits(hours=1)
    number = number_of(talk)
    talk.types("hello").picks("en", "self", "minor").types(f"{number} {PIN}")
    assert talk.case is None
    assert "18" in talk.text
    assert talk.types("/start").picks("en").types(f"{number} {PIN}").case is not None


def test_what_is_not_sent_within_a_while_is_forgotten() -> None:
    talk = hidden().types("/back", NUMBER).waits(minutes=20).types("48151623")
    assert talk.case is None
    assert not deleted(talk)


def test_of_the_other_teams_nothing_changes_by_it() -> None:
    talk = waiting_with_links(house=house(staff=("helpline",))).types("/hide").waits(hours=1)
    before: Case | None = talk.hidden
    talk.types(f"{number_of(talk)} {PIN}")
    assert before is not None
    assert talk.case is not None
    assert replace(talk.case, answer_by=None) == replace(before, answer_by=None)
