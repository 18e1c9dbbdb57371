"""What staff see, read as one picture: the queue, one case, and what happened since."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from helpline.case import Case
from helpline.contact import Words
from helpline.custody import KINDS, custody_of
from helpline.errors import NoSuchCase
from helpline.evidence import Item
from helpline.listening.distressing import Judged
from helpline.showing import LABELS, shown
from helpline.staff import Staff
from helpline.transcript import Line
from helpline.views import (
    CasePage,
    Counts,
    Happening,
    NewsItem,
    QueueAsk,
    QueuePage,
    QueueRow,
    SeenItem,
    SeenLine,
    SeenNote,
)
from storage.errors import SealBroken, StorageTrouble
from storage.repositories import barred, cases, kept_back, parts, queue
from storage.ring import KeyGone, UnitKeys
from storage.seal import Key, keyed_hash
from storage.statements import Row, Steps, ask, ask_one, moment

CASE = f"SELECT {cases.COLUMNS} FROM cases WHERE id = $1"  # noqa: S608 - our own words
#: Where she opened it last, nothing reaches her.
BLOCKED = (
    "SELECT 1 FROM (SELECT c.blocked FROM access a JOIN contact c ON c.id = a.contact_id WHERE a.case_id = $1"
    " ORDER BY a.locked, a.opened_at DESC LIMIT 1) AS newest WHERE newest.blocked"
)
#: What a case's history leaves out: its lines say it better.
NOT_HISTORY = "'contact_wrote', 'line_settled', 'staff_replied', 'note_written'"
HISTORY_LENGTH = 500
JUDGED = Judged()
EVENTS = (
    "SELECT seq, kind, at, about FROM event WHERE case_id = $1 AND kind NOT IN"  # noqa: S608 - our own words
    f" ({NOT_HISTORY}) ORDER BY position DESC LIMIT {HISTORY_LENGTH}"
)
#: Who saw something or took it with her stands there however much has happened since.
TAKEN = (
    "SELECT seq, kind, at, about FROM event WHERE case_id = $1 AND kind IN"  # noqa: S608 - our own words
    f" ({', '.join(repr(kind) for kind in KINDS)}) ORDER BY position"
)
NEWS = (
    "SELECT e.seq, e.kind, e.case_id, e.about, k.team, k.id FROM event e LEFT JOIN cases k ON k.id = e.case_id"
    " WHERE e.seq > $1 ORDER BY e.seq LIMIT $2"
)


# ── the queue ─────────────────────────────────────────────────────────────────────────────────────────────────────
def queue_page(keys: UnitKeys, asked: QueueAsk, staff: Staff, number_lookup: bytes | None) -> Steps[QueuePage]:
    """The cases of her teams that she asked for, the most pressing first."""
    seq = yield from last_seq()
    wish = queue.wish(asked, staff, number_lookup)
    if wish is None:
        return QueuePage((), 0, Counts(), None, seq)
    ids, total, following = yield from queue.page(asked, wish)
    rows = yield from queue.rows_of(keys, ids, staff.id)
    counts = yield from queue.counts(staff)
    return QueuePage(tuple(rows[one] for one in ids if one in rows), total, counts, following, seq)


def rows(keys: UnitKeys, ids: Collection[str], staff_id: str | None) -> Steps[tuple[QueueRow, ...]]:
    found = yield from queue.rows_of(keys, sorted(set(ids)), staff_id)
    return tuple(found.values())


# ── one case ──────────────────────────────────────────────────────────────────────────────────────────────────────
def case_page(keys: UnitKeys, case_id: str, staff: Staff) -> Steps[CasePage]:
    """Raises NoSuchCase where there is none for her."""
    found = yield from ask_one(CASE, case_id)
    row = (yield from queue.rows_of(keys, [case_id], staff.id)).get(case_id)
    if found is None or row is None or row.team not in staff.teams:
        raise NoSuchCase
    try:
        key = keys.key(found[1])
        case = yield from cases.load(key, found)
        return (yield from whole_page(key, row, case))
    except KeyGone:
        raise NoSuchCase from None
    except SealBroken:
        raise StorageTrouble("a cell of this case does not open") from None


def hard(line: Line) -> bool:
    """Whether what she wrote had better be folded."""
    return line.by == "contact" and JUDGED(line.id, line.words.plain)


def whole_page(key: Key, row: QueueRow, case: Case) -> Steps[CasePage]:
    aliases: dict[str, str] = {found[0]: found[1] for found in (yield from ask("SELECT id, alias FROM staff"))}
    happened = tuple(reversed((yield from ask(EVENTS, case.id))))
    taken = (yield from ask(TAKEN, case.id)) if case.items else []
    lines = yield from parts.load_fates(case.id, key)
    notes = yield from parts.load_notes(case.id, key)
    return CasePage(
        row=row,
        case=case,
        lines=tuple(
            SeenLine(line.id, line.by, line.staff, aliases.get(line.staff or ""), line.words, line.at, fate, hard(line))
            for line, fate in lines
        ),
        items=tuple(item(one, taken, aliases) for one in case.items),
        history=tuple(happening(one, aliases) for one in happened),
        notes=tuple(SeenNote(note.id, aliases.get(note.by), note.words, note.at) for note in notes),
        kept_back=(yield from kept_back.count(case.id)),
        drafts=keyed_hash(key.secret, "drafts", case.id),
        barred_until=(yield from barred.until(case.id)),
        blocked=(yield from ask_one(BLOCKED, case.id)) is not None,
    )


def item(one: Item, taken: Sequence[Row], aliases: Mapping[str, str]) -> SeenItem:
    """An item with its custody, from the rows of TAKEN."""
    return SeenItem(
        id=one.id,
        kind=one.kind,
        platform=one.platform,
        shown=Words(shown(one)),
        given_at=one.given_at,
        algorithm=one.algorithm,
        quality=one.quality,
        label=LABELS.get(one.algorithm or "") if one.kind == "hash" else None,
        custody=custody_of(one, (happening(row, aliases) for row in taken)),
        origin=one.origin,
        tool=one.tool,
        media=one.media,
        size=one.size,
        file=one.file,
        raw=one.raw,
    )


def happening(row: Row, aliases: Mapping[str, str]) -> Happening:
    seq, kind, at, told = row
    about = read_about(told)
    return Happening(seq, kind, moment(at), aliases.get(str(about.get("staff"))), about)


def read_about(told: str | None) -> dict[str, Any]:
    """What an event says; nothing where it was purged."""
    return dict(json.loads(told)) if told else {}


# ── live ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def last_seq() -> Steps[int]:
    return int((yield from ask("SELECT COALESCE(MAX(seq), 0) FROM event"))[0][0])


def news_since(seq: int, limit: int) -> Steps[tuple[NewsItem, ...]]:
    return tuple(news_item(row) for row in (yield from ask(NEWS, seq, limit)))


def news_item(row: Row) -> NewsItem:
    seq, kind, case_id, told, team, there = row
    about = read_about(told)
    before, staff = about.get("team_before"), about.get("staff")
    return NewsItem(seq, kind, case_id, team, before or None, staff or None, case_id is not None and there is None)
