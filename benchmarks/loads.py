"""How much is asked of a bot, how often and for how long: the loads, and the lengths a run may have."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from benchmarks.bots import (
    AIOGRAM,
    AIOGRAM_SQLITE,
    BOTS,
    CEILING,
    HAVEN,
    HAVEN_PAIR,
    HAVEN_POSTGRES,
    PTB,
    WINDOWS,
    Bot,
    filled,
    polled,
    slowed,
)


@dataclass(frozen=True)
class Load:
    """`chats` talk at once and think `think` s before each update; counted for `seconds` after `warm_up` s."""

    name: str
    chats: int
    warm_up: float
    seconds: float
    think: float = 0.0


ONE = Load("1 chat", 1, 0.4, 1.6)
MANY = Load("64 chats", 64, 0.7, 2.0)
CROWD = Load("1,000 chats", 1000, 1.5, 2.0)
#: 64 chats that think for 2.1 s send some 31 updates/s: as much as Telegram lets a bot answer.
PACE = Load("Telegram's pace", 64, 2.2, 6.5, 2.1)
#: As long as it takes until every chore that comes once a minute has come.
MINUTE = Load("Telegram's pace, a whole minute", 64, 2.2, 62.0, 2.1)
LOADS = (ONE, MANY, CROWD, PACE, MINUTE)
#: From the very start on; a house full of cases does then what it does again every hour.
HOUR = Load("Telegram's pace, while the chores of the hour are done", 64, 0.0, 20.0, 2.1)

Times = tuple[int, int, int, int, int]
#: How often each bot is put under each of LOADS in a run of the usual length: three times where a target is judged.
USUALLY: Mapping[Bot, Times] = {
    HAVEN: (3, 3, 3, 3, 0),
    polled(HAVEN): (1, 3, 1, 1, 0),
    HAVEN_POSTGRES: (3, 3, 1, 2, 0),
    polled(HAVEN_POSTGRES): (1, 1, 1, 1, 0),
    AIOGRAM: (3, 3, 3, 3, 0),
    polled(AIOGRAM): (1, 3, 1, 1, 0),
    AIOGRAM_SQLITE: (3, 3, 3, 1, 0),
    WINDOWS: (1, 1, 1, 1, 0),
    PTB: (1, 3, 1, 1, 0),
    slowed(HAVEN): (3, 3, 1, 1, 0),
    slowed(polled(HAVEN)): (1, 1, 1, 1, 0),
    slowed(HAVEN_POSTGRES): (1, 1, 1, 1, 0),
    slowed(polled(HAVEN_POSTGRES)): (1, 1, 1, 1, 0),
    slowed(AIOGRAM_SQLITE): (1, 1, 1, 1, 0),
    filled(HAVEN): (3, 0, 0, 0, 1),
    filled(HAVEN_POSTGRES): (3, 0, 0, 0, 1),
    HAVEN_PAIR: (0, 1, 0, 0, 0),
    CEILING: (0, 1, 1, 0, 0),
}
ONCE = (1, 1, 0, 0, 0)
QUICKLY = {HAVEN: ONCE, HAVEN_POSTGRES: ONCE, AIOGRAM: ONCE, AIOGRAM_SQLITE: ONCE}
FULLY = {bot: (2 * a, 2 * b, 2 * c, 2 * d, e) for bot, (a, b, c, d, e) in USUALLY.items()}
#: Seconds to start and end a bot, to let a load run dry, to learn the talk and start PostgreSQL; for each thousand
#: cases stored, and for what Haven does with them at its start. As measured; for a promise of how long a run takes.
STARTS, RUNS_DRY, OPENS, STORES, RESTS = 2.4, 0.4, 11.0, 0.12, 0.05


@dataclass(frozen=True)
class Visit:
    """A bot is started, and put under these loads one after the other."""

    bot: Bot
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class Length:
    """`waiting` people are left in mid-talk to weigh them; `factor` stretches every window; `cases` are stored."""

    name: str
    factor: float = 1.0
    waiting: int = 0
    cases: int = 0
    times: Mapping[Bot, Times] = field(default_factory=dict)

    @property
    def bots(self) -> tuple[Bot, ...]:
        return tuple(self.times)

    @property
    def rounds(self) -> int:
        return max(max(times) for times in self.times.values())

    def weighs(self, bot: Bot) -> bool:
        """Once; the first peer, which takes its time, only in a full run."""
        return self.waiting > 0 and (bot == HAVEN or (bot == AIOGRAM and self.name == "full"))

    def at_most(self, repeats: int) -> Length:
        times = {bot: cast(Times, tuple(min(one, repeats) for one in each)) for bot, each in self.times.items()}
        return replace(self, times=times)

    def only(self, words: list[str]) -> Length:
        """The bots with one of these words in their name. Raises ValueError where there is none."""
        named = [bot for bot in BOTS if any(word in bot.name for word in words)]
        times = {bot: self.times.get(bot, ONCE) for bot in named if self.cases or not bot.stored}
        if not times:
            raise ValueError(f"no bot has {' or '.join(words)} in its name")
        return replace(self, times=times)

    def visits(self, chance: random.Random) -> list[list[Visit]]:
        """What is done in each round, in an order of its own; what is asked less often falls into rounds by chance. A
        house full of cases is opened once."""
        rounds: list[list[Visit]] = [[] for _ in range(self.rounds)]
        for bot, times in self.times.items():
            starts = chance.sample(range(self.rounds), 1 if bot.stored else max(times))
            asked: dict[int, list[Load]] = {start: [] for start in starts}
            for load, count in zip(LOADS, times, strict=True):
                for start in starts * count if bot.stored else chance.sample(starts, count):
                    asked[start].append(load)
            for start, loads in asked.items():
                chance.shuffle(loads)
                rounds[start].append(Visit(bot, tuple(loads)))
        for visits in rounds:
            chance.shuffle(visits)
        return rounds

    def seconds(self) -> float:
        """About how long it takes."""
        took = OPENS + self.waiting / 200
        if any(bot.stored for bot in self.times):
            took += self.cases / 1000 * STORES
        for bot, times in self.times.items():
            took += STARTS * bot.processes * (1 if bot.stored else max(times))
            took += self.cases / 1000 * RESTS if bot.stored else 0
            took += sum(count * self.lasts(load) for load, count in zip(LOADS, times, strict=True))
        return took

    def lasts(self, load: Load) -> float:
        return load.warm_up + load.seconds * self.factor + RUNS_DRY


QUICK = Length("quick", 0.5, times=QUICKLY)
USUAL = Length("usual", 1.0, 3000, 1_000_000, USUALLY)
FULL = Length("full", 2.0, 10_000, 1_000_000, FULLY)
