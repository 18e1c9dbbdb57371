"""A message of nothing but spaces, or with thousands of them in it, holds nobody up."""

import time
from collections.abc import Callable

import pytest

from helpline import review
from helpline.hashes import find_hashes
from helpline.links import find_links
from helpline.listening.age import stated_age
from helpline.passages import passages

LONGEST = 4096
READERS: dict[str, Callable[[str], object]] = {
    "the review": review._NUMBERED.match,
    "links": find_links,
    "hashes": find_hashes,
    "ages": stated_age,
    "passages": passages,
}
WORDS = {
    "newlines": "\n" * LONGEST,
    "spaces in the middle": "remove" + " " * (LONGEST - 7) + "x",
    "spaces after the number sign": "remove nr" + " " * (LONGEST - 10) + "x",
    "many short words": "a " * (LONGEST // 2),
    "one long word": "a" * LONGEST,
    "tabs and words": "ab\t" * (LONGEST // 3),
}


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("reader", READERS)
def test_the_longest_message_is_read_in_no_time(reader: str, words: str) -> None:
    began = time.process_time()
    READERS[reader](WORDS[words])
    assert time.process_time() - began < 0.5, "minutes, where runs of spaces are tried in every division"


@pytest.mark.parametrize(
    ("typed", "number", "rest"),
    [
        ("remove 2", "2", ""),
        ("  2   0:10", "2", "0:10"),
        ("nr 3) https://a.be/x", "3", "https://a.be/x"),
        ("haal weg 1", "1", ""),
    ],
)
def test_the_review_still_reads_numbers_as_people_type_them(typed: str, number: str, rest: str) -> None:
    found = review._NUMBERED.match(typed)
    assert found is not None
    assert (found["number"], found["rest"]) == (number, rest)
