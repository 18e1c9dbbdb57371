"""The table of what Haven shipped with when this house last took it: so that a newer one can be told from changes of
the house's own. No word of any contact is in it.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from storage.table import Table


class ShippedRow(Table, table=True):
    """A library or a directory that somebody of this house has looked at, as JSON."""

    __tablename__ = "shipped"
    checksum: str = Field(primary_key=True)
    content: str
    at: datetime
