"""A whole answer that nobody in the image was under 18 is taken as that answer; anything less is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.listening.age import stated_age
from tests.helpline.house import Talk

TODAY = date(2026, 11, 22)
ALL_ADULTS = (
    "niemand was jonger dan 18", "Nee, niemand was onder de 18.", "geen enkele was jonger dan 18", "niemand onder 18",
    "er was niemand jonger dan achttien", "niemand was minderjarig", "iedereen was ouder dan 18", "allebei volwassen",
    "we waren allebei meerderjarig", "nobody was under 18", "No one was younger than 18 then",
    "none of us was under 18",
    "nobody was a minor", "everyone was over 18", "we both were 18 or older", "personne n'avait moins de 18 ans",
    "non personne avait moins de 18 ans", "Personne n’était mineure à l’époque", "aucun de nous n'était mineur",
    "tout le monde était majeur", "nous deux avions plus de 18 ans",
)  # fmt: skip
NOT_SAID = (
    "niemand weet dat ik jonger ben dan 18", "nobody knows i am under 18", "personne ne sait que je suis mineure",
    "nobody cares that i was under 18", "nobody was under 18 except me", "nobody was over 18",
    "iedereen was jonger dan 18",
    "everyone was under 18", "nobody was under 18?", "niemand was jonger dan 16",
    "ik denk dat niemand jonger was dan 18",
    "personne mineure", "une personne mineure", "personne avait moins de 18 ans", "tout le monde était mineur",
)  # fmt: skip


def image(words: str, asked: str | None = "age_in_image") -> str | None:
    return stated_age(words, today=TODAY, for_whom="self", asked=asked).image


@pytest.mark.parametrize("words", ALL_ADULTS)
def test_it_is_heard_where_it_was_asked_and_nowhere_else(words: str) -> None:
    assert image(words) == "adult"
    assert image(words, None) != "adult"
    assert image(words, "age") != "adult"


@pytest.mark.parametrize("words", NOT_SAID)
def test_whatever_else_is_said_is_no_such_answer(words: str) -> None:
    assert image(words) != "adult"


@given(st.sampled_from(ALL_ADULTS), st.text(alphabet="abcdefghijklmnopqrstuvwxyz 1567", min_size=3))
def test_an_answer_with_more_behind_it_is_not_taken_for_it(answer: str, more: str) -> None:
    words = f"{answer.rstrip('.')} maar {more}"
    assert image(words) != "adult"


def test_she_types_that_nobody_was_under_18_and_is_shown_the_institute() -> None:
    talk = Talk(language="nl").types("hallo", "nederlands", "over mij", "18 of ouder", "niemand was jonger dan 18")
    assert talk.facts["age_in_image"] == "adult"
    assert "0800/12 800" in talk.text
