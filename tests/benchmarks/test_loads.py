"""What a run of the benchmark asks: every bot every load, in rounds of an order of their own, within its time."""

import random
from collections import Counter

import pytest

from benchmarks.bots import BOTS, HAVEN, PTB, filled
from benchmarks.loads import FULL, LOADS, MINUTE, ONE, PACE, QUICK, USUAL, Length
from benchmarks.targets import TARGETS, Value


def asked(length: Length, seed: int = 7) -> Counter[tuple[str, str]]:
    visits = [visit for each in length.visits(random.Random(seed)) for visit in each]
    return Counter((visit.bot.name, load.name) for visit in visits for load in visit.loads)


def test_every_bot_is_asked_each_load_as_often_as_the_table_says() -> None:
    told = {
        (bot.name, load.name): count
        for bot, times in USUAL.times.items()
        for load, count in zip(LOADS, times, strict=True)
        if count
    }
    assert asked(USUAL) == told
    assert asked(USUAL, seed=8) == told
    assert set(USUAL.times) == set(BOTS)


def test_whatever_a_target_is_judged_by_is_measured_three_times() -> None:
    times = asked(USUAL)
    judging = [target for target in TARGETS if not target.only_told]
    judged = {value for target in judging for value in (target.of, target.to) if value}
    by = {(value.bot.name, value.load.name) for value in judged if value.load}
    seldom = {each for each in by if times[each] < 3}
    # A whole minute is long enough; at Telegram's pace PostgreSQL is only the measure for its own full house.
    assert {load for _, load in seldom} <= {MINUTE.name, PACE.name}


def test_rounds_differ_in_their_order_but_a_seed_tells_it_again() -> None:
    first, again, other = (USUAL.visits(random.Random(seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert len({tuple(visit.bot for visit in visits) for visits in first}) == len(first) == 3


def test_a_house_full_of_cases_is_opened_once() -> None:
    visits = [visit for each in USUAL.visits(random.Random(3)) for visit in each if visit.bot == filled(HAVEN)]
    assert [sorted(load.name for load in visit.loads) for visit in visits] == [[ONE.name] * 3 + [MINUTE.name]]


def test_the_usual_run_takes_at_most_a_quarter_of_an_hour() -> None:
    assert USUAL.seconds() <= 15 * 60
    assert QUICK.seconds() <= 90
    assert FULL.seconds() > USUAL.seconds()


def test_a_run_can_be_asked_for_less() -> None:
    assert USUAL.only(["Haven, SQLite"]).at_most(1).rounds == 1
    assert all("SQLite" in bot.name for bot in USUAL.only(["SQLite"]).bots)
    assert PTB in QUICK.only(["telegram"]).bots, "any bot by its name, whatever the length"
    with pytest.raises(ValueError, match="no bot has Rasa"):
        USUAL.only(["Rasa"])


def test_every_target_speaks_of_something_that_is_measured() -> None:
    values: list[Value] = [value for target in TARGETS for value in (target.of, target.to) if value and value.load]
    assert all(asked(USUAL)[value.bot.name, value.load.name] for value in values if value.load)
