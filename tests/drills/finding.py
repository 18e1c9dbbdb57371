"""What a drill found: how many cases, what went wrong in which of them, the seed to play it again, the time it took."""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

#: Set, every drill runs its full count; otherwise the small one that fits into `make test`.
FULL, SEED = "DRILL_FULL", "DRILL_SEED"
#: Cases that are named beside each kind of trouble, so that they can be played again.
NAMED = 5


def amount(full: int, small: int) -> int:
    return full if os.environ.get(FULL) else small


def combinations() -> list[tuple[str, str]]:
    """Engines and ways of receiving: all of them in full, each once in the small share."""
    some = [("sqlite", "webhook"), ("postgresql", "polling")]
    return [*some, ("sqlite", "polling"), ("postgresql", "webhook")] if os.environ.get(FULL) else some


def seed() -> int:
    """The seed of this run: given, or the same one every day."""
    return int(os.environ.get(SEED, "1"))


def chance_of(seed: int, case: int) -> Random:
    """The chance of one case alone, so that it can be played again without those before it."""
    return Random(seed * 1_000_000_007 + case)


@dataclass
class Finding:
    """One line of the table. `wrong` counts cases by the kind of trouble; empty is what we want."""

    drill: str
    count: int = 0
    seed: int = 0
    engine: str = "sqlite"
    mode: str = "-"
    wrong: Counter[str] = field(default_factory=Counter)
    cases: dict[str, list[int]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def add(self, kind: str, case: int) -> None:
        """Something is wrong with this case. `kind` is a word of ours: nothing of what was sent."""
        self.wrong[kind] += 1
        named = self.cases.setdefault(kind, [])
        if len(named) < NAMED:
            named.append(case)

    def done(self) -> Finding:
        self.seconds = time.monotonic() - self.began
        return self

    @property
    def holds(self) -> bool:
        return self.count > 0 and not self.wrong

    def __str__(self) -> str:
        found = ", ".join(f"{kind} ×{times} (cases {self.cases.get(kind)})" for kind, times in self.wrong.items())
        seen = ", ".join(f"{kind} {times}" for kind, times in self.seen.most_common(16))
        what = f"{self.drill} [{self.engine}, {self.mode}]"
        return f"{what}: {self.count} cases, seed {self.seed}, {self.seconds:.1f} s; wrong: {found or 0}; {seen}"


def trouble(error: BaseException) -> str:
    """An error as its class and the place in the code, without its words."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place is not None else "?"
    return f"{type(error).__name__} at {where}"
