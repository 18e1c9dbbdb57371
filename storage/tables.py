"""The tables. What a person wrote and where she is reached lie in `sealed` columns; the rest is codes and times.

Rows and nouns are different things: `storage/repositories/` turns one into the other, sealing and opening by name.
Times of rows that speak of a person are coarse, to the minute, unless an order rests on them. What staff and editors
leave behind, and what lets people in, has files of its own: `storage/*_tables.py`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, text
from sqlmodel import Field

from storage.table import Table, is_sealed, one_of

__all__ = ["Table"]
#: A number the engine counts up by itself.
Counting = BigInteger().with_variant(Integer, "sqlite")


def where(name: str, column: str, *more: str) -> Index:
    """An index of the few rows in which this column says something."""
    few = text(f"{column} IS NOT NULL")
    return Index(name, column, *more, sqlite_where=few, postgresql_where=few)


#: All that a queue asks of a case or sorts it by: the list of a team is read from its index alone.
LISTED = ("team", "state", "urgency", "holder_kind", "staff", "waiting_since", "opened_at", "id", "language", "route")


class Seen(Table, table=True):
    """An update that was worked off; kept 72 hours, longer than a channel repeats it."""

    __tablename__ = "seen"
    __table_args__ = {"sqlite_with_rowid": False}
    channel: str = Field(primary_key=True)
    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime


class Failure(Table, table=True):
    """An update whose decision failed: how often, with which class of error. Never its content."""

    __tablename__ = "failure"
    __table_args__ = (CheckConstraint("times >= 1", name="times_positive"),)
    channel: str = Field(primary_key=True)
    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    times: int
    error_class: str
    parked: bool
    at: datetime


class ContactRow(Table, table=True):
    """`lookup`: keyed hash of channel and address. `sealed`: the address."""

    __tablename__ = "contact"
    __table_args__ = (is_sealed(), CheckConstraint("length(lookup) = 32", name="lookup_is_hash"))
    id: str = Field(primary_key=True)
    lookup: bytes = Field(unique=True)
    key_id: str
    blocked: bool
    sealed: bytes


class SessionRow(Table, table=True):
    """One per contact, gone after 60 idle minutes unless `kept`: a case of this chat, not locked in it, goes on."""

    __tablename__ = "session"
    __table_args__ = (is_sealed(),)
    contact_id: str = Field(primary_key=True, foreign_key="contact.id")
    key_id: str
    touched_at: datetime
    kept: bool
    sealed: bytes


class CaseRow(Table, table=True):
    """Codes that queues and rules need; number, answers, words and PIN digest are sealed. `given_at`: when she last
    gave it anything; `worded`: it holds answers in her words."""

    __tablename__ = "cases"
    __table_args__ = (
        is_sealed(),
        one_of("holder_kind", "bot", "queue", "staff"),
        one_of("state", "open", "closed"),
        one_of("urgency", "none", "urgent", "crisis", "danger"),
        CheckConstraint("(holder_kind = 'staff') = (staff IS NOT NULL)", name="staff_hold_by_name"),
        CheckConstraint("length(number_lookup) = 32", name="number_lookup_is_hash"),
        Index("ix_cases_holder_kind_team_waiting_since", "holder_kind", "team", "waiting_since"),
        where("ix_cases_team_state", *LISTED),
        where("ix_cases_answer_by", "answer_by"),
        where("ix_cases_numbers_by", "numbers_by"),
    )
    id: str = Field(primary_key=True)
    key_id: str
    number_lookup: bytes = Field(unique=True)
    state: str
    route: str
    urgency: str
    holder_kind: str
    team: str | None
    staff: str | None
    holder_token: int
    opened_at: datetime
    waiting_since: datetime | None
    language: str
    holder_since: datetime | None
    wrote: int
    wrote_at: datetime | None
    answer_by: datetime | None
    numbers_by: datetime | None
    kept_for: str | None
    given_at: datetime | None
    worded: bool | None
    sealed: bytes


class Access(Table, table=True):
    """Ties a case to a contact. Locked: this chat has forgotten the case until its PIN."""

    __tablename__ = "access"
    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    contact_id: str = Field(primary_key=True, foreign_key="contact.id", index=True)
    opened_at: datetime
    locked: bool


class CasePart(Table):
    """One thing of a case, in its place."""

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    place: int
    sealed: bytes


class ConsentRow(CasePart, table=True):
    """Asked what, in which words, given and withdrawn when: all sealed."""

    __tablename__ = "consent"
    __table_args__ = (is_sealed(), Index("ix_consent_case_id_place", "case_id", "place"))


class ItemRow(CasePart, table=True):
    """A link, a place or a hash: all sealed."""

    __tablename__ = "item"
    __table_args__ = (is_sealed(), Index("ix_item_case_id_place", "case_id", "place"))


class LineRow(CasePart, table=True):
    """A line of the transcript: all sealed, who said it and when included. `outbox`: what was sent, `fate`: what became
    of it; both None for a line of hers."""

    __tablename__ = "line"
    __table_args__ = (
        is_sealed(),
        CheckConstraint("(fate IS NULL) = (outbox IS NULL)", name="sent_has_a_fate"),
        Index("ix_line_case_id_place", "case_id", "place"),
        where("ix_line_outbox", "outbox"),
    )
    outbox: str | None
    fate: str | None


class EventRow(Table, table=True):
    """What happened, in codes. A chore gives `seq` and `digest` after the commit. `said`: the digest of what it says,
    with its `salt`; purging empties what it says and the salt, and those two digests stay."""

    __tablename__ = "event"
    __table_args__ = (CheckConstraint("(seq IS NULL) = (digest IS NULL)", name="numbered_and_chained"),)
    position: int | None = Field(default=None, sa_column=Column(Counting, primary_key=True, autoincrement=True))
    id: str = Field(unique=True)
    kind: str
    at: datetime
    case_id: str | None = Field(index=True)
    about: str | None
    seq: int | None = Field(unique=True, sa_type=BigInteger)
    digest: bytes | None
    salt: bytes | None
    said: bytes | None


class OutboxRow(Table, table=True):
    """What is to be sent, in the order it was written, until its fate is known; what it says is sealed. `shown`: it
    stands in a transcript, where people see what became of it."""

    __tablename__ = "outbox"
    __table_args__ = (
        is_sealed(),
        one_of("state", "pending", "sending"),
        CheckConstraint("(state = 'sending') = (claimed_by IS NOT NULL)", name="sending_is_claimed"),
        Index("ix_outbox_contact_id_seq", "contact_id", "seq"),
        Index("ix_outbox_state_due_at", "state", "due_at"),
    )
    seq: int | None = Field(default=None, sa_column=Column(Counting, primary_key=True, autoincrement=True))
    id: str = Field(unique=True)
    contact_id: str = Field(foreign_key="contact.id")
    case_id: str | None
    holder_token: int | None
    state: str
    attempts: int
    due_at: datetime
    claimed_by: str | None
    lease_until: datetime | None
    ambiguous: bool
    wiped: bool
    shown: bool
    is_edit: bool
    tag: str | None
    delete_after: int | None
    sealed: bytes


class Message(Table, table=True):
    """A message on her phone, by its sealed id, for 48 hours: so that it can be taken back. `mine`: Haven sent it.
    `outbox`: what it was before it was sent, where it stands in a transcript."""

    __tablename__ = "message"
    __table_args__ = (
        is_sealed(least=45),
        where("ix_message_delete_at", "delete_at"),
    )
    id: str = Field(primary_key=True)
    contact_id: str = Field(foreign_key="contact.id", index=True)
    mine: bool
    tag: str | None
    at: datetime
    delete_at: datetime | None
    outbox: str | None
    sealed: bytes


class Erasure(Table, table=True):
    """A key to destroy. Kept a while after, so that a key store brought back from a copy forgets it again."""

    __tablename__ = "erasure"
    key_id: str = Field(primary_key=True)
    at: datetime
    done: bool


class HouseRow(Table, table=True):
    """The id this database shares with its key store: exactly one row."""

    __tablename__ = "house"
    __table_args__ = (CheckConstraint("place = 1", name="only_one"),)
    place: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    id: str


class Lease(Table, table=True):
    """Who alone may do something just now, such as asking Telegram for updates."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    until: datetime


class Tally(Table, table=True):
    """How often something happened that must never be hidden: ambiguous, refused, withdrawn, blocked …"""

    __tablename__ = "tally"
    name: str = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)


class Statistic(Table, table=True):
    """How often something happened on a day, in a team: counted when it happens, so that purging loses no number."""

    __tablename__ = "statistic"
    day: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    team: str = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)


#: Tables declared elsewhere are known wherever these are.
from storage import contact_tables, desk_tables, editing_tables, people_tables, shipped_tables  # noqa: E402, F401
