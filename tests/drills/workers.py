"""A drill's cases shared out among processes: `DRILL_WORKERS` of them, one where it does not say.

Which cases there are, and what happens in each, does not depend on how many share them.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise

from tests.drills.finding import Finding

WORKERS = "DRILL_WORKERS"
Share = Callable[[range, int], Finding]


def workers() -> int:
    return max(1, int(os.environ.get(WORKERS, "1")))


def shared_out(play: Share, count: int, seed: int, shares: int | None = None) -> Finding:
    """`play(cases, seed)` for every case below `count`, as one finding. `shares`: cut into so many runs of cases, where
    a case depends on those before it in its run; then they do not depend on the number of workers either."""
    parts = _cut(count, shares or workers())
    if len(parts) == 1 or workers() == 1:
        return together([play(part, seed) for part in parts])
    with ProcessPoolExecutor(workers(), multiprocessing.get_context("spawn")) as pool:
        return together(list(pool.map(play, parts, [seed] * len(parts))))


def _cut(count: int, shares: int) -> list[range]:
    ends = [count * share // shares for share in range(shares + 1)]
    return [range(begin, end) for begin, end in pairwise(ends) if end > begin]


def together(found: Sequence[Finding]) -> Finding:
    """Several findings of one drill as one; the seconds are those of the longest, for they ran side by side."""
    first = found[0]
    for other in found[1:]:
        first.count += other.count
        first.wrong += other.wrong
        first.seen += other.seen
        for kind, cases in other.cases.items():
            first.cases[kind] = (first.cases.get(kind, []) + cases)[:5]
    first.began = min(each.began for each in found)
    return first.done()
