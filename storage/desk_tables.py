"""The tables of what staff do: notes, what waits for the right moment, and who sees what just now.

What is written is sealed under the key of its case, and dies with it. The rest is ids and times.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.table import Table, is_sealed


class NoteRow(Table, table=True):
    """What staff tell each other about a case: all sealed. Nothing here leads to the outbox."""

    __tablename__ = "note"
    __table_args__ = (is_sealed(), Index("ix_note_case_id_place", "case_id", "place"))
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    place: int
    sealed: bytes


class KeptBack(Table, table=True):
    """What waits to be sent until she is back, or until the time she named (`until`): all sealed."""

    __tablename__ = "kept_back"
    __table_args__ = (
        is_sealed(),
        Index("ix_kept_back_case_id_place", "case_id", "place"),
        Index(
            "ix_kept_back_until",
            "until",
            sqlite_where=text("until IS NOT NULL"),
            postgresql_where=text("until IS NOT NULL"),
        ),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    place: int
    until: datetime | None
    sealed: bytes


class SeenWords(Table, table=True):
    """How many of her messages a staff member has seen."""

    __tablename__ = "seen_words"
    staff_id: str = Field(primary_key=True)
    case_id: str = Field(primary_key=True, foreign_key="cases.id", index=True)
    wrote: int


class Presence(Table, table=True):
    """Who is there just now, in which case, and whether she takes new ones. A row lives as long as its heartbeat."""

    __tablename__ = "presence"
    sign_in: str = Field(primary_key=True)
    staff_id: str
    case_id: str | None
    available: bool
    until: datetime


class Viewing(Table, table=True):
    """Who may look at a case she does not hold, and until when: she gave a reason, which is an event."""

    __tablename__ = "viewing"
    sign_in: str = Field(primary_key=True)
    case_id: str = Field(primary_key=True, foreign_key="cases.id", index=True)
    until: datetime
