"""Words under a picture: the picture goes, nothing is kept; but an age, despair or danger in them is heard."""

import pytest

from helpline.contact import Words
from tests.helpline.house import Talk, at_links, greeted, waiting, waiting_with_links

pytestmark = pytest.mark.usefixtures("every_engine")


def photo(talk: Talk, caption: str | None = None, message: int = 77) -> Talk:
    return talk.send("media", message=message, words=Words(caption) if caption else None)


@pytest.mark.parametrize("caption", ["ik ben 15", "I am 15", "j'ai quinze ans", "I was 16 in this photo"])
def test_an_age_under_a_picture_erases_what_was_kept(caption: str) -> None:
    talk = photo(waiting_with_links(), caption)
    assert talk.case is None
    assert "case_erased" in talk.kinds
    assert "recalled" in talk.alerts
    assert talk.changes is not None
    assert 77 in talk.changes.delete


def test_an_age_under_a_picture_erases_also_while_the_bot_has_the_talk() -> None:
    talk = at_links().types("https://example.com/a")
    assert photo(talk, "I'm 15").case is None


def test_an_age_under_a_picture_that_needs_no_reason_again_is_heard_all_the_same() -> None:
    talk = photo(photo(waiting(), message=76), "ik ben 15")
    assert talk.case is None


@pytest.mark.parametrize(
    ("caption", "kind"), [("I want to kill myself", "crisis"), ("he is at my door with a knife", "danger")]
)
def test_despair_and_danger_under_a_picture_bring_the_numbers_and_reach_staff(caption: str, kind: str) -> None:
    talk = photo(waiting(), caption)
    assert kind in talk.alerts
    assert "112" in talk.text or "1813" in talk.text or "107" in talk.text
    assert caption not in " ".join(talk.hers)


def test_despair_under_a_picture_brings_all_that_typed_despair_brings() -> None:
    caption = "ik wil niet meer leven"
    talk = photo(greeted(), caption)
    assert greeted().types(caption).text in talk.text
    assert talk.buttons


def test_other_words_under_a_picture_are_kept_nowhere() -> None:
    talk = photo(waiting(), "this is the one he sent to everyone")
    assert talk.case is not None
    assert not talk.hers
