"""audit: whether the record of what was done is whole, and where it is not, in codes and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

#: How the record can be broken. `cut` and `other_history` are only seen with a number that was kept elsewhere.
HOW = ("changed", "missing", "inserted", "out_of_order", "emptied", "cut", "other_history")


@dataclass(frozen=True)
class Head:
    """The newest number and its digest: whoever keeps these elsewhere can tell later whether it is the same record."""

    seq: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.digest.hex()}"


@dataclass(frozen=True)
class Broken:
    """From the first to the last of these numbers, in this way."""

    how: str
    first: int
    last: int


@dataclass(frozen=True)
class Findings:
    """`count` events were read, up to `head`. `more`: so many places are broken besides those told of."""

    count: int
    head: Head
    broken: tuple[Broken, ...] = ()
    more: int = 0

    @property
    def whole(self) -> bool:
        return not self.broken


def read_head(text: str) -> Head:
    """`412:9f3c…`, as it was written down. Raises ValueError for anything else."""
    seq, _, digest = text.strip().partition(":")
    head = Head(int(seq), bytes.fromhex(digest))
    if head.seq < 1 or len(head.digest) != 32:
        raise ValueError("a head is a number, a colon and 64 hexadecimal digits")
    return head


# ── reading it ────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class AuditAsk:
    """Which events, the newest first. `staff`: by her or about her. `number`: the whole number of a case; `case`: its
    id. `before`: those with a smaller number."""

    kind: str | None = None
    staff: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    number: str | None = None
    case: str | None = None
    before: int | None = None
    limit: int = 100


@dataclass(frozen=True)
class AuditRow:
    """One event. `alias`: who did it; `whom`: whom of the staff it is about, where somebody else did it. `purged`: what
    it said is gone, after its time."""

    seq: int
    kind: str
    at: datetime
    alias: str | None
    whom: str | None
    case: str | None
    about: Mapping[str, str | int]
    purged: bool = False


@dataclass(frozen=True)
class Verified:
    """When the whole record was walked last, how many events there were, in how many places it was broken."""

    at: datetime
    count: int
    broken: int


@dataclass(frozen=True)
class AuditPage:
    """`next`: the `before` of the page that follows. `staff`: id and alias of everybody who works or worked here."""

    rows: tuple[AuditRow, ...]
    next: int | None
    head: Head
    verified: Verified | None
    staff: tuple[tuple[str, str], ...] = ()
