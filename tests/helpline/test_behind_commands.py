"""What stands behind a slash command is heard too: `/human I am 15` says more than human."""

import pytest

from tests.helpline.house import greeted, waiting, waiting_with_links

pytestmark = pytest.mark.usefixtures("every_engine")


@pytest.mark.parametrize(
    "words", ["/human ik ben 15", "/help I'm 15", "/privacy j'ai quinze ans", "/start I am fifteen", "/language I'm 15"]
)
def test_an_age_behind_a_command_erases_what_was_kept(words: str) -> None:
    talk = waiting_with_links().types(words)
    assert talk.case is None
    assert "case_erased" in talk.kinds


def test_despair_behind_a_command_reaches_staff_and_brings_the_numbers() -> None:
    talk = waiting().types("/help I want to kill myself")
    assert "crisis" in talk.alerts
    assert "112" in talk.text


def test_the_command_itself_is_obeyed_as_well() -> None:
    talk = greeted().types("/human I want to kill myself")
    assert talk.at.startswith("human.")
    assert "112" in talk.text


@pytest.mark.parametrize("words", ["/start 15", "/start poster-17", "/human", "/human please", "/help 2"])
def test_nothing_is_made_of_what_says_no_age(words: str) -> None:
    assert waiting().types(words).case is not None


def test_hide_empties_the_chat_whatever_stands_behind_it() -> None:
    talk = waiting().types("/hide he is at my door with a knife")
    assert talk.changes is not None
    assert talk.changes.wipe
