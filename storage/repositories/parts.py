"""The parts of a case: consents and items, lines and notes. Each is sealed whole, with the case's key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Protocol, TypeVar

from helpline.consent import Consent
from helpline.contact import Words
from helpline.evidence import Item
from helpline.note import Note
from helpline.transcript import Line
from storage.seal import Cell, Key, open_record, open_sealed, seal, seal_record
from storage.statements import Look, Rows, Steps, ask, ask_in


class Part(Protocol):
    @property
    def id(self) -> str: ...


P = TypeVar("P", bound=Part)


#: Both with one question.
KEPT = (
    "SELECT id, sealed, 'consent', place FROM consent WHERE case_id = $1"
    " UNION ALL SELECT id, sealed, 'item', place FROM item WHERE case_id = $1 ORDER BY 4"
)


def load_kept(case_id: str, key: Key) -> Steps[tuple[tuple[Consent, ...], tuple[Item, ...]]]:
    """Consents and items of a case, each in their order."""
    rows = yield Look(KEPT, (case_id,))
    consents = opened("consent", key, [row for row in rows if row[2] == "consent"])
    items = opened("item", key, [row for row in rows if row[2] == "item"])
    return tuple(map(consent, consents)), tuple(map(item, items))


# ── consents ──────────────────────────────────────────────────────────────────────────────────────────────────────
def save_consents(case_id: str, before: Sequence[Consent], after: Sequence[Consent], key: Key) -> Steps[None]:
    yield from save("consent", case_id, before, after, lambda part: seal_part("consent", key, part))


def consent(told: dict[str, Any]) -> Consent:
    return Consent(**told | {"given_at": when(told["given_at"]), "withdrawn_at": when_or_never(told["withdrawn_at"])})


# ── items ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def save_items(case_id: str, before: Sequence[Item], after: Sequence[Item], key: Key) -> Steps[None]:
    yield from save("item", case_id, before, after, lambda part: seal_part("item", key, part))


def item(told: dict[str, Any]) -> Item:
    passage = None if told["passage"] is None else (told["passage"][0], told["passage"][1])
    return Item(**told | {"given_at": when(told["given_at"]), "passage": passage})


# ── transcript ────────────────────────────────────────────────────────────────────────────────────────────────────
def load_fates(case_id: str, key: Key) -> Steps[tuple[tuple[Line, str], ...]]:
    """The whole transcript, oldest first, with what became of what was sent."""
    rows = yield from ask("SELECT id, sealed, fate FROM line WHERE case_id = $1 ORDER BY place", case_id)
    lines = (line(part) for part in opened("line", key, rows))
    return tuple((one, row[2] or "none") for one, row in zip(lines, rows, strict=True))


def append_lines(case_id: str, lines: Sequence[Line], key: Key, fate: str = "queued") -> Steps[None]:
    """`fate`: of those that are to be sent."""
    for added in lines:
        yield from ask(
            "INSERT INTO line (id, case_id, place, outbox, fate, sealed)"
            " VALUES ($1, $2, (SELECT COALESCE(MAX(place), 0) + 1 FROM line WHERE case_id = $3), $4, $5, $6)",
            added.id,
            case_id,
            case_id,
            added.outbox,
            None if added.outbox is None else fate,
            seal_part("line", key, added),
        )


def line(told: dict[str, Any]) -> Line:
    return Line(**told | {"words": Words(told["words"]), "at": when(told["at"])})


# ── notes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def load_notes(case_id: str, key: Key) -> Steps[tuple[Note, ...]]:
    """Oldest first."""
    rows = yield from ask("SELECT id, sealed FROM note WHERE case_id = $1 ORDER BY place", case_id)
    return tuple(note(part) for part in opened("note", key, rows))


def append_notes(case_id: str, notes: Sequence[Note], key: Key) -> Steps[None]:
    for added in notes:
        yield from ask(
            "INSERT INTO note (id, case_id, place, sealed)"
            " VALUES ($1, $2, (SELECT COALESCE(MAX(place), 0) + 1 FROM note WHERE case_id = $3), $4)",
            added.id,
            case_id,
            case_id,
            seal_part("note", key, added),
        )


def note(told: dict[str, Any]) -> Note:
    return Note(**told | {"words": Words(told["words"]), "at": when(told["at"])})


# ── how every part is kept ────────────────────────────────────────────────────────────────────────────────────────
SAID = ("line", "note", "kept_back")


def clear_kept(case_id: str) -> Steps[None]:
    yield from ask("DELETE FROM item WHERE case_id = $1", case_id)
    yield from ask("DELETE FROM consent WHERE case_id = $1", case_id)


def clear_said(case_id: str) -> Steps[None]:
    """What was said to her and of her, and what waits to be."""
    for table in SAID:
        yield from ask(f"DELETE FROM {table} WHERE case_id = $1", case_id)  # noqa: S608 - our own names


def reseal_said(case_id: str, old: Key, new: Key) -> Steps[None]:
    for table in SAID:
        rows = yield from ask(f"SELECT id, sealed FROM {table} WHERE case_id = $1", case_id)  # noqa: S608
        for row_id, sealed in rows:
            cell = Cell(table, "sealed", row_id)
            again = seal(new, cell, open_sealed(old, cell, sealed))
            yield from ask(f"UPDATE {table} SET sealed = $2 WHERE id = $1", row_id, again)  # noqa: S608


def seal_part(table: str, key: Key, part: Part) -> bytes:
    told = {field.name: plain(getattr(part, field.name)) for field in fields(part)}  # type: ignore[arg-type]
    return seal_record(key, Cell(table, "sealed", part.id), told)


def opened(table: str, key: Key, rows: Rows) -> list[dict[str, Any]]:
    """Raises SealBroken."""
    return [open_record(key, Cell(table, "sealed", row[0]), row[1]) for row in rows]


INSERT = {
    "consent": "INSERT INTO consent (id, case_id, place, sealed) VALUES ($1, $2, $3, $4)",
    "item": "INSERT INTO item (id, case_id, place, sealed) VALUES ($1, $2, $3, $4)",
}
UPDATE = {
    "consent": "UPDATE consent SET place = $2, sealed = $3 WHERE id = $1",
    "item": "UPDATE item SET place = $2, sealed = $3 WHERE id = $1",
}
DELETE = {
    "consent": "DELETE FROM consent WHERE id IN {ids}",
    "item": "DELETE FROM item WHERE id IN {ids}",
}


def save(table: str, case_id: str, before: Sequence[P], after: Sequence[P], how: Callable[[P], bytes]) -> Steps[None]:
    """Write what is new or changed, delete what is gone."""
    old = {part.id: (place, part) for place, part in enumerate(before)}
    yield from ask_in(DELETE[table], sorted(old.keys() - {part.id for part in after}))
    for place, part in enumerate(after):
        if part.id not in old:
            yield from ask(INSERT[table], part.id, case_id, place, how(part))
        elif old[part.id] != (place, part):
            yield from ask(UPDATE[table], part.id, place, how(part))


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.plain if isinstance(value, Words) else value


def when(told: str) -> datetime:
    return datetime.fromisoformat(told)


def when_or_never(told: str | None) -> datetime | None:
    return None if told is None else when(told)
