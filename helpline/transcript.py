"""transcript: everything said to and by a contact in a case, each line with who said it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpline.contact import Words


@dataclass(frozen=True)
class Line:
    """`by` is contact, bot or staff, and then `staff` the id of who. `outbox`: the id of the outgoing whose fate this
    line has, None for her own."""

    id: str
    by: str
    words: Words
    at: datetime
    outbox: str | None = None
    staff: str | None = None
