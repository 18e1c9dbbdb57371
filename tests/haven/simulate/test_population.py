"""The table of assumptions: every question it answers exists, and what is wrong in a copy is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.flow import Revision
from flows.load import load_library
from flows.session import Place
from haven import premises
from haven.settings import WrongSetting
from haven.simulate.asked import USUAL
from haven.simulate.population import LEAVE, load, shifts


@pytest.fixture(scope="module")
def library() -> Revision:
    return load_library(premises.LIBRARY, {}, ("en",))


def test_every_answer_in_the_table_is_a_button_of_its_question(library: Revision) -> None:
    asked = [(place, key) for path in load(USUAL).paths for place, key in path.answers.items()]
    assert len(asked) > 20
    for place, key in asked:
        flow, _, step = place.partition(".")
        assert library.step(Place(flow, step)) is not None, place
        assert key == LEAVE or key in {offer.key for offer in library.known(Place(flow, step)).offers}, (place, key)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("by_hour: [6,", "by_hour: [", "arrivals.by_hour must be 24 numbers"),
        ("by_hour:", "by_hours:", "arrivals.by_hour is missing"),
        ("at_once: 2", "at_once: 1.5", "staff.at_once must be a whole number"),
        ("seconds: 12", "seconds: -1", "thinking.seconds must be a number, 0 or more"),
        ('partner.question: "no"', "partner.question: no", "put yes and no in quotes"),
        ("shares: {nl: 52, fr: 36, en: 12}", "shares: {nl: 0}", "languages.shares must not be all 0"),
        ("arrivals:", "arrivals: [", "is not YAML, see line"),
    ],
)
def test_what_is_wrong_in_a_table_is_said_with_its_place(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = USUAL.read_text(encoding="utf-8")
    assert before in text
    copy = tmp_path / "mine.yaml"
    copy.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(WrongSetting, match=said):
        load(copy)


def test_shifts_are_people_in_each_hour_also_over_midnight() -> None:
    on_duty = shifts("9-17:2,16-18:1,22-2:3")
    assert [on_duty[hour] for hour in (8, 9, 16, 17, 18, 22, 1, 2)] == [0, 2, 3, 1, 0, 3, 3, 0]
    assert shifts("0-24:1") == (1.0,) * 24


@pytest.mark.parametrize("wrong", ["", "9-17", "9-17:two", "9-25:1", "9:2", "-1-5:2"])
def test_a_shift_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(WrongSetting, match="--staff must be shifts"):
        shifts(wrong)
