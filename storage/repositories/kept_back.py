"""kept back: what waits to be sent until she is back, or until the time she named; sealed under the case's key."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from helpline.contact import Words
from helpline.ports import Outgoing
from storage.errors import SealBroken
from storage.seal import Cell, Key, open_record, seal_record
from storage.statements import Steps, ask


def cell(row_id: str) -> Cell:
    return Cell("kept_back", "sealed", row_id)


def append(case_id: str, said: Sequence[Outgoing], key: Key, until: datetime | None) -> Steps[None]:
    """It all goes out together: what waits already waits until then as well, even where nothing is added."""
    yield from ask("UPDATE kept_back SET until = $2 WHERE case_id = $1", case_id, until)
    for number, out in enumerate(said, 1):
        kept = [out.text.plain, out.buttons, out.cause, out.protect, out.tag, out.language]
        yield from ask(
            "INSERT INTO kept_back (id, case_id, place, until, sealed) VALUES"
            " ($1, $2, (SELECT COALESCE(MAX(place), 0) FROM kept_back WHERE case_id = $3) + $4, $5, $6)",
            out.id,
            case_id,
            case_id,
            number,
            until,
            seal_record(key, cell(out.id), kept),
        )


def take(case_id: str, key: Key) -> Steps[tuple[list[Outgoing], frozenset[str]]]:
    """All of it, in its order, and the ids of what stands in the transcript; it waits no longer. What does not open can
    never be sent."""
    rows = yield from ask(
        "SELECT k.id, k.sealed, EXISTS (SELECT 1 FROM line l WHERE l.outbox = k.id) FROM kept_back k"
        " WHERE k.case_id = $1 ORDER BY k.place",
        case_id,
    )
    yield from drop(case_id)
    said = []
    for row_id, sealed, _ in rows:
        with suppress(SealBroken):
            said.append(opened(key, row_id, sealed))
    return said, frozenset(row[0] for row in rows if row[2])


def opened(key: Key, row_id: str, sealed: bytes) -> Outgoing:
    """Raises SealBroken."""
    text, buttons, cause, protect, tag, *language = open_record(key, cell(row_id), sealed)
    rows = tuple(tuple((label, data) for label, data in row) for row in buttons)
    return Outgoing(row_id, Words(text), rows, cause, protect, tag, language="".join(language))


def drop(case_id: str) -> Steps[tuple[str, ...]]:
    rows = yield from ask("DELETE FROM kept_back WHERE case_id = $1 RETURNING id", case_id)
    return tuple(row[0] for row in rows)


def count(case_id: str) -> Steps[int]:
    return int((yield from ask("SELECT COUNT(*) FROM kept_back WHERE case_id = $1", case_id))[0][0])
