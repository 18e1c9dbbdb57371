"""drafts: what editors work on, its last changes, and the talks they try it with. In the open: nobody's words."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from helpline.drafts import SAVES_KEPT, SAVES_KEPT_FOR, Asked, Content, Draft, Edited, Moved
from helpline.events import Event
from storage.repositories import events
from storage.statements import Row, Steps, ask, ask_one, insert_many, moment

COLUMNS = (
    "id, kind, name, based_on, content, version, by, begun_at, changed_at, authors,"
    " asked_version, asked_by, asked_at, asked_note"
)
SAVE = (
    "UPDATE draft SET content = $3, version = version + 1, changed_at = $4, asked_version = NULL, asked_by = NULL,"
    " asked_at = NULL, asked_note = NULL WHERE id = $1 AND version = $2 RETURNING authors"
)
ASK = (
    "UPDATE draft SET asked_version = $2, asked_by = $3, asked_at = $4, asked_note = $5"
    " WHERE id = $1 AND version = $2 RETURNING kind"
)
TAKE = "DELETE FROM draft WHERE id = $1 AND version = $2 AND COALESCE(asked_by, '') = $3 RETURNING id"
UNASK = (
    "UPDATE draft SET asked_version = NULL, asked_by = NULL, asked_at = NULL, asked_note = NULL"
    " WHERE id = $1 RETURNING kind"
)


def every() -> Steps[tuple[Draft, ...]]:
    """The one begun first comes first."""
    rows = yield from ask(f"SELECT {COLUMNS} FROM draft ORDER BY begun_at, id")  # noqa: S608 - our own names
    return tuple(map(read, rows))


def find(draft_id: str) -> Steps[Draft | None]:
    row = yield from ask_one(f"SELECT {COLUMNS} FROM draft WHERE id = $1", draft_id)  # noqa: S608 - our own names
    return None if row is None else read(row)


def read(row: Row) -> Draft:
    draft_id, kind, name, based_on, content, version, by, begun_at, changed_at, authors, *asked = row
    return Draft(
        id=draft_id,
        kind=kind,
        name=name,
        based_on=based_on,
        content=json.loads(content),
        version=version,
        by=by,
        begun_at=moment(begun_at),
        changed_at=moment(changed_at),
        asked=None if asked[0] is None else Asked(asked[0], asked[1], moment(asked[2]), asked[3]),
        authors=tuple(authors.split()),
    )


def begin(draft: Draft) -> Steps[None]:
    told = (draft.id, draft.kind, draft.name, draft.based_on, plain(draft.content), draft.version, draft.by)
    authors = " ".join(dict.fromkeys((draft.by, *draft.authors)))
    asked = (None,) * 4 if draft.asked is None else tuple(vars(draft.asked).values())
    yield from insert_many(f"draft ({COLUMNS})", [(*told, draft.begun_at, draft.changed_at, authors, *asked)])
    about: dict[str, str | int] = {"staff": draft.by, "draft": draft.id, "kind": draft.kind}
    if draft.based_on is not None:
        about["number"] = draft.based_on
    yield from tell("draft_begun", draft.begun_at, about)


def save(draft_id: str, version: int, content: str, changes: str, by: str, now: datetime) -> Steps[int]:
    """Raises Moved: at this version there is none any more."""
    row = yield from ask_one(SAVE, draft_id, version, content, now)
    if row is None:
        raise Moved
    authors = row[0].split()
    if by not in authors:
        yield from ask("UPDATE draft SET authors = $2 WHERE id = $1", draft_id, " ".join((*authors, by)))
    saved = (draft_id, version + 1, by, now, changes)
    yield from insert_many("draft_edit (draft_id, version, by, at, changes)", [saved])
    too_many = version + 1 - SAVES_KEPT
    yield from ask("DELETE FROM draft_edit WHERE draft_id = $1 AND version <= $2", draft_id, too_many)
    return version + 1


def fold(now: datetime) -> Steps[None]:
    """What is older than what is kept one by one, in whichever draft."""
    yield from ask("DELETE FROM draft_edit WHERE at <= $1", now - SAVES_KEPT_FOR)


def name(draft_id: str, called: str) -> Steps[None]:
    yield from ask("UPDATE draft SET name = $2 WHERE id = $1", draft_id, called)


def discard(draft_id: str, by: str, now: datetime) -> Steps[None]:
    """With its history. One that is gone already stays so, and nothing is told of it."""
    row = yield from ask_one("DELETE FROM draft WHERE id = $1 RETURNING kind", draft_id)
    if row is not None:
        yield from tell("draft_discarded", now, {"staff": by, "draft": draft_id, "kind": row[0]})


def take(draft: Draft) -> Steps[None]:
    """It is published, so it is a draft no more. Raises Moved where it has gone on, or where who asked for a second
    person has just taken that back: nobody publishes in her name then."""
    asked_by = draft.asked.by if draft.asked is not None else ""
    taken = yield from ask_one(TAKE, draft.id, draft.version, asked_by)
    if taken is None:
        raise Moved


def edits_since(draft_id: str, version: int) -> Steps[tuple[Edited, ...]]:
    rows = yield from ask(
        "SELECT version, by, at, changes FROM draft_edit WHERE draft_id = $1 AND version > $2 ORDER BY version",
        draft_id,
        version,
    )
    return tuple(Edited(number, by, moment(at), json.loads(changes)) for number, by, at, changes in rows)


def ask_for_second(draft_id: str, asked: Asked | None) -> Steps[None]:
    """Raises Moved where it is not as it was asked for; where it is gone, there is nothing to take back."""
    if asked is None:
        yield from ask(UNASK, draft_id)
        return
    row = yield from ask_one(ASK, draft_id, asked.version, asked.by, asked.at, asked.note)
    if row is None:
        raise Moved
    yield from tell("publish_asked", asked.at, {"staff": asked.by, "draft": draft_id, "kind": row[0]})


def tell(kind: str, at: datetime, about: Mapping[str, str | int]) -> Steps[None]:
    yield from events.append([Event(secrets.token_urlsafe(9), kind, at, None, about)])


def plain(told: Content | Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
