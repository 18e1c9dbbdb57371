"""The tables of what lets a contact in again, or keeps a chat out: keyed hashes, digests, counts and times.

None of them says who she is, and none outlives its moment.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from storage.people_tables import is_digest
from storage.table import Table, one_of


class Ticket(Table, table=True):
    """Leave to open one page for one case: the digest of what stands in its address, and until when."""

    __tablename__ = "ticket"
    __table_args__ = (is_digest("digest"), one_of("purpose", "copy", "hashes"))
    digest: bytes = Field(primary_key=True)
    purpose: str
    case_id: str = Field(foreign_key="cases.id", index=True)
    until: datetime


class PageSession(Table, table=True):
    """A page that is open for a case: the digest of what it shows, how many files it may still send, until when.
    `moving`: it is on its way to another browser, and what has this digest opens it there, once."""

    __tablename__ = "page_session"
    __table_args__ = (is_digest("digest"), CheckConstraint("files >= 0", name="files_are_left"))
    digest: bytes = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id", index=True)
    until: datetime
    files: int
    moving: bool


class Launch(Table, table=True):
    """A page was opened with this word of the messenger: the word's digest, until it is too old to open another."""

    __tablename__ = "launch"
    __table_args__ = (is_digest("digest"),)
    digest: bytes = Field(primary_key=True)
    until: datetime


class PinTry(Table, table=True):
    """How often a number, or a chat, was tried with a PIN that did not fit. `name`: its keyed hash."""

    __tablename__ = "pin_try"
    __table_args__ = (is_digest("name"),)
    name: bytes = Field(primary_key=True)
    times: int
    since: datetime


class Barred(Table, table=True):
    """A chat that staff have shut out for a while, by the keyed hash it is found by."""

    __tablename__ = "barred"
    __table_args__ = (is_digest("lookup"),)
    lookup: bytes = Field(primary_key=True)
    until: datetime
