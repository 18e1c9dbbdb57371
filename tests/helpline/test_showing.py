"""What she typed is shown to her as she typed it, only that nothing in it can be tapped and nothing can hide."""

import re

import pytest

from helpline.links import defanged
from helpline.showing import shown_words
from tests.helpline.house import at_story

TAPPED = [
    ("it is on https://example.com/a/b?c=1 since May", "it is on hxxps://example[.]com/a/b?c=1 since May"),
    ("look: example.com/x.", "look: example[.]com/x."),
    ("tg://resolve?domain=someone", "tg[:]//resolve?domain=someone"),
    ("tg://join?invite=abc, he said", "tg[:]//join?invite=abc, he said"),
    ("http://192.168.1.4/secret.jpg", "hxxp://192[.]168[.]1[.]4/secret[.]jpg"),
    ("op 10.0.100.7 thuis", "op 10[.]0[.]100[.]7 thuis"),
    ("http://localhost/x", "hxxp://localhost/x"),
    ("ftp://files.example.org", "ftp[:]//files[.]example[.]org/"),
    ("@someone on insta", "[@]someone on insta"),
    ("c'est @quelqu_un qui l'a mis", "c'est [@]quelqu_un qui l'a mis"),
    ("write to her.name@example.be please", "write to her[.]name[@]example[.]be please"),
    ("mailto:x@example.be", "mailto:x[@]example[.]be"),
    ("EXAMPLE。COM/a", "EXAMPLE[.]COM/a"),
]
HIDDEN = [
    ("see \u202egpj.exe", "see \\u202egpj[.]exe"),
    ("a\u200bb", "a\\u200bb"),
    ("a\x07b\x00", "a\\x07b\\x00"),
    ("\u2066left\u2069", "\\u2066left\\u2069"),
    ("one\u2028two", "one\\u2028two"),
    ("exam\u200dple", "exam\\u200dple"),
]
LEFT_ALONE = [
    "Het staat er sinds vorige week. Ik weet niet wie het nog zag.",
    "c'est l'été à Liège… 😢",
    "moeder en dochter 👩‍👧, en een hart ❤️‍🔥",
    "om 18.30 u, op 17.05.2026, voor 12,50 euro",
    "a @ b, not/and/or",
    "first line\nsecond line",
]


@pytest.mark.parametrize(("typed", "shown"), TAPPED)
def test_no_address_in_her_words_can_be_tapped(typed: str, shown: str) -> None:
    assert shown_words(typed).lower() == shown.lower()


@pytest.mark.parametrize(("typed", "shown"), HIDDEN)
def test_no_sign_in_her_words_can_hide(typed: str, shown: str) -> None:
    assert shown_words(typed) == shown.replace("\\x07", "\\u0007").replace("\\x00", "\\u0000")


@pytest.mark.parametrize("words", LEFT_ALONE)
def test_all_else_is_shown_as_it_was_typed(words: str) -> None:
    assert shown_words(words) == words


def test_more_addresses_than_one_message_may_hold_are_all_broken() -> None:
    many = " ".join(f"https://example.com/{number} @name{number}" for number in range(60))
    assert not re.search(r"https?://|\w\.\w|(?<!\[)@", defanged(many))


def test_the_review_shows_her_story_so() -> None:
    talk = at_story().types("he wrote it at tg://join?invite=x and \u202eon @someone").picks("skip")
    assert "tg[:]//join?invite=x and \\u202eon [@]someone" in talk.text
