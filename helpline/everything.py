"""everything: all that is kept about one case, as its contact may take it along: nothing left out but what colleagues
tell each other, which is counted.

A frozen picture of one moment. It prints none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from helpline.case import Case
from helpline.retention import Kept
from helpline.views import Custody, Happening, SeenLine


@dataclass(frozen=True, repr=False)
class Everything:
    """`custody`: item id → who did what with it, when. `history`: who opened and held it. `notes`: how many there
    are."""

    case: Case
    lines: tuple[SeenLine, ...] = ()
    custody: Mapping[str, tuple[Custody, ...]] = field(default_factory=dict)
    history: tuple[Happening, ...] = ()
    notes: int = 0

    def __repr__(self) -> str:
        return f"Everything({self.case.id})"


def kept_until(case: Case, kept: Kept) -> datetime | None:
    """When it ends by itself, if nothing new is said; None where it does not."""
    if case.kept_for is not None:
        return None
    hers = max(case.opened_at, case.wrote_at or case.opened_at, *(one.given_at for one in case.consents))
    closed = max(hers, case.holder.since or hers)
    ends = [] if kept.days is None else [hers + timedelta(days=kept.days)]
    if case.state == "closed" and kept.closed is not None:
        ends.append(closed + timedelta(days=kept.closed))
    return min(ends, default=None)
