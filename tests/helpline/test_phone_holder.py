"""Somebody else picks up her phone after she has emptied the chat: it is as if nobody had ever written there.

That this is a helpline shows to whoever starts it. That *she* was here, and what she said, shows to nobody: nothing
stands there until the other one writes first, and from then on every answer is what a stranger's chat would get."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

from helpline.commands import COMMANDS
from helpline.leaving import NOTE_GOES
from helpline.telling import telling
from tests.drills.finding import amount
from tests.helpline.everywhere import HERS, everywhere, kept, twin
from tests.helpline.house import LANGUAGES, Talk, house

#: What the app of whoever holds the phone is set to: never the language she chose here.
APP = {"nl": "fr", "fr": "en", "en": "nl"}
NUMBER = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
#: What that one may type, in a row each.
TYPED: tuple[tuple[str, ...], ...] = (
    *((f"/{one.name}",) for one in COMMANDS),
    *((one.words[language].split(",")[0],) for one in COMMANDS for language in LANGUAGES if language in one.words),
    ("hello", "who are you", "why did she write to you"), ("hallo?",), ("bonjour",), ("yes",), ("1",), ("back",),
    ("W4TN-9HPM",), ("W4TN-9HPM", "73920184"), ("W4TN 9HPM 7392 0184",), ("12345678",), ("/back", "12345678"),
    ("/mydata", "a long passphrase of mine"), ("/consent", "1"), ("/delete", "yes"), ("/start 7", "/stop"),
    ("https://example.com/a",), ("what did I say before?", "show me my case"), ("ik ben 15",), ("ik wil dood",),
)  # fmt: skip
TAPPED = ("self", "adult", "adult", "online", "no", "no", "belgium", "yes")


def on_the_phone(talk: Talk) -> Any:
    """All that came of the last word, as it shows; numbers that are drawn anew are all the same to us."""
    assert talk.changes
    said = [
        (NUMBER.sub("N", one.text.plain), [[label for label, _ in row] for row in one.buttons],
         one.protect, one.tag, one.delete_after, one.language, one.edit_of)
        for one in talk.heard
    ]  # fmt: skip
    return said, talk.changes.answer, len(talk.changes.delete), talk.changes.delete_tagged, talk.changes.wipe


def never_used(language: str, talk: Talk) -> Talk:
    return Talk(house(teams=("helpline", "child_focus")), language=language, now=talk.now)


def taken_up(talk: Talk, language: str) -> Talk:
    """In somebody else's hand, the same afternoon."""
    other = twin(talk).waits(minutes=5)
    other.language, other.buttons, other.transcript = language, {}, []
    return other


def emptied(talk: Talk) -> Talk:
    talk = twin(talk).types("/hide")
    assert talk.changes
    assert (talk.session, talk.case, talk.changes.wipe) == (None, None, True)
    [note] = talk.heard
    assert note.delete_after == NOTE_GOES
    assert not telling(note.text.plain)
    assert HERS not in note.text.plain
    assert not note.buttons
    return talk


def differs(used: Talk, app: str, words: tuple[str, ...]) -> str | None:
    """The words after which the used chat and a never-used one are told apart."""
    one, other = taken_up(used, app), never_used(app, used).waits(minutes=5)
    for word in words:
        if on_the_phone(one.types(word)) != on_the_phone(other.types(word)):
            return word
        assert HERS not in one.text
    return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_wherever_she_was_the_chat_is_as_if_never_used(language: str) -> None:
    chance, app = Random(language), APP[language]
    asked, told_apart, places = set(), [], everywhere(language)
    assert len(places) > 250
    for talk in places:
        hidden = emptied(talk)
        new = kept(talk) not in asked  # what is left of each kind of case is asked everything, every place something
        asked.add(kept(talk))
        for words in TYPED if new else chance.sample(TYPED, amount(8, 1)):
            if word := differs(hidden, app, words):
                told_apart.append((talk.at, kept(talk), words, word))
    assert not told_apart


@pytest.mark.parametrize("language", LANGUAGES)
def test_old_buttons_do_what_a_strangers_would(language: str) -> None:
    places = everywhere(language)
    buttons = sorted({data for talk in places for data in talk.buttons.values()})
    assert len(buttons) > 100
    for used in {bool(talk.case): emptied(talk) for talk in places}.values():
        for data in buttons:
            one, other = taken_up(used, APP[language]), never_used(APP[language], used)
            one.send("press", data=data, callback="c", message=5)
            other.send("press", data=data, callback="c", message=5)
            assert on_the_phone(one) == on_the_phone(other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_talk_of_the_other_ones_shows_no_difference(language: str) -> None:
    app = APP[language]
    for used in {kept(talk): emptied(talk) for talk in everywhere(language)}.values():
        one, other = taken_up(used, app).types("hi").picks(app), never_used(app, used).types("hi").picks(app)
        for key in TAPPED:
            assert on_the_phone(one) == on_the_phone(other)
            one.picks(key), other.picks(key)


def test_the_control_without_hiding_the_difference_is_seen() -> None:
    told_apart = [talk for talk in everywhere("nl") if differs(talk, "fr", ("hello", "who are you"))]
    assert len(told_apart) > 250
