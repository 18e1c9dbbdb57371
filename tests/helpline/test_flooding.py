"""A machine that sends without end is heard, and answered only now and then; a hurried person is always answered."""

import pytest

from helpline.flooding import MOST_IN_ALL, NOW_AND_THEN
from tests.helpline.house import MONDAY_MORNING, Talk


def flooded(word: str, times: int) -> tuple[Talk, int]:
    """So many of the same, within one second; how many messages came of them."""
    talk, told = Talk(now=MONDAY_MORNING).types("/start").picks("en"), 0
    for _ in range(times):
        told += len(talk.types(word).heard)
    return talk, told


@pytest.mark.parametrize("word", ["/start", "/danger", "/help", "/human", "/stop", "kill myself", "x", "/language"])
def test_whatever_comes_two_hundred_times_in_a_second_is_not_answered_two_hundred_times(word: str) -> None:
    _, told = flooded(word, 200)
    assert 0 < told < 5 * MOST_IN_ALL


def test_what_was_decided_stays_decided_and_a_word_is_said_again_after_a_while() -> None:
    talk, _ = flooded("/help", 200)
    assert not talk.types("/start").heard
    assert talk.at == "triage.language"
    assert talk.waits(seconds=NOW_AND_THEN.total_seconds() + 1).types("/danger").text.count("112")


@pytest.mark.parametrize("word", ["/danger", "kill myself"])
def test_the_numbers_come_at_once_however_much_came_before(word: str) -> None:
    talk, _ = flooded("/help", 200)
    assert not talk.types("/help").heard
    assert any(number in talk.types(word).text for number in ("112", "1813"))


def test_the_next_minute_is_a_new_one() -> None:
    talk, _ = flooded("/help", 200)
    assert talk.waits(minutes=1).types("/danger").heard
    assert talk.types("/help").heard


def test_a_clock_that_jumped_back_silences_nobody() -> None:
    talk, _ = flooded("/help", 200)
    assert talk.waits(days=-1).types("/danger").heard


def test_the_fastest_person_is_always_answered() -> None:
    talk = Talk(now=MONDAY_MORNING).types("/start").picks("en")
    assert all(talk.waits(seconds=1.6).types("/help").heard for _ in range(120))
