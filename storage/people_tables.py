"""The tables of staff: who works here, and what lets them in. Secrets lie sealed, tokens only as their digests.

Logins and aliases lie in the open: neither needs to be a name, and nothing else is known of anybody.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field

from storage.table import Table, is_sealed, one_of


def is_digest(column: str) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = 32", name=f"{column}_is_digest")


class StaffRow(Table, table=True):
    """`roles`, `teams` and `languages` are codes with spaces between them. `passphrase`: its Argon2id digest, sealed;
    `seed`: what her codes are made from, sealed; `last_step`: the newest step of time a code was used for."""

    __tablename__ = "staff"
    __table_args__ = (is_sealed("passphrase"), is_sealed("seed"))
    id: str = Field(primary_key=True)
    login: str = Field(unique=True)
    alias: str
    roles: str
    teams: str
    languages: str
    active: bool
    passphrase: bytes | None
    seed: bytes | None
    last_step: int = Field(sa_type=BigInteger)


class PasskeyRow(Table, table=True):
    """`credential`: what her device calls it. Its key is public: it checks, it opens nothing."""

    __tablename__ = "passkey"
    credential: str = Field(primary_key=True)
    id: str = Field(unique=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    public_key: bytes
    sign_count: int = Field(sa_type=BigInteger)
    label: str
    synced: bool
    added_at: datetime
    used_at: datetime | None


class SignInRow(Table, table=True):
    """`digest` of the token in her cookie; it changes when she steps up. `device`: which browser on which system."""

    __tablename__ = "sign_in"
    __table_args__ = (is_digest("digest"), one_of("way", "passkey", "passphrase", "demo"))
    id: str = Field(primary_key=True)
    digest: bytes = Field(unique=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    way: str
    device: str
    began_at: datetime
    used_at: datetime
    until: datetime
    stepped_up_until: datetime | None
    exposures: int


class InvitationRow(Table, table=True):
    """A link that was not used yet, by the digest of its token. `staff_id` of the first admin is not there yet."""

    __tablename__ = "invitation"
    __table_args__ = (is_digest("digest"), is_sealed("seed"), one_of("kind", "first", "join", "reset"))
    id: str = Field(primary_key=True)
    digest: bytes = Field(unique=True)
    staff_id: str = Field(index=True)
    kind: str
    seed: bytes
    until: datetime


class Spent(Table, table=True):
    """A challenge that was answered, by its digest, until it is too old to be answered anyway."""

    __tablename__ = "spent"
    __table_args__ = (is_digest("digest"),)
    digest: bytes = Field(primary_key=True)
    until: datetime


class Attempt(Table, table=True):
    """How often in a row somebody was not let in: by the keyed hash of the login that was typed, or all together."""

    __tablename__ = "attempt"
    name: str = Field(primary_key=True)
    times: int
    since: datetime
    until: datetime
