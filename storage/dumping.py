"""What goes into a backup: the rows of the house as they are at one moment, as they lie there, sealed.

Of the database: what was agreed to be kept. What is for the moment (sign-ins, links, what is on its way to a phone) is
left out, and so is whoever has no case: her words are gone within the hour, and a backup does not keep them longer.
Of the key store: the keys of cases and of who they belong to. No session's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, LargeBinary
from sqlmodel import UTCDateTime

from storage.beside import Beside, Kind, looking
from storage.dumped import BadCopy, Contents, written
from storage.key_parts import begins, parts
from storage.tables import Table

STEPS = Path(__file__).parent / "migrations" / "versions"
#: What a restored house must not have: whoever was let in, links, what was on its way, who is there.
LEFT_OUT = frozenset({
    "sign_in", "invitation", "ticket", "page_session", "launch", "spent", "lease", "presence", "viewing", "outbox",
    "failure",
})  # fmt: skip
HAS_CASE = "EXISTS (SELECT 1 FROM access a WHERE a.contact_id = {contact})"
#: Tables of which only some rows are kept, and which.
SOME = {
    "contact": HAS_CASE.format(contact="contact.id"),
    "message": HAS_CASE.format(contact="message.contact_id"),
    "session": f"kept AND {HAS_CASE.format(contact='session.contact_id')}",
}
KEY_TABLES = ("keystore", "master_key", "house_key", "epoch", "current_epoch", "data_key")
#: The keys of cases, of who they belong to, and of talks that go on in a case.
NAMED = (
    "SELECT key_id FROM cases WHERE {part} UNION ALL SELECT key_id FROM session WHERE kept AND {part}"
    " UNION ALL SELECT key_id FROM contact WHERE {part}"
    " AND EXISTS (SELECT 1 FROM access a WHERE a.contact_id = contact.id)"
)
NEVER_OPENED = "this house was never opened, so there is nothing to back up"
Pages = Iterator[tuple[str, Sequence[Sequence[Any]]]]


def newest_schema() -> str:
    """The number of the newest change of the tables that this Haven knows."""
    return max(step.name[:4] for step in STEPS.glob("[0-9]*.py"))


def copy_of_data(database_url: str, made: datetime) -> Iterator[bytes]:
    """The backup of the database, line by line. Raises BadCopy, StorageTrouble."""
    with looking(database_url) as beside:
        schema = str(beside.ask("SELECT version_num FROM alembic_version")[0][0])
        if schema != newest_schema():
            raise BadCopy("the tables are of another version than this Haven; run haven migrate")
        house = beside.ask("SELECT id FROM house")
        if not house:
            raise BadCopy(NEVER_OPENED)
        contents = Contents("data", str(house[0][0]), schema, made, data_tables())
        yield from written(contents, _rows(beside, contents.tables))


def data_tables() -> Mapping[str, Mapping[str, Kind]]:
    """Every table that is backed up, those that others refer to first."""
    return {
        str(table.name): {str(column.name): _kind(column.type) for column in table.columns}
        for table in Table.metadata.sorted_tables
        if table.name not in LEFT_OUT
    }


def _kind(of: Any) -> Kind:
    if isinstance(of, UTCDateTime):
        return "time"
    return "bytes" if isinstance(of, LargeBinary) else "flag" if isinstance(of, Boolean) else ""


def _rows(beside: Beside, tables: Mapping[str, Mapping[str, Kind]]) -> Pages:
    for table, columns in tables.items():
        some = f" WHERE {SOME[table]}" if table in SOME else ""
        for rows in beside.pages(f"SELECT {', '.join(columns)} FROM {table}{some}"):  # noqa: S608 - our own names
            yield table, rows


def copy_of_keys(keystore_url: str, database_url: str, made: datetime) -> Iterator[bytes]:
    """The backup of the key store, line by line: its keys of cases, wrapped as they are. Raises BadCopy,
    StorageTrouble.

    It is looked at before the database: a case that comes in between has a key that was made ahead, and is in both.
    """
    with looking(keystore_url) as keys:
        tables = key_tables(keys)
        house = keys.ask("SELECT house FROM keystore")  # from here on it stands still
        if not house:
            raise BadCopy(NEVER_OPENED)
        with looking(database_url) as data:
            contents = Contents("keys", str(house[0][0]), "", made, tables)
            few = {name: columns for name, columns in tables.items() if name != "data_key"}
            yield from written(contents, chain(_rows(keys, few), _case_keys(keys, data, tables["data_key"])))


def key_tables(keys: Beside) -> Mapping[str, Mapping[str, Kind]]:
    """Those that this key store has, with their columns."""
    found = ((name, columns_of(keys, name)) for name in KEY_TABLES)
    return {name: columns for name, columns in found if columns}


def columns_of(beside: Beside, table: str) -> Mapping[str, Kind]:
    """None where there is no such table."""
    if beside.dialect == "sqlite":
        rows = beside.ask("SELECT name, type FROM pragma_table_info($1)", table)
    else:
        sql = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema()"
        rows = beside.ask(f"{sql} AND table_name = $1 ORDER BY ordinal_position", table)
    return {str(name): "bytes" if str(kind).lower() in ("blob", "bytea") else "" for name, kind in rows}


def _case_keys(keys: Beside, data: Beside, columns: Mapping[str, Kind]) -> Pages:
    place = list(columns).index("id")
    for letters in parts(data.ask("SELECT 3 * COUNT(*) FROM cases")[0][0]):
        named = {row[0] for rows in data.pages(NAMED.format(part=begins("key_id", letters)), *letters) for row in rows}
        sql = f"SELECT {', '.join(columns)} FROM data_key WHERE {begins('id', letters)}"  # noqa: S608 - our own names
        for rows in keys.pages(sql, *letters):
            if kept := [row for row in rows if row[place] in named]:
                yield "data_key", kept
