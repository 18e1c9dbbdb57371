"""A million cases like one: every row she left, again and again, under ids, keys and times of its own.

Sealed cells are hers, byte by byte: of the right size, and opened by nobody: nobody of the million ever writes.
Keys are real, each wrapped under the epoch key by the key store's own hand: its chores find what they expect.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.stored.ids import UUID, Shape
from storage.seal import Cell, Key, seal

YEAR = 365 * 24 * 3600
#: Contacts whose updates are young enough to be remembered: three days of a year.
YOUNG = 3 / 365
#: Of a thousand cases, one waits for a person; the bot holds the others.
WAITS = "p.i % 1000 = 0"
PERSON, CASE, ROW = (f"p.head || t.{mark}" for mark in ("of_person", "of_case", "of_row"))
#: The four figures behind the head of an id: of a contact and her key, of a case and its key, of a row from here on.
OF_PERSON, OF_CASE, OF_ROW = 1001, 1002, 1010
#: Table → column → what stands there instead of hers. A contact's key has her id, a case's key the case's.
COPIED: Mapping[str, Mapping[str, str]] = {
    "contact": {"id": PERSON, "lookup": "p.digest", "key_id": PERSON},
    "session": {"contact_id": PERSON, "key_id": CASE, "touched_at": "p.moment"},
    "cases": {
        "id": CASE,
        "key_id": CASE,
        "number_lookup": "p.digest",
        "holder_kind": f"CASE WHEN {WAITS} THEN 'queue' ELSE t.holder_kind END",
        "team": f"CASE WHEN {WAITS} THEN 'helpline' END",
        "waiting_since": f"CASE WHEN {WAITS} THEN p.moment END",
        "opened_at": "p.moment",
    },
    "access": {"case_id": CASE, "contact_id": PERSON, "opened_at": "p.moment"},
    "consent": {"id": ROW, "case_id": CASE},
    "item": {"id": ROW, "case_id": CASE},
    "line": {"id": ROW, "case_id": CASE},
    "event": {"id": ROW, "at": "p.moment", "case_id": CASE, "seq": "p.i * {rows} + t.n"},
    "seen": {"update_id": "-(p.i * {rows} + t.n)"},
}
#: What an engine counts up by itself, and what only the patterns have.
LEFT_OUT = frozenset({"position", "n", "of_person", "of_case", "of_row"})


@dataclass(frozen=True)
class Spelling:
    """How one engine writes what is a person's own: `numbers` from {first} to {last}, and of one such number `i` a
    `digest`, `{spread}` as those of random ones, and a `moment`, `{seconds}` of last year."""

    numbers: str
    digest: str
    moment: str

    def everyone(self, shape: Shape, people: int, first: int, last: int) -> str:
        """A source `p` with a row for each person from `first` to `last` of so many."""
        seconds = f"({int(time.time())} - ({people} - i) * {YEAR} / {people})"
        own = f"{shape.head(people)} AS head, {self.digest} AS digest, {self.moment} AS moment"
        told = f"(SELECT i, {own} FROM {self.numbers} LIMIT {people} OFFSET 0) p"  # a limit keeps it one source
        return told.format(spread=f"i * {UUID.apart(people)}", seconds=seconds, first=first, last=last)


def pattern(table: str, shape: Shape) -> str:
    """Her rows of a table, numbered, with what is behind the heads of their ids."""
    number = "row_number() OVER ()"
    kinds = {"of_person": f"'{OF_PERSON}'", "of_case": f"'{OF_CASE}'", "of_row": f"({number} + {OF_ROW})"}
    marks = ", ".join(f"{shape.mark(figures)} AS {name}" for name, figures in kinds.items())
    return f"SELECT *, {number} AS n, {marks} FROM {table}"


def copying(table: str, columns: Sequence[str], rows: int, people: int, everyone: str) -> str:
    """The INSERT that copies the `rows` of `pattern_<table>` for everyone."""
    taken = [column for column in columns if column not in LEFT_OUT]
    values = [COPIED[table].get(column, f"t.{column}").replace("{rows}", str(rows)) for column in taken]
    young = f" WHERE p.i > {int(people * (1 - YOUNG))}" if table == "seen" else ""
    among = f"{everyone} CROSS JOIN pattern_{table} t{young}"
    return f"INSERT INTO {table} ({', '.join(taken)}) SELECT {', '.join(values)} FROM {among}"


def wrapped_keys(epoch: Key, shape: Shape, people: int) -> Iterator[tuple[str, str, int, bytes]]:
    """Two keys for everyone, hers and her case's, as rows of the key store, in the order of their ids."""
    hour, ago, random = int(time.time()) // 3600, YEAR // 3600, os.urandom
    for number in range(1, people + 1):
        made = hour - ago * (people - number) // people
        for figures in (OF_PERSON, OF_CASE):
            key_id = shape.spelled(number, people, figures)
            yield key_id, epoch.id, made, seal(epoch, Cell("data_key", "wrapped", key_id), random(32), random)
