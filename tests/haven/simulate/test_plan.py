"""The plan of a simulation, whatever is asked for: in order, within the hours, and the same for the same seed."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from haven.simulate.asked import USUAL
from haven.simulate.plan import plan
from haven.simulate.population import load

POPULATION = load(USUAL)
HOURS = st.floats(0.05, 60)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.floats(1, 300), HOURS, st.integers(0, 23))
def test_any_plan_is_in_order_within_its_hours_and_repeatable(
    seed: int, contacts: float, hours: float, begin: int
) -> None:
    visits = plan(seed, POPULATION, contacts, hours, begin)
    assert visits == plan(seed, POPULATION, contacts, hours, begin)
    times = [visit.at for visit in visits]
    assert times == sorted(times)
    assert all(0 <= at <= hours * 3600 for at in times)
    assert all(visit.think > 0 and (visit.back is None or visit.back > 0) for visit in visits)
    assert {visit.language for visit in visits} <= set(POPULATION.languages)
    assert all(visit.path in POPULATION.paths for visit in visits)


@given(st.integers(0, 2**32), st.integers(0, 23))
@settings(max_examples=20, deadline=None)
def test_a_whole_day_brings_as_many_as_asked_whenever_it_begins(seed: int, begin: int) -> None:
    assert len(plan(seed, POPULATION, 500, 24, begin)) == 500
    assert len(plan(seed, POPULATION, 500, 48, begin)) == 1000


def test_shares_are_kept_over_many_people() -> None:
    visits = plan(1, POPULATION, 10_000, 24)
    total = sum(path.share for path in POPULATION.paths)
    for path in POPULATION.paths:
        came = Counter(visit.path.name for visit in visits)[path.name] / len(visits)
        assert abs(came - path.share / total) < 0.02, path.name
    night, evening = (sum(hour * 3600 <= one.at < (hour + 1) * 3600 for one in visits) for hour in (4, 21))
    assert evening > 5 * night


def test_another_seed_is_another_day() -> None:
    assert plan(1, POPULATION, 50, 24) != plan(2, POPULATION, 50, 24)
