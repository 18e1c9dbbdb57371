"""Staff of a simulation take whoever waits longest, as many as they can hold, while they are on duty."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from haven.simulate.population import Staff
from haven.simulate.staff import Office

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Queue(Office):
    """An office whose database is a list."""

    rows: list[tuple[str, datetime]] = field(default_factory=list)

    def queue(self) -> list[tuple[str, datetime]]:
        return self.rows


def office(rows: list[tuple[str, datetime]], clock: list[datetime], on_duty: float = 1, at_once: int = 2) -> Queue:
    hours = tuple(on_duty if hour >= 9 else 0 for hour in range(24))
    staff = Staff(hours, at_once, minutes=20)
    return Queue(staff, Path("none"), lambda: clock[0], lambda at: at.hour, random.Random(1), rows=rows)


def test_the_longest_wait_is_over_first_and_nobody_holds_more_than_she_can() -> None:
    rows = [(f"case {number}", NINE - timedelta(minutes=30 - number)) for number in range(5)]
    one = office(rows, [NINE])
    one.look()
    assert [taken.case for taken in one.taken] == ["case 0", "case 1"]
    assert [round(taken.waited / 60) for taken in one.taken] == [30, 29]
    assert list(one.waiting) == ["case 2", "case 3", "case 4"]


def test_who_is_done_takes_the_next_and_nobody_is_taken_twice() -> None:
    rows, clock = [(f"case {number}", NINE) for number in range(4)], [NINE]
    one = office(rows, clock)
    for minute in range(0, 600, 5):
        clock[0] = NINE + timedelta(minutes=minute)
        one.look()
    assert sorted(taken.case for taken in one.taken) == [f"case {number}" for number in range(4)]


def test_at_night_they_wait() -> None:
    clock = [NINE - timedelta(hours=5)]
    one = office([("case", clock[0])], clock)
    one.look()
    assert not one.taken
    clock[0] = NINE
    one.look()
    assert one.taken[0].waited == 5 * 3600
