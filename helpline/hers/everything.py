"""everything: all that is kept about one case, as its contact may take it along: nothing left out but what colleagues
tell each other, which is counted.

A frozen picture of one moment. It prints none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpline.case import Case
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
