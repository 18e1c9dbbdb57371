"""What Haven promises of its speed, as a table: each a ratio or a difference of medians of one run."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarks.bots import (
    AIOGRAM,
    AIOGRAM_SQLITE,
    CHECKER,
    ENGINE,
    HAVEN,
    HAVEN_PAIR,
    HAVEN_POSTGRES,
    PTB,
    Bot,
    filled,
    polled,
    slowed,
)
from benchmarks.checker import Checked
from benchmarks.engine import Step
from benchmarks.loads import CROWD, MANY, MINUTE, ONE, PACE, Load
from benchmarks.machine import PLENTY
from benchmarks.measuring import Row, Weight

#: A miss of up to this share may be chance; a second run decides.
CHANCE = 0.15
#: Milliseconds that a slow disk adds to every sync.
SYNC = 5.0


@dataclass(frozen=True)
class Value:
    """The median of one field: of a row under `load`, or of a weight where there is none."""

    bot: Bot
    field: str
    load: Load | None = None


@dataclass(frozen=True)
class Target:
    """`of` beside `to`: their ratio, or their difference divided by `unit`. `low`: less is better."""

    about: str
    of: Value
    to: Value | None
    must: float
    goal: float
    unit: str = "×"
    low: bool = False
    how: Literal["ratio", "difference"] = "ratio"
    divisor: float = 1.0
    #: Why it is only told here, and nobody judged by it.
    only_told: str = ""

    def measured(self, medians: Medians) -> float | None:
        of = medians.get(self.of)
        to = 0.0 if self.to is None else medians.get(self.to)
        if of is None or to is None:
            return None
        return of / to if self.how == "ratio" else (of - to) / self.divisor

    def miss(self, measured: float, bound: float) -> float:
        """By what share of the bound it is missed; 0 or less where it holds."""
        return ((measured - bound) if self.low else (bound - measured)) / abs(bound or 1.0)

    def verdict(self, measured: float | None) -> str:
        if measured is None:
            return "not measured"
        if self.only_told:
            return self.only_told
        if self.miss(measured, self.goal) <= 0:
            return "holds, and the goal"
        missed = self.miss(measured, self.must)
        if missed <= 0:
            return "holds"
        return f"missed by {missed:.0%}" + (", may be chance" if missed <= CHANCE else "")


class Medians:
    """Every measured value, by bot, load and field."""

    def __init__(self, rows: Sequence[Row], weights: Sequence[Weight | Step | Checked]) -> None:
        self.rows, self.weights = rows, weights

    def values(self, wanted: Value) -> list[float]:
        found: list[Row | Weight | Step | Checked] = (
            [weight for weight in self.weights if weight.bot == wanted.bot]
            if wanted.load is None
            else [row for row in self.rows if row.bot == wanted.bot and row.load == wanted.load]
        )
        values = (getattr(each, wanted.field, None) for each in found)
        return [value for value in values if value is not None]

    def get(self, wanted: Value) -> float | None:
        values = self.values(wanted)
        return statistics.median(values) if values else None


def rate(about: str, ours: Bot, theirs: Bot, bounds: dict[Load, tuple[float, float]]) -> tuple[Target, ...]:
    """Updates/s of ours beside theirs, under each of these loads."""
    return tuple(
        Target(f"updates/s, {about}, {load.name}", Value(ours, "rate", load), Value(theirs, "rate", load), must, goal)
        for load, (must, goal) in bounds.items()
    )


def lag(load: Load, must: float, goal: float) -> Target:
    of, to = Value(HAVEN, "p99", load), Value(AIOGRAM, "p99", load)
    return Target(f"p99 to aiogram in memory, {load.name}", of, to, must, goal, low=True)


def stored(bot: Bot, short: str) -> tuple[Target, ...]:
    """With a million cases beside an empty database: one chat, and a whole minute at Telegram's pace."""
    return tuple(
        Target(
            f"{field}, a million cases to an empty {short}, {told.name}",
            Value(filled(bot), field, load),
            Value(bot, field, told),
            1.2,
            1.05,
            low=True,
        )
        for load, told in ((ONE, ONE), (MINUTE, PACE))
        for field in ("p50", "p99")
    )


def checking() -> tuple[Target, ...]:
    """The look over a whole conversation beside the engine, for each of its steps; and how it grows."""
    told = (
        ("checking the library, presses of the engine for each step", "library", 90, 45, "presses"),
        ("checking 500 steps, presses of the engine for each step", "large", 90, 45, "presses"),
        ("checking a step among 500 to one of the library", "growth", 1.5, 1.0, "×"),
    )
    return tuple(
        Target(about, Value(CHECKER, field), None, must, goal, unit, True, "difference")
        for about, field, must, goal, unit in told
    )


SLOW = slowed(HAVEN)
TARGETS = (
    *rate("to aiogram in memory", HAVEN, AIOGRAM, {ONE: (1.0, 1.5), MANY: (2.0, 4.0), CROWD: (2.0, 4.0)}),
    *rate("to aiogram on aiosqlite", HAVEN, AIOGRAM_SQLITE, {ONE: (1.8, 2.8), MANY: (2.5, 5.0), CROWD: (3.0, 6.0)}),
    *rate("to python-telegram-bot", HAVEN, PTB, {MANY: (2.8, 5.5)}),
    *rate("both polling, to aiogram in memory", polled(HAVEN), polled(AIOGRAM), {MANY: (1.5, 3.0)}),
    *rate("PostgreSQL to aiogram in memory", HAVEN_POSTGRES, AIOGRAM, {ONE: (0.8, 1.0), MANY: (1.5, 3.0)}),
    Target(
        "CPU an update to aiogram in memory, 64 chats",
        Value(HAVEN, "cpu", MANY),
        Value(AIOGRAM, "cpu", MANY),
        0.6,
        0.3,
        low=True,
    ),
    lag(MANY, 0.5, 0.25),
    lag(PACE, 0.8, 0.5),
    *rate("a sync 5 ms slower, to its own", SLOW, HAVEN, {MANY: (0.7, 0.85)}),
    Target(
        "p50 a sync 5 ms slower adds, 1 chat",
        Value(SLOW, "p50", ONE),
        Value(HAVEN, "p50", ONE),
        1.4,
        1.2,
        "syncs",
        True,
        "difference",
        SYNC,
    ),
    Target(
        "syncs of the disk, each 5 ms slower, 64 chats",
        Value(SLOW, "syncs", MANY),
        None,
        0.5,
        0.25,
        "an update",
        True,
        "difference",
    ),
    *stored(HAVEN, "SQLite"),
    *stored(HAVEN_POSTGRES, "PostgreSQL"),
    Target(
        "updates/s, two processes on PostgreSQL to one, 64 chats",
        Value(HAVEN_PAIR, "rate", MANY),
        Value(HAVEN_POSTGRES, "rate", MANY),
        1.5,
        1.8,
        only_told="" if PLENTY else "only told: it takes four cores",
    ),
    Target("the flow engine alone, one step", Value(ENGINE, "step"), None, 150, 60, "µs", True, "difference"),
    *checking(),
    Target("memory for each who waits in mid-talk", Value(HAVEN, "chat"), None, 1.5, 0.5, "KB", True, "difference"),
    Target(
        "memory at start, over aiogram's",
        Value(HAVEN, "start"),
        Value(AIOGRAM, "start"),
        40.0,
        0.0,
        "MiB",
        True,
        "difference",
    ),
)
