"""How a backup is written down, before it is locked: lines of JSON that say what it is, then rows, then how many.

The last line counts the rows of every table and holds the digest of all lines before it: a backup that was cut, or in
which anything was changed, says so itself, and is used for nothing.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

import orjson

from storage.beside import Kind
from storage.statements import moment

#: The database, the key store, the master key: each is backed up apart.
What = Literal["data", "keys", "master"]
KINDS: tuple[What, ...] = get_args(What)
FORMAT = 1
#: Bytes one line may have: two hundred rows, or a conversation with every text in it.
LONGEST = 256 << 20
#: The number of a migration; nothing where the tables are always the same.
SCHEMA = re.compile(r"(?:\d{4})?")
Columns = Mapping[str, Kind]
Row = Sequence[Any]


class BadCopy(Exception):
    """This backup is not used, or not made; one sentence says why."""


@dataclass(frozen=True)
class Contents:
    """Its first line. `house`: the id database and key store share. `schema`: of the tables; empty for keys."""

    what: What
    house: str
    schema: str
    made: datetime
    tables: Mapping[str, Columns]


@dataclass(frozen=True)
class Whole:
    """A backup that was read to its end and is what it was when it was made."""

    contents: Contents
    counts: Mapping[str, int]
    digest: str


def written(contents: Contents, pages: Iterable[tuple[str, Sequence[Row]]]) -> Iterator[bytes]:
    """All of its lines. `pages`: rows of these tables, in an order in which none refers to a later one."""
    counts: Counter[str] = Counter(dict.fromkeys(contents.tables, 0))
    digest = hashlib.sha256()
    first = {
        "haven": contents.what,
        "format": FORMAT,
        "house": contents.house,
        "schema": contents.schema,
        "made": contents.made.isoformat(),
        "tables": [[name, list(columns.items())] for name, columns in contents.tables.items()],
    }
    yield _counted(first, digest)
    for table, rows in pages:
        counts[table] += len(rows)
        kinds = tuple(contents.tables[table].values())
        plain = [[_put(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in rows]
        yield _counted({"table": table, "rows": plain}, digest)
    yield orjson.dumps({"end": dict(counts), "sha256": digest.hexdigest()}) + b"\n"


def _counted(line: Mapping[str, Any], digest: Any) -> bytes:
    text = orjson.dumps(line) + b"\n"
    digest.update(text)
    return text


def _put(kind: Kind, value: Any) -> Any:
    if value is None or not kind:
        return value
    if kind == "bytes":
        return b64encode(value).decode()
    if kind == "flag":
        return bool(value)
    return value if isinstance(value, str) else moment(value).replace(tzinfo=None).isoformat(" ")


class Reading:
    """Takes a backup byte by byte, as it is unlocked, and hands on its rows. `whole` at the end, or nothing of it.

    `begun` is told what it is before the first row; what it raises ends the reading.
    """

    def __init__(
        self,
        begun: Callable[[Contents], object] = lambda contents: None,
        page: Callable[[str, list[Row]], object] = lambda table, rows: None,
    ) -> None:
        self._begun, self._page = begun, page
        self._rest: list[bytes] = []
        self._waits = 0
        self._contents: Contents | None = None
        self._end: Mapping[str, Any] | None = None
        self._counts: Counter[str] = Counter()
        self._digest = hashlib.sha256()

    def write(self, some: bytes) -> int:
        head, line, tail = some.rpartition(b"\n")
        if not line:
            self._rest.append(some)
            self._waits += len(some)
            if self._waits > LONGEST:
                raise BadCopy("this is no backup of Haven's")
            return len(some)
        whole = b"".join((*self._rest, head))
        self._rest, self._waits = [tail] if tail else [], len(tail)
        for text in whole.split(b"\n"):
            self._line(text)
        return len(some)

    def flush(self) -> None:
        """Nothing waits to be flushed."""

    def whole(self) -> Whole:
        """Raises BadCopy unless all of it came, and as it was written."""
        if self._contents is None or self._end is None or self._rest:
            raise BadCopy("this backup is cut off; take another one")
        contents, end = self._contents, self._end
        counts = {**dict.fromkeys(contents.tables, 0), **self._counts}
        if end["sha256"] != self._digest.hexdigest() or end["end"] != counts:
            raise BadCopy("this backup was changed; take another one")
        return Whole(contents, end["end"], end["sha256"])

    def _line(self, text: bytes) -> None:
        if self._end is not None:
            raise BadCopy("this backup goes on after its end; take another one")
        try:
            told = orjson.loads(text)
            if self._contents is None:
                self._contents = _contents(told)
                self._begun(self._contents)
            elif "end" in told:
                self._end = {name: told[name] for name in ("end", "sha256")}
                return
            else:
                self._rows(self._contents, told)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadCopy("this is no backup of Haven's, or it was changed; take another one") from None
        self._digest.update(text + b"\n")

    def _rows(self, contents: Contents, told: Mapping[str, Any]) -> None:
        kinds = tuple(contents.tables[told["table"]].values())
        rows: list[Row] = [
            [b64decode(value) if kind == "bytes" and value is not None else value for kind, value in pairs]
            for pairs in (zip(kinds, row, strict=True) for row in told["rows"])
        ]
        self._counts[told["table"]] += len(rows)
        self._page(told["table"], rows)


def _contents(told: Mapping[str, Any]) -> Contents:
    if told["format"] != FORMAT:
        raise BadCopy("this backup was made by a newer Haven; use that one")
    tables = {name: dict(columns) for name, columns in told["tables"]}
    made, schema = datetime.fromisoformat(told["made"]), told["schema"]
    names = all(name.isidentifier() for table in tables for name in (table, *tables[table]))
    known = told["haven"] in KINDS and isinstance(told["house"], str) and made.tzinfo is not None
    if not (names and known and SCHEMA.fullmatch(schema)):  # whoever has the public key can lock what she likes
        raise BadCopy("this is no backup of Haven's")
    return Contents(told["haven"], told["house"], schema, made, tables)
