"""The house's clock goes on evenly whatever the machine's clock is set to, and follows what has lasted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from haven.clock import TRUSTED, SteadyClock

BEGAN = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Machine:
    """A clock on the wall that can be set, and one that only counts."""

    def __init__(self) -> None:
        self.wall, self.count, self.told = BEGAN, 100.0, list[tuple[str, int]]()
        self.clock = SteadyClock(lambda *told: self.told.append(told), lambda: self.wall, self.passed)

    def passed(self) -> float:
        return self.count

    def goes_on(self, seconds: float) -> datetime:
        self.wall += timedelta(seconds=seconds)
        self.count += seconds
        return self.clock()


def test_a_day_ahead_and_back_again_is_not_noticed() -> None:
    machine = Machine()
    machine.goes_on(5)
    machine.wall += DAY
    assert machine.goes_on(60) == BEGAN + timedelta(seconds=65)
    machine.wall -= 2 * DAY
    assert machine.goes_on(60) == BEGAN + timedelta(seconds=125)
    machine.wall += DAY
    assert machine.goes_on(5) == BEGAN + timedelta(seconds=130)
    assert machine.told == [("clock_jumped", 86400), ("clock_jumped", -86400)]


def test_a_jump_that_lasts_is_followed() -> None:
    machine = Machine()
    machine.wall -= DAY
    machine.goes_on(0)
    for _ in range(int(TRUSTED) - 1):
        machine.goes_on(1)
    assert machine.clock() > BEGAN
    assert machine.goes_on(2) == machine.wall
    assert [code for code, _ in machine.told] == ["clock_jumped", "clock_followed"]


def test_a_clock_that_is_set_right_bit_by_bit_is_followed_without_a_word() -> None:
    machine = Machine()
    for _ in range(100):
        machine.wall += timedelta(seconds=0.5)
        assert machine.goes_on(10) == machine.wall
    assert machine.told == []


def test_a_machine_that_slept_has_not_jumped() -> None:
    machine = Machine()
    assert machine.goes_on(8 * 3600) == BEGAN + timedelta(hours=8)
    assert machine.told == []


@given(st.lists(st.tuples(st.integers(-100_000, 100_000), st.floats(0, 50)), max_size=11))
def test_what_passes_is_counted_evenly_while_no_jump_lasts(jumps: list[tuple[int, float]]) -> None:
    machine, before = Machine(), BEGAN
    for jump, seconds in jumps:
        machine.wall += timedelta(seconds=jump)
        now = machine.goes_on(seconds)
        assert abs((now - before).total_seconds() - seconds) < 4
        before = now
