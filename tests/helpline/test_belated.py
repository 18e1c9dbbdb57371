"""Who wrote long ago is answered all the same, but lets those go first who are looking at their screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpline.belated import BELATED, LONG_AGO
from helpline.contact import Address, Words
from helpline.ports import Incoming
from tests.helpline.house import Talk


def wrote(talk: Talk, words: str, ago: timedelta) -> list[str]:
    """The causes of what she hears on words she wrote so long ago."""
    talk.update += 1
    talk.work_off(Incoming("telegram", talk.update, Address("telegram", "7"), "text", talk.now - ago, Words(words)))
    return [one.cause for one in talk.heard]


@pytest.mark.parametrize("hours", [1, 12])
def test_an_answer_to_what_was_written_hours_ago_may_wait_for_others(hours: int) -> None:
    talk = Talk()
    assert wrote(talk, "hello", timedelta(hours=hours)) == [BELATED]
    assert set(wrote(talk, "is anyone there?", timedelta(hours=hours))) == {BELATED}


def test_an_answer_to_what_was_just_written_does_not() -> None:
    assert wrote(Talk(), "hello", LONG_AGO) == ["greeting"]


def test_the_numbers_in_danger_never_wait() -> None:
    talk = Talk()
    causes = wrote(talk, "/danger", timedelta(hours=5))
    told = dict(zip((one.text.plain for one in talk.heard), causes, strict=True))
    assert any("112" in text and cause == "alarm" for text, cause in told.items()), causes
