"""What is hard to read is folded for staff; what is not, is not: a fold too many would soon be opened unread."""

from pathlib import Path

import pytest
import yaml

from helpline.listening.distressing import Judged, is_distressing

SAID = yaml.safe_load(Path(__file__).with_name("distressing.yaml").read_text("utf-8"))


@pytest.mark.parametrize("text", SAID["folded"])
def test_what_is_hard_to_read_is_folded(text: str) -> None:
    assert is_distressing(text)
    assert is_distressing(text.upper())
    assert is_distressing(f"Hallo. {text} Sorry, zo veel.")


@pytest.mark.parametrize("text", SAID["open"])
def test_what_is_not_hard_to_read_stands_open(text: str) -> None:
    assert not is_distressing(text)


@pytest.mark.parametrize("piece", ["gedwongen tot ", "he made me ", "viol ", "sex ", "a", "1 ", "z e l f "])
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    is_distressing(piece * (40_000 // len(piece)))


def test_a_line_is_judged_once_and_nothing_of_it_is_remembered() -> None:
    judged = Judged(most=2)
    assert judged("one", "he raped me")
    assert judged("one", "hello")  # by its id: a line never changes
    assert not judged("two", "hello")
    assert not judged("three", "hello")
    assert "hello" not in repr(vars(judged))
    assert not judged("one", "hello")  # only the last ones are remembered
