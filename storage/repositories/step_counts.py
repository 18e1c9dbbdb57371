"""step_counts: how often something happened at a step of a revision; only ever added to."""

from __future__ import annotations

from collections.abc import Mapping

from flows.session import Place
from helpline.steps_walked import Walked
from storage.statements import Statement, Steps, Together, ask, chunks, insertion

INTO = "step_count (revision, flow, step, what, amount)"
ADDED = " ON CONFLICT (revision, flow, step, what) DO UPDATE SET amount = step_count.amount + excluded.amount"
#: Rows of one statement.
AT_A_TIME = 64


def add(counts: Mapping[Walked, int]) -> Steps[None]:
    """All processes add in one order, so that none waits for another that waits for it."""
    found = sorted((one.revision, *one.place, one.what, amount) for one, amount in counts.items())
    for group in chunks(found, AT_A_TIME):
        values = tuple(value for row in group for value in row)
        yield Together((Statement(insertion(INTO, 5, len(group)) + ADDED, values),))


def of(revision: int) -> Steps[Mapping[tuple[Place, str], int]]:
    rows = yield from ask("SELECT flow, step, what, amount FROM step_count WHERE revision = $1", revision)
    return {(Place(flow, step), what): int(amount) for flow, step, what, amount in rows}
