"""What is heard between the lines, in three languages and as badly spelled as people type at night."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpline.listening.age import Stated, stated_age
from helpline.listening.crisis import is_crisis
from helpline.listening.danger import is_danger
from helpline.listening.folding import folded

#: A Saturday in November.
TODAY = date(2026, 11, 21)
HERE = Path(__file__).parent
ALPHABET = "abcdehijlmnorstuwz 0123456789.,'é\n"


def read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text("utf-8"))


CRISIS, DANGER, AGES = read("crisis.yaml"), read("danger.yaml"), read("ages.yaml")


@pytest.mark.parametrize("text", CRISIS["heard"])
def test_despair_is_heard(text: str) -> None:
    assert is_crisis(text)
    assert is_crisis(text.upper())
    assert is_crisis(f"hallo. {text} 😢😢 sorry")


@pytest.mark.parametrize("text", CRISIS["not_heard"])
def test_what_resembles_despair_is_not_taken_for_it(text: str) -> None:
    assert not is_crisis(text)


@pytest.mark.parametrize("text", DANGER["heard"])
def test_danger_is_heard(text: str) -> None:
    assert is_danger(text)
    assert is_danger(text.upper())


@pytest.mark.parametrize("text", DANGER["not_heard"])
def test_what_resembles_danger_is_not_taken_for_it(text: str) -> None:
    assert not is_danger(text)


@pytest.mark.parametrize(
    ("when", "text", "writer", "image"),
    [(block["when"], *line) for block in AGES for line in block["said"]],
)
def test_an_age_is_heard(when: dict[str, str], text: str, writer: str | None, image: str | None) -> None:
    assert stated_age(text, today=TODAY, **when) == Stated(writer, image)


def test_that_everyone_in_the_image_is_an_adult_is_never_concluded() -> None:
    for text in ("ik was 30", "she was 25 in the photo", "ze is 40", "volwassen", "20"):
        assert stated_age(text, today=TODAY, asked="age_in_image").image is None


def test_spelling_is_folded_away() -> None:
    assert folded("Zélf-M00rd!!") == folded("zelf moord") == "zelf mord"
    assert folded("d o o d") == folded("dooooood") == "dod"


@given(st.text(max_size=300) | st.text(alphabet=ALPHABET, max_size=600))
def test_no_text_whatever_breaks_it(text: str) -> None:
    is_crisis(text)
    is_danger(text)
    said = stated_age(text, today=TODAY)
    assert said.image in (None, "minor")
    assert said.writer in (None, "minor", "adult")


@pytest.mark.parametrize("piece", ["ik wil ", "ik ben 15 ", "niet meer ", "z e l f ", "is is is ", "a", "1 ", "he is "])
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    """A pattern that goes back over the text again and again would run into the time limit here."""
    long = piece * (40_000 // len(piece))
    is_crisis(long)
    is_danger(long)
    stated_age(long, today=TODAY)
