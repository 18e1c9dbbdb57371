"""What is taken for a case number and a PIN, and what stays the words they are."""

import pytest

from tests.helpline.house import Talk, adult, at_links, greeted, waiting, waiting_with_links
from tests.helpline.test_returning import deleted

pytestmark = pytest.mark.usefixtures("every_engine")

ORDINARY = [
    "emma2345", "help here", "geen idee", "0470 12 34 56", "mama 0470123456", "2345-6789", "12345678",
    "BE68 5390 0754 7034", "my number is 3", "call me on line 12-05, please", "code 1234", "abcd",
]  # fmt: skip


@pytest.mark.parametrize("words", ORDINARY)
def test_other_words_in_a_talk_are_what_they_were(words: str) -> None:
    for talk in (waiting_with_links().taken_over(), adult()):
        case = talk.case
        talk.types(words)
        assert not deleted(talk), words
        assert case is None or talk.hers == [words]


def test_a_number_as_we_write_it_is_recognised_anywhere() -> None:
    for talk in (adult(), at_links(), greeted(), waiting(), Talk()):
        talk.types("K7RM-3QXD")
        assert deleted(talk)
        assert "PIN" in talk.text
    assert deleted(Talk().types("k7rm3qxd")), "out of the blue also without its dash"
