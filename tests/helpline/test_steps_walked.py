"""What is counted of a talk, step by step, adds up: who came to a step has answered, stands there, or has left it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from random import Random

import pytest

from flows.session import Place
from helpline.steps_walked import COUNTED, Shown, Steps, Walked, in_fives, shown
from tests.drills.finding import amount
from tests.helpline.house import Talk, adult, at_links, greeted, house

LANGUAGE, FOR_WHOM, AGE = (Place("triage", step) for step in ("language", "for_whom", "age"))


def heard(talk: Talk) -> list[tuple[str, str]]:
    assert talk.changes is not None
    return [(str(one.place), one.what) for one in talk.changes.walked]


def test_who_comes_and_answers_is_counted_once() -> None:
    talk = Talk().types("hi")
    assert heard(talk) == [("triage.hello", "came"), ("triage.language", "came")]
    assert heard(talk.types("zzz")) == []
    assert heard(talk.picks("en")) == [
        ("triage.limits", "came"), ("triage.for_whom", "came"), ("triage.language", "answered"),
    ]  # fmt: skip


def test_a_link_that_is_kept_is_no_answer_yet() -> None:
    talk = at_links()
    assert heard(talk.types("https://example.com/video/12")) == []
    assert ("intake.links", "answered") in heard(talk.picks("done"))


def test_who_asks_for_a_human_is_counted_where_she_stood() -> None:
    talk = greeted().types("/human")
    assert ("triage.for_whom", "human") in heard(talk)
    assert [one for one in heard(talk.picks("adult")) if one[1] == "human"] == []


def test_what_she_opens_aside_leaves_her_where_she_was() -> None:
    talk = adult().types("/danger")
    assert ("danger.wait", "came") in heard(talk)
    back = heard(talk.types("ok"))
    assert ("danger.wait", "answered") in back
    assert ("triage.situation", "came") not in back
    assert ("triage.situation", "answered") in heard(talk.picks("online"))


def test_a_new_talk_answers_nothing_of_the_one_before() -> None:
    talk = Talk().types("hi").picks("en", "self", "adult", "adult")
    talk.session = None
    assert heard(talk.types("hi")) == [("triage.hello", "came"), ("triage.language", "came")]


def stood(counts: Mapping[Walked, int], number: int = 1) -> dict[Place, int]:
    """Where somebody still is, going by the numbers alone."""
    revision, left = house().revisions[number], Counter[Place]()
    for one, times in counts.items():
        step = revision.step(one.place)
        if step is not None and step.arrival(one.place).waits and one.what != "human":
            left[one.place] += times if one.what == "came" else -times
    return {place: times for place, times in left.items() if times}


@pytest.mark.parametrize("part", range(4))
def test_at_every_moment_of_any_talk_the_numbers_say_where_she_is(part: int) -> None:
    chance, been = Random(part), set[str]()
    for _ in range(amount(300, 30)):
        talk, counts = Talk().types("hi"), Counter[Walked]()
        assert talk.changes is not None
        counts.update(talk.changes.walked)
        while talk.at != "-" and talk.session is not None:
            assert stood(counts) == {talk.session.place: 1}, talk.at
            been.add(talk.at)
            keys = [data for data in talk.buttons.values() if data.split(":")[1] == talk.at]
            far = [data for data in keys if data.endswith((":adult", ":self", ":yes"))]
            if not keys or talk.update > 60:
                break
            talk.send("press", data=chance.choice([*keys, *far * 5]), callback="c", message=5)
            counts.update(talk.changes.walked)
        else:
            assert not stood(counts)
    assert len(been) > 20


# ── written down, and shown ───────────────────────────────────────────────────────────────────────────────────────
class Book:
    def __init__(self, broken: bool = False) -> None:
        self.broken, self.counts = broken, Counter[Walked]()

    async def count_steps(self, counts: Mapping[Walked, int]) -> None:
        if self.broken:
            raise OSError
        self.counts += Counter(counts)


def test_what_could_not_be_written_down_is_written_down_later_and_once() -> None:
    steps, book = Steps(), Book(broken=True)
    came = Walked(1, AGE, "came")
    steps.add([came, came])
    with pytest.raises(OSError):
        asyncio.run(steps.write_down(book))
    steps.add([came])
    book.broken = False
    assert asyncio.run(steps.write_down(book)) == 3
    assert asyncio.run(steps.write_down(book)) == 0
    assert book.counts == {came: 3}


def test_numbers_are_shown_in_fives_so_that_nobody_is_seen() -> None:
    assert [in_fives(number) for number in (-3, 0, 1, 4, 5, 9, 10, 14)] == [0, 0, 0, 0, 5, 5, 10, 10]
    counts = {(AGE, "came"): 23, (AGE, "answered"): 9, (AGE, "human"): 5, (FOR_WHOM, "came"): 4}
    numbers = shown(house().revisions[1], counts, {AGE: 3})
    assert numbers[AGE] == Shown(came=20, answered=5, left=10, human=5, here=0)
    assert numbers[FOR_WHOM] == numbers[LANGUAGE] == Shown(0, 0, 0, 0, 0)
    assert len(numbers) == sum(len(flow.steps) for flow in house().revisions[1].flows.values())


def test_nobody_is_counted_as_having_left_a_step_that_does_not_wait() -> None:
    hello = Place("triage", "hello")
    assert shown(house().revisions[1], {(hello, "came"): 30}, {})[hello] == Shown(30, 0, 0, 0, 0)


def test_what_is_counted_says_nothing_of_who() -> None:
    assert COUNTED == ("came", "answered", "human")
    assert Walked._fields == ("revision", "place", "what")
