"""What this chat cannot hide is told before anything personal is asked, on every road, and once."""

from __future__ import annotations

import pytest

from helpline.commands import COMMANDS
from tests.helpline.house import LANGUAGES, Talk, before_keeping, greeted, waiting_with_links

LIMITS = {"nl": "kan hier meelezen", "fr": "peut lire ici", "en": "can read along here"}
HIDE = {"nl": "‘verberg’", "fr": "« cacher »", "en": "‘hide’"}
AGE = {"nl": "Hoe oud ben je", "fr": "Quel âge", "en": "How old are you"}


def said(talk: Talk, *moves: str) -> list[str]:
    """Everything she reads: after words, or after the button with that key where they begin with a dot."""
    read: list[str] = []
    for move in moves:
        talk = talk.picks(move[1:]) if move.startswith(".") else talk.types(move)
        read += [one.text.plain for one in talk.heard]
    return read


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "road",
    [("hi", ".{}", ".self"), ("/human",), ("hi", "/human"), ("hi", ".{}", "/human"), ("hi", ".{}", ".other")],
    ids=" ".join,
)
def test_they_are_told_before_her_age_is_asked_and_once(road: tuple[str, ...], language: str) -> None:
    read = "\n".join(said(Talk(language=language), *(move.format(language) for move in road)))
    assert (read.count(LIMITS[language]), read.count(HIDE[language])) == (1, 1)
    assert AGE[language] in read
    assert read.index(LIMITS[language]) < read.index(AGE[language])


def test_who_begins_again_is_not_told_once_more_and_who_comes_back_later_is() -> None:
    talk = greeted().picks("self").types("/start").picks("en")
    assert LIMITS["en"] not in talk.text
    talk.session = None  # an hour later nothing of it is remembered
    assert LIMITS["en"] in talk.types("/start").picks("en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_she_agrees_to_keep_it_she_reads_for_how_long_and_how_to_come_back(language: str) -> None:
    asked = before_keeping(language).text
    assert "12" in asked
    assert "{" not in asked
    assert "PIN" in asked or "pincode" in asked
    combined = greeted(language).picks("self", "adult", "adult").types("/human").text
    assert "12" in combined
    assert "PIN" in combined or "pincode" in combined


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_word_that_always_works(language: str) -> None:
    told = greeted(language).types("/help").text
    assert [one.name for one in COMMANDS if one.name != "help" and f"/{one.name}" not in told] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_to_delete_says_the_same_where_something_lies_behind_a_lock_and_where_nothing_does(language: str) -> None:
    hidden, never = waiting_with_links(language).types("/hide"), Talk(language=language)
    assert hidden.locked
    for talk in (hidden, never):
        talk.types("/delete")
    assert hidden.text.replace("\n\n", "\n") == never.text.replace("\n\n", "\n")
    assert [one.text.plain for one in hidden.picks("yes").heard] == [one.text.plain for one in never.picks("yes").heard]
    assert "PIN" in never.text or "pincode" in never.text
    for one in never.heard:
        assert sum(one.text.plain.count(mark) for mark in (". ", "? ")) <= 2
