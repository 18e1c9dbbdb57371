"""The plan of a simulation: everyone who will write, when and how, drawn beforehand. Same seed, same plan."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from haven.simulate.population import HOURS, Population, Way

#: How much thinking and talking times scatter: the spread of their logarithm.
SCATTER = 0.6


@dataclass(frozen=True)
class Visit:
    """One person. Times in seconds: `at` since the beginning, `think` before each answer, `back` until she writes
    again (None: she does not)."""

    at: float
    language: str
    path: Way
    think: float
    back: float | None


def plan(seed: int, population: Population, contacts: float, hours: float, begin: int = 0) -> tuple[Visit, ...]:
    """All visits of `hours` hours from `begin` o'clock on, in their order. `contacts`: a whole day brings so many."""
    chance = random.Random(seed)
    shares = [population.by_hour[(begin + hour) % HOURS] for hour in range(math.ceil(hours))]
    if shares and hours % 1:
        shares[-1] *= hours % 1
    count = round(contacts * sum(shares) / sum(population.by_hour))
    times = sorted(_time(chance, shares, hours) for _ in range(count))
    return tuple(_visit(chance, population, at) for at in times)


def _time(chance: random.Random, shares: list[float], hours: float) -> float:
    hour = chance.choices(range(len(shares)), shares)[0]
    return (hour + chance.random() * min(1.0, hours - hour)) * 3600


def _visit(chance: random.Random, population: Population, at: float) -> Visit:
    language = chance.choices(list(population.languages), list(population.languages.values()))[0]
    path = chance.choices(population.paths, [path.share for path in population.paths])[0]
    back = about(chance, population.back_hours * 3600) if chance.uniform(0, 100) < population.back_percent else None
    return Visit(at, language, path, about(chance, population.think), back)


def about(chance: random.Random, median: float) -> float:
    """A time that is longer than the median as often as it is shorter, and now and then much longer."""
    return median * chance.lognormvariate(0, SCATTER)
