"""What Alembic runs: on the connection it is handed, never one of its own."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, UTCDateTime

from storage.tables import Table


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our column types in plain words, so that a migration imports nothing but Alembic and SQLAlchemy."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    render_item=render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
