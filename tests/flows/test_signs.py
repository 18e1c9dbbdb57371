"""Signs: a text gone through sign by sign is read as if all of it were taken apart at once, and costs its length."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fold import _GAPS, _LIGATURES, _MARKS, fold
from flows.signs import LONGEST, MOST, Signs, apart

SAYING = "\ufdfa"


def at_once(words: str) -> str:
    """The same, of the whole text."""
    spread = words.translate(str.maketrans(_LIGATURES))
    return _GAPS.sub(" ", _MARKS.sub("", unicodedata.normalize("NFKD", spread)).casefold()).strip()


@given(st.text() | st.text("aeéèÀçœßıİŁﬁ½①Ａ각क़שּ\u0301\u0316\u0334\u20e3\u200d 1", max_size=40))
def test_it_is_read_as_if_it_were_taken_apart_as_a_whole(words: str) -> None:
    if not any(len(unicodedata.normalize("NFKD", sign)) > LONGEST for sign in words):
        assert fold(words.replace("'", "")) == at_once(words.replace("'", ""))


def test_a_sign_that_is_a_saying_is_a_gap_and_nobody_spells_with_one() -> None:
    assert fold(f"ja{SAYING}nee") == "ja nee"
    long = [one for one in map(chr, range(0x110000)) if len(unicodedata.normalize("NFKD", one)) > LONGEST]
    assert SAYING in long
    latin = [one for one in long if any("a" <= sign <= "z" for sign in unicodedata.normalize("NFKD", one).lower())]
    assert latin == ["\u33ae", "\u33af"], "radians a second"
    assert {len(apart(one)) for one in long} == {1}


def test_no_more_signs_are_remembered_than_there_is_room_for() -> None:
    signs = Signs(str.upper)
    everything = "".join(map(chr, range(0x4E00, 0x4E00 + MOST + 100))) + "abc"
    assert everything.translate(signs) == everything.upper()
    assert len(signs) == MOST


@pytest.mark.parametrize("unit", [SAYING, "\u0301\u0316\u0334", "a\u0316\u0301", "\ufb03 "])
def test_thousands_of_odd_signs_cost_what_thousands_of_accents_cost(unit: str) -> None:
    def took(words: str) -> float:
        times = []
        for _ in range(5):
            began = time.thread_time()
            fold(words)
            times.append(time.thread_time() - began)
        return min(times)

    assert took((unit * 20_000)[:20_000]) <= 20 * took("é " * 10_000) + 0.005
