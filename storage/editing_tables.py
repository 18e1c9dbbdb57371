"""The tables of what editors change: drafts and their history, talks to try them, what was published,
and how often something happened at a step. No word of any contact is in them, so nothing here is sealed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field

from storage.table import Table, one_of


class DraftRow(Table, table=True):
    """`content`: JSON. `authors`: ids with spaces between them. `asked_…`: somebody asks for a second person."""

    __tablename__ = "draft"
    __table_args__ = (
        one_of("kind", "flows", "directory"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("asked_version IS NULL OR asked_version = version", name="asked_as_it_is"),
    )
    id: str = Field(primary_key=True)
    kind: str
    name: str
    based_on: int | None
    content: str
    version: int
    by: str
    begun_at: datetime
    changed_at: datetime
    authors: str
    asked_version: int | None
    asked_by: str | None
    asked_at: datetime | None
    asked_note: str | None


class DraftEditRow(Table, table=True):
    """One save: the changes that led to this version, as JSON. The oldest are folded into what the draft says."""

    __tablename__ = "draft_edit"
    draft_id: str = Field(primary_key=True, foreign_key="draft.id", ondelete="CASCADE")
    version: int = Field(primary_key=True)
    by: str
    at: datetime
    changes: str


class SavedTalkRow(Table, table=True):
    """A talk and what came of it, as JSON; kept until somebody removes it."""

    __tablename__ = "saved_talk"
    id: str = Field(primary_key=True)
    name: str
    talk: str
    expected: str
    by: str
    at: datetime


class Published(Table):
    """What was published, unchangeable: by whom, who agreed, and of which it is the same again."""

    number: int = Field(primary_key=True)
    content: str
    checksum: str
    at: datetime
    by: str | None
    second: str | None
    note: str | None
    back_to: int | None


class RevisionRow(Published, table=True):
    """Of the conversation. `made_from`: JSON, the English that translations are still from."""

    __tablename__ = "revision"
    made_from: str | None


class EditionRow(Published, table=True):
    """Of the directory."""

    __tablename__ = "edition"


class StepCount(Table, table=True):
    """How often something happened at a step of a revision: a number, and nobody's."""

    __tablename__ = "step_count"
    revision: int = Field(primary_key=True)
    flow: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)
