"""published: revisions and editions, which nobody ever changes: by number, with who published them and who agreed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from helpline.drafts import Draft, Kind, Moved, Published
from storage.repositories import drafts
from storage.statements import Steps, ask, ask_one, moment

TABLES: Mapping[Kind, str] = {"flows": "revision", "directory": "edition"}
PLACES = "$1, $2, $3, $4, $5, $6, $7, $8"


def publish(draft: Draft | None, published: Published, content: str) -> Steps[None]:
    """The next one, its draft gone. Raises Moved where the draft, or who asked for it, has gone on, or this number is
    taken or not the next: somebody else was faster, and what was looked at is no longer what it would replace."""
    kind = published.kind
    if draft is not None:
        yield from drafts.take(draft)
    newest = (yield from ask(f"SELECT COALESCE(MAX(number), 0) FROM {TABLES[kind]}"))[0][0]  # noqa: S608 - our own
    made = yield from ask_one(
        f"INSERT INTO {TABLES[kind]} (number, content, checksum, at, by, second, note, back_to)"  # noqa: S608 - our own
        f" VALUES ({PLACES}) ON CONFLICT DO NOTHING RETURNING number",
        published.number,
        content,
        published.checksum,
        published.at,
        published.by,
        published.second,
        published.note or None,
        published.back_to,
    )
    if made is None or published.number != newest + 1:
        raise Moved
    if kind == "flows":
        yield from keep_made_from(draft, published)
    yield from drafts.tell(
        "flow_published" if kind == "flows" else "directory_published", published.at, about(published)
    )


def keep_made_from(draft: Draft | None, published: Published) -> Steps[None]:
    """What its translations were made from, where that has changed: the draft's, or of the one it goes back to."""
    told: Mapping[str, Any] = draft.content.get("made_from") or {} if draft is not None else {}
    if draft is None and published.back_to is not None:
        told = yield from made_from(published.back_to)
    if told:
        yield from ask("UPDATE revision SET made_from = $2 WHERE number = $1", published.number, drafts.plain(told))


def about(published: Published) -> dict[str, str | int]:
    told = {"staff": published.by, "second": published.second, "back_to": published.back_to}
    return {"number": published.number} | {name: value for name, value in told.items() if value is not None}


def every(kind: Kind) -> Steps[tuple[Published, ...]]:
    """The oldest first."""
    rows = yield from ask(
        f"SELECT number, checksum, at, by, second, note, back_to FROM {TABLES[kind]} ORDER BY number"  # noqa: S608 - our own
    )
    return tuple(
        Published(kind, number, checksum, moment(at), by, second, note or "", back_to)
        for number, checksum, at, by, second, note, back_to in rows
    )


def content(kind: Kind, number: int) -> Steps[tuple[str, str] | None]:
    """What it says, and the checksum it was published with."""
    row = yield from ask_one(f"SELECT content, checksum FROM {TABLES[kind]} WHERE number = $1", number)  # noqa: S608 - our own
    return None if row is None else (row[0], row[1])


def made_from(number: int) -> Steps[Mapping[str, Any]]:
    row = yield from ask_one("SELECT made_from FROM revision WHERE number = $1", number)
    return json.loads(row[0]) if row is not None and row[0] else {}
