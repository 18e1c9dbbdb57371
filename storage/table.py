"""What all tables share: how constraints are named, and what a sealed column must look like."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """What all tables share. Rows do not print themselves."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def is_sealed(column: str = "sealed", least: int = 61) -> CheckConstraint:
    """The shortest sealed cell: version, nonce, one bucket, tag. Plain text of a few words does not get in."""
    return CheckConstraint(f"length({column}) >= {least}", name=f"{column}_is_sealed")
