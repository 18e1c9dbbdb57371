"""note: what staff tell each other about a case. It has a table and a way of its own: none leads to a contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpline.contact import Words


@dataclass(frozen=True)
class Note:
    """`by` is the id of a staff member."""

    id: str
    by: str
    words: Words
    at: datetime
