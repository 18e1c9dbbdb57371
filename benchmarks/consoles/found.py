"""What was found of one busy house."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

#: Milliseconds that 99 of 100 have to stay below: news at a console, a list or a case at the server.
NEWS, OPENS = 1000.0, 200.0


@dataclass(frozen=True)
class Delay:
    """Milliseconds of so many things. `must`: what 99 of 100 have to stay below; None: nobody judges it."""

    about: str
    values: tuple[float, ...]
    must: float | None = None

    def part(self, share: float) -> float:
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    @property
    def holds(self) -> bool:
        return self.must is None or self.part(0.99) <= self.must


@dataclass(frozen=True)
class Speed:
    """With so many consoles: updates/s, and milliseconds of CPU an update, of Haven and of the database's server."""

    load: str
    consoles: int
    rate: float
    cpu: float
    database: float


@dataclass(frozen=True)
class Cost:
    """What one thing takes of the database: transactions that were synced, and statements in them."""

    about: str
    commits: float
    statements: float


@dataclass(frozen=True)
class Found:
    """`missing`: news that did not come, and updates that failed. `foreign`: cores used by others meanwhile."""

    house: str
    delays: tuple[Delay, ...]
    speeds: tuple[Speed, ...]
    costs: tuple[Cost, ...]
    missing: int
    foreign: float

    @property
    def loads(self) -> tuple[tuple[str, int], ...]:
        return tuple(dict.fromkeys((one.load, one.consoles) for one in self.speeds))

    def speed(self, load: str, consoles: int) -> Speed:
        """The median of those that were measured."""
        found = [one for one in self.speeds if (one.load, one.consoles) == (load, consoles)]
        rate, cpu, database = (median(getattr(one, name) for one in found) for name in ("rate", "cpu", "database"))
        return Speed(load, consoles, rate, cpu, database)
