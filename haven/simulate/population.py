"""The population as written down in a table: who writes when, in which language, what for, and who is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from haven.settings import WrongSetting

HOURS = 24
#: The end of a path at a question: she puts the phone away.
LEAVE = "leave"


@dataclass(frozen=True)
class Way:
    """What one kind of person does. `answers` and `types` are by question, as `flow.step`."""

    name: str
    share: float
    answers: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Staff:
    """`on_duty` for each hour of the day; each holds `at_once` talks; half of them are over within `minutes`."""

    on_duty: tuple[float, ...]
    at_once: int
    minutes: float


@dataclass(frozen=True)
class Population:
    """`by_hour` are shares of the day. `think` in seconds; `back_percent` of a hundred come back after `back_hours`."""

    by_hour: tuple[float, ...]
    languages: Mapping[str, float]
    think: float
    back_percent: float
    back_hours: float
    staff: Staff
    paths: tuple[Way, ...]

    @property
    def busiest(self) -> float:
        """The share of a day's arrivals that the busiest hour brings."""
        return max(self.by_hour) / sum(self.by_hour)


def load(path: Path) -> Population:
    """The table in this file. Raises WrongSetting with the place that is wrong, OSError."""
    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise WrongSetting(f"{path} is not YAML{f', see line {mark.line + 1}' if mark else ''}.") from None
    try:
        return _read(_Table(plain, ""))
    except _Wrong as wrong:
        raise WrongSetting(f"{path}: {wrong}.") from None


class _Wrong(ValueError):
    """What must stand where."""


@dataclass(frozen=True)
class _Table:
    """A mapping in the file, and the way to it, for those who must be told what is wrong."""

    plain: Any
    at: str

    def under(self, key: str) -> _Table:
        if not isinstance(self.plain, dict) or key not in self.plain:
            raise _Wrong(f"{self.at}{key} is missing")
        return _Table(self.plain[key], f"{self.at}{key}.")

    def number(self, key: str) -> float:
        found = self.under(key).plain
        if isinstance(found, bool) or not isinstance(found, int | float) or found < 0:
            raise _Wrong(f"{self.at}{key} must be a number, 0 or more")
        return float(found)

    def hours(self, key: str) -> tuple[float, ...]:
        found = self.under(key).plain
        if not isinstance(found, list) or len(found) != HOURS or not all(_is_share(one) for one in found):
            raise _Wrong(f"{self.at}{key} must be {HOURS} numbers, one for each hour")
        return tuple(float(one) for one in found)

    def words(self, key: str) -> dict[str, str]:
        found = self.plain.get(key, {})
        if not isinstance(found, dict) or not all(isinstance(word, str) for both in found.items() for word in both):
            raise _Wrong(f"{self.at}{key} must be words by question; put yes and no in quotes")
        return dict(found)


def _is_share(one: object) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool) and one >= 0


def _read(table: _Table) -> Population:
    arrivals = table.under("arrivals").hours("by_hour")
    languages = table.under("languages").under("shares")
    shares = {name: languages.number(name) for name in languages.plain or {}}
    paths = tuple(_path(table.under("paths"), name) for name in table.under("paths").plain if name != "source")
    for what, total in (("arrivals.by_hour", sum(arrivals)), ("languages.shares", sum(shares.values())),
                        ("the shares of paths", sum(path.share for path in paths))):  # fmt: skip
        if not total:
            raise _Wrong(f"{what} must not be all 0")
    staff, back = table.under("staff"), table.under("comes_back")
    at_once = staff.number("at_once")
    if at_once != int(at_once):
        raise _Wrong("staff.at_once must be a whole number")
    return Population(
        arrivals,
        shares,
        table.under("thinking").number("seconds"),
        back.number("percent"),
        back.number("hours"),
        Staff(staff.hours("on_duty"), int(at_once), staff.number("minutes")),
        paths,
    )


def _path(paths: _Table, name: str) -> Way:
    path = paths.under(name)
    return Way(name, path.number("share"), path.words("answers"), path.words("types"))


def shifts(asked: str) -> tuple[float, ...]:
    """`9-17:2,17-23:3` as people on duty in each hour; `22-2:1` goes over midnight. Raises WrongSetting."""
    on_duty = [0.0] * HOURS
    for shift in asked.split(","):
        span, _, people = shift.partition(":")
        begin, _, end = span.partition("-")
        if not (begin.isdecimal() and end.isdecimal() and people.isdecimal()) or max(int(begin), int(end)) > HOURS:
            raise WrongSetting("--staff must be shifts such as 9-17:2,17-23:3: two people from 9 to 17, then three.")
        length = (int(end) - int(begin)) % HOURS or HOURS
        for hour in range(int(begin), int(begin) + length):
            on_duty[hour % HOURS] += int(people)
    return tuple(on_duty)
