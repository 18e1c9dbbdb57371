"""A piece of work on the database, told once for both engines: it yields what to ask and receives the rows.

`Steps[T]` is a generator: it yields a `Statement` (or a `Lock`), receives the rows, and returns T. It does no I/O:
`storage/sqlite.py` drives it in the writer thread, `storage/postgres.py` on a pooled connection. Places are `$1` …
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")
Row = Sequence[Any]
Rows = list[Row]


@dataclass(frozen=True, repr=False, slots=True)
class Statement:
    """One statement. It will not print its values."""

    sql: str
    values: tuple[Any, ...] = ()

    def __repr__(self) -> str:
        return f"Statement({self.sql!r})"


@dataclass(frozen=True, repr=False, slots=True)
class Look(Statement):
    """A question of a unit that changes nothing and holds nothing."""


@dataclass(frozen=True, repr=False, slots=True)
class Held(Look):
    """A unit's first question, to be asked holding `number`, or without that and with a mark (`storage/holding.py`).

    The rows end with the mark, or with None.
    """

    number: int = 0
    with_mark: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Hold this number until the transaction ends. SQLite has one writer, so there it means nothing."""

    number: int


@dataclass(frozen=True, slots=True)
class Together:
    """Writes that do not touch each other's rows and whose answers nobody needs: one round trip on PostgreSQL.

    `all_of_it`: the unit's only writes, which read nothing but what its first question told of.
    """

    statements: tuple[Statement, ...]
    all_of_it: bool = False


Asked = Statement | Lock | Together
Steps = Generator[Asked, Rows, T]


def ask(sql: str, *values: Any) -> Generator[Asked, Rows, Rows]:
    """All rows of one statement."""
    return (yield Statement(sql, values))


def ask_one(sql: str, *values: Any) -> Generator[Asked, Rows, Row | None]:
    """The first row, or None."""
    rows = yield Statement(sql, values)
    return rows[0] if rows else None


def collect(steps: Steps[T], into: list[Statement]) -> T:
    """Take the statements of steps that only write, to be sent together with others."""
    try:
        asked = next(steps)
        while True:
            assert isinstance(asked, Statement)
            into.append(asked)
            asked = steps.send([])
    except StopIteration as end:
        result: T = end.value
        return result


def send(collected: list[Statement], all_of_it: bool = False) -> Steps[None]:
    """Send what was collected and empty the list."""
    if collected:
        yield Together(tuple(collected), all_of_it)
        collected.clear()


def places(count: int, start: int = 1) -> str:
    """`$1, $2, $3`: as many places as values."""
    return ", ".join(f"${number}" for number in range(start, start + count))


def ask_in(sql: str, ids: Sequence[Any], *values: Any) -> Generator[Asked, Rows, Rows]:
    """All rows of one statement whose `{ids}` stands for a list; the other values come before it. No ids, no rows."""
    if not ids:
        return []
    listed = f"({places(len(ids), 1 + len(values))})"
    return (yield Statement(sql.replace("{ids}", listed), (*values, *ids)))


def insert_many(into: str, rows: Sequence[Sequence[Any]]) -> Generator[Asked, Rows, None]:
    """One INSERT for all rows. `into` is `table (column, …)`, written by us and never by anyone else."""
    if not rows:
        return
    yield Statement(insertion(into, len(rows[0]), len(rows)), tuple(value for row in rows for value in row))


@lru_cache(maxsize=512)
def insertion(into: str, width: int, count: int) -> str:
    lists = ", ".join(f"({places(width, 1 + width * at)})" for at in range(count))
    return f"INSERT INTO {into} VALUES {lists}"  # noqa: S608


def moment(value: datetime | str) -> datetime:
    """A time as the engine gave it: PostgreSQL a datetime, SQLite text in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)


def minute(at: datetime) -> datetime:
    """As coarse as a time may lie in the open: to the minute."""
    return at.replace(second=0, microsecond=0)


def hours(number: int) -> timedelta:
    return timedelta(hours=number)


def chunks(values: Iterable[T], size: int) -> Iterable[tuple[T, ...]]:
    """The values in groups, so that no statement has more places than an engine allows."""
    group: list[T] = []
    for value in values:
        group.append(value)
        if len(group) == size:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)
