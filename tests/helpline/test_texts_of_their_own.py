"""P8: no way to reach anybody stands in a text itself, however written, and no honest sentence is one."""

from __future__ import annotations

import time
from typing import Any

import pytest

from flows.draft import read
from helpline.proof.wording import _of_its_own, in_words
from tests.helpline.test_checking import shipped, step

#: A messenger makes each of these something to tap, or a person can dial it.
WAYS = (
    "Write to @kind_helper.",
    "Look at help-me.io today.",
    "Go to HELP-ME.RU.",
    "Go to t.co/a1.",
    "Open tg://resolve?domain=helper.",
    "Open help\u200b-me\u2060.be.",
    "Write to someone@some.where.",
    "Call 04\u00a078\u00a012\u00a034.",
    "Call 04\u201378\u201312\u201334.",
    "Call 0 4 7 8 1 2 3 4.",
    "Call 04(78)12(34).",
    "Call 0\u200b4\u200b7\u200b8.",
    "Call 4\ufe0f\u20e37\ufe0f\u20e38\ufe0f\u20e3.",
    "Call \uff10\uff14\uff17\uff18.",
)
HONEST = (
    "You have 2 or 3 minutes.",
    "First this, then that. And so on… Or not?",
    "Dat mag, bv. met iemand die je vertrouwt (m.a.w. niet alleen).",
    "Cela aide, p. ex. avec quelqu'un en qui vous avez confiance.",
    "Type /human; 18+ only.",
    "Hash it with SHA-256.",
)


def with_text(text: str) -> dict[str, Any]:
    content = shipped()
    step(content, "online.trace")["say"] = text
    return content


def told(content: dict[str, Any]) -> list[str]:
    revision = read(content).revision
    assert revision is not None
    return [wrong for promise, place, wrong in in_words(revision, {}) if (promise, place.step) == ("P8", "trace")]


@pytest.mark.parametrize("text", WAYS)
def test_a_way_to_reach_somebody_is_refused(text: str) -> None:
    assert told(with_text(text))


def test_honest_sentences_are_not() -> None:
    assert [told(with_text(text)) for text in HONEST] == [[] for _ in HONEST]


@pytest.mark.parametrize("piece", ["a-", "a.", "1----", "a+", "@", "1 "])
def test_a_text_made_to_take_long_does_not(piece: str) -> None:
    """Twenty thousand texts may stand in a draft."""
    begun = time.process_time()
    for more in range(20):
        _of_its_own.__wrapped__((piece * 4096)[: 4096 - more], "say")
    assert time.process_time() - begun < 1.0
