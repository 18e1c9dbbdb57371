"""queue: cases as rows of a list. What is asked and sorted by lies open as codes and times; only the number is sealed,
and it is opened for the rows of one page."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from helpline.staff import Staff
from helpline.views import Counts, Holding, QueueAsk, QueueRow, Someone
from storage.errors import SealBroken
from storage.repositories import cases, outliving
from storage.ring import KeyGone, UnitKeys
from storage.seal import open_record
from storage.statements import Row, Steps, ask, ask_in, chunks, moment, places

RANK = "CASE k.urgency WHEN 'danger' THEN 0 WHEN 'crisis' THEN 1 WHEN 'urgent' THEN 2 ELSE 3 END"
KIND = "CASE k.holder_kind WHEN 'queue' THEN 0 WHEN 'staff' THEN 1 ELSE 2 END"
#: Places of RANK and KIND, and how an id looks: of a cursor that says otherwise nothing is asked.
RANKS, CASE_ID = range(4), re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
SINCE = "COALESCE(k.waiting_since, k.opened_at)"
ORDER = f"{RANK}, {KIND}, {SINCE}, k.id"
COLUMNS = (
    "k.id, k.key_id, k.sealed, k.team, k.language, k.urgency, k.route, k.state, k.holder_kind, k.staff, w.alias,"
    " k.holder_since, k.waiting_since, k.opened_at, k.wrote, k.wrote_at, k.answer_by, k.numbers_by,"
    " EXISTS (SELECT 1 FROM access x WHERE x.case_id = k.id AND x.locked)"
    " AND NOT EXISTS (SELECT 1 FROM access y WHERE y.case_id = k.id AND NOT y.locked)"
)
FULL = f"SELECT {COLUMNS} FROM cases k LEFT JOIN staff w ON w.id = k.staff WHERE k.team IS NOT NULL AND k.id IN {{ids}}"  # noqa: S608
COUNTED = (
    "SELECT SUM(CASE WHEN k.holder_kind = 'queue' THEN 1 ELSE 0 END), SUM(CASE WHEN k.staff = $1 THEN 1 ELSE 0 END),"
    " SUM(CASE WHEN k.holder_kind = 'staff' THEN 1 ELSE 0 END), SUM(CASE WHEN k.urgency <> 'none' THEN 1 ELSE 0 END)"
    " FROM cases k WHERE k.state = 'open' AND k.team IN {ids}"
)
LOOKING = (
    "SELECT DISTINCT p.case_id, p.staff_id, w.alias FROM presence p JOIN staff w ON w.id = p.staff_id"
    " WHERE p.case_id IN {ids} ORDER BY w.alias"
)


@dataclass
class Wish:
    """The condition of a question, and its values."""

    sql: list[str]
    values: list[Any]

    def also(self, condition: str, *values: Any) -> None:
        """`condition` has a `{}` where the places of the values go."""
        self.sql.append(condition.format(places(len(values), 1 + len(self.values))))
        self.values += values

    def __str__(self) -> str:
        return " AND ".join(self.sql)


def wish(asked: QueueAsk, staff: Staff, number_lookup: bytes | None) -> Wish | None:
    """None: nothing of it is hers to see."""
    teams = sorted(staff.teams if asked.team is None else staff.teams & {asked.team})
    if not teams:
        return None
    made = Wish([], [])
    made.also("k.team IN ({})", *teams)
    for column in ("state", "language", "urgency", "route"):
        if (value := getattr(asked, column)) is not None:
            made.also(f"k.{column} = {{}}", value)
    if asked.holder == "mine":
        made.also("k.holder_kind = 'staff' AND k.staff = {}", staff.id)
    elif asked.holder is not None:
        made.also("k.holder_kind = {}", {"waiting": "queue", "held": "staff"}.get(asked.holder, "bot"))
    if number_lookup is not None:
        made.also("k.number_lookup = {}", number_lookup)
    if asked.kept_on:
        made.also("k.kept_for IS NOT NULL")
    if (ending := asked.ending) is not None:
        over = outliving.soon(outliving.Asked(made.values), ending.kept, ending.first, ending.by)
        made.also(over or "k.id IS NULL")
    return made


def page(asked: QueueAsk, of: Wish) -> Steps[tuple[list[str], int, str | None]]:
    """Ids of one page in their order, how many there are in all, and where the next page begins."""
    [total] = yield from ask(f"SELECT COUNT(*) FROM cases k WHERE {of}", *of.values)  # noqa: S608 - our own words
    if (place := read_cursor(asked.after)) is not None:
        of.also(f"({ORDER}) > ({{}})", *place)
    limit = max(1, min(100, asked.limit))
    sql = f"SELECT {RANK}, {KIND}, {SINCE}, k.id FROM cases k WHERE {of} ORDER BY {ORDER} LIMIT {limit + 1}"  # noqa: S608
    rows = yield from ask(sql, *of.values)
    more = len(rows) > limit
    return [row[3] for row in rows[:limit]], int(total[0]), cursor(rows[limit - 1]) if more else None


def cursor(row: Row) -> str:
    rank, kind, since, case_id = row
    told = json.dumps([rank, kind, moment(since).isoformat(), case_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode()


def read_cursor(after: str | None) -> tuple[int, int, datetime, str] | None:
    """None where there is none, or none of ours: then it begins at the beginning."""
    if not after:
        return None
    try:
        rank, kind, since, case_id = json.loads(base64.urlsafe_b64decode(after))
        place = int(rank), int(kind), datetime.fromisoformat(since).astimezone(UTC), str(case_id)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None
    ours = place[0] in RANKS and place[1] in RANKS and CASE_ID.fullmatch(place[3])
    return place if ours else None


def counts(staff: Staff) -> Steps[Counts]:
    rows = yield from ask_in(COUNTED, sorted(staff.teams), staff.id)
    return Counts(*(int(value or 0) for value in rows[0])) if rows else Counts()


def rows_of(keys: UnitKeys, ids: Sequence[str], staff_id: str | None = None) -> Steps[dict[str, QueueRow]]:
    """Rows by id; a case of no team, or whose key is gone, is not among them. `staff_id`: who asks."""
    found: list[Row] = []
    for group in chunks(ids, 200):
        found += yield from ask_in(FULL, group)
    keys.want(*(row[1] for row in found))
    looking = yield from who_looks([row[0] for row in found])
    seen = yield from seen_by(staff_id, [row[0] for row in found])
    made = {}
    for row in found:
        try:
            told = open_record(keys.key(row[1]), cases.cell(row[0]), row[2])
        except KeyGone:
            continue
        except SealBroken:  # one row that was tampered with hides no other
            told = {"number": "", "language": ""}
        made[row[0]] = shown(row, told, looking.get(row[0], ()), seen.get(row[0], 0))
    return made


def shown(row: Row, told: dict[str, Any], looking: tuple[Someone, ...], seen: int) -> QueueRow:
    case_id, _, _, team, language, urgency, route, state, kind, staff, alias, since, *times, wrote, wrote_at = row[:16]
    return QueueRow(
        id=case_id,
        number=told["number"],
        team=team,
        language=language or told["language"],
        urgency=urgency,
        route=route,
        state=state,
        holder=Holding(kind, staff, alias, cases.known(since)),
        waiting_since=cases.known(times[0]),
        opened_at=moment(times[1]),
        wrote=wrote,
        wrote_at=cases.known(wrote_at),
        unseen=max(0, wrote - seen),
        looking=looking,
        answer_by=cases.known(row[16]),
        numbers_by=cases.known(row[17]),
        locked=bool(row[18]),
        outcome=told.get("outcome"),
    )


def who_looks(ids: Sequence[str]) -> Steps[dict[str, tuple[Someone, ...]]]:
    found: dict[str, tuple[Someone, ...]] = {}
    for group in chunks(ids, 200):
        for case_id, staff_id, alias in (yield from ask_in(LOOKING, group)):
            found[case_id] = (*found.get(case_id, ()), Someone(staff_id, alias))
    return found


def seen_by(staff_id: str | None, ids: Sequence[str]) -> Steps[dict[str, int]]:
    if staff_id is None:
        return {}
    found: dict[str, int] = {}
    for group in chunks(ids, 200):
        sql = "SELECT case_id, wrote FROM seen_words WHERE staff_id = $1 AND case_id IN {ids}"
        found |= {row[0]: row[1] for row in (yield from ask_in(sql, group, staff_id))}
    return found
