"""outliving: in which cases something is kept no longer, by the times that lie open. The rule itself is the core's.

The table is gone through from one end to the other, a page at a time: what is kept on stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from helpline.adults import CHILD_FOCUS
from helpline.case import Case
from helpline.retention import IN_HAND, Kept
from storage.loading import load_case
from storage.repositories import cases
from storage.ring import UnitKeys
from storage.statements import Steps, ask

#: Of one page.
AT_A_TIME = 200
#: When she last gave it anything; of a case that does not say so yet, the core looks closer.
GIVEN = "COALESCE(k.given_at, k.wrote_at, k.opened_at)"
CLOSED = f"k.state = 'closed' AND {GIVEN} <= {{0}} AND (k.holder_since IS NULL OR k.holder_since <= {{0}})"
#: One of the staff has just taken it up: once, she has a week.
IN_NO_HAND = f"(k.holder_kind <> 'staff' OR k.holder_since IS NULL OR k.holder_since <= {{1}} OR {GIVEN} <= {{2}})"
SAID = "line", "note", "kept_back"
#: That there is any of it.
HOLDS = "EXISTS (SELECT 1 FROM {} p WHERE p.case_id = k.id)"
HAS_SAID = f" AND ({' OR '.join(HOLDS.format(table) for table in SAID)})"
HAS_LEFT = " AND (k.worded IS NULL OR k.worded OR EXISTS (SELECT 1 FROM item p WHERE p.case_id = k.id))"


@dataclass
class Asked:
    """The values of a question, each with its place."""

    values: list[Any] = field(default_factory=list)

    def place(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"


def outlived(
    now: datetime, kept: Mapping[str, Kept], first: str, after: tuple[str, str]
) -> Steps[tuple[tuple[str, str], ...]]:
    """What is due (case, evidence, transcript) and in which case, by id, behind `after`; some of it. `first`: whose a
    case is that no team has seen."""
    asked = Asked()
    whose = theirs(asked, first)
    due = [
        found
        for team, one in kept.items()
        for found in (
            _whole(asked, whose, team, one, now),
            _part(asked, whose, team, "evidence", one.evidence, HAS_LEFT, now),
            _part(asked, whose, team, "transcript", one.transcript, HAS_SAID, now),
        )
        if found
    ]
    if not due:
        return ()
    behind = f"(d.id, d.what) > ({asked.place(after[1])}, {asked.place(after[0])})"
    sql = f"SELECT d.what, d.id FROM ({' UNION ALL '.join(due)}) AS d WHERE {behind}"  # noqa: S608
    rows = yield from ask(f"{sql} ORDER BY d.id, d.what LIMIT {AT_A_TIME}", *asked.values)
    return tuple((row[0], row[1]) for row in rows)


def theirs(asked: Asked, first: str) -> str:
    """Whose case it is. One opened for Child Focus is theirs, whoever has it."""
    return f"CASE WHEN k.route = '{CHILD_FOCUS}' THEN '{CHILD_FOCUS}' ELSE COALESCE(k.team, {asked.place(first)}) END"


def over(asked: Asked, one: Kept, now: datetime) -> str:
    """Its time is over, or will be at this moment; empty where it never is by itself."""
    ways = []
    if one.days is not None:
        at = now - timedelta(days=one.days)
        places = [asked.place(moment) for moment in (at, now - IN_HAND, at - IN_HAND)]
        ways.append((f"{GIVEN} <= {{0}} AND " + IN_NO_HAND).format(*places))
    if one.closed is not None:
        ways.append(CLOSED.format(asked.place(now - timedelta(days=one.closed))))
    return f"({' OR '.join(ways)})" if ways else ""


def _whole(asked: Asked, whose: str, team: str, one: Kept, now: datetime) -> str:
    ended = over(asked, one, now)
    return f"{_of(asked, whose, team, 'case')} AND {ended}" if ended else ""


def _part(asked: Asked, whose: str, team: str, what: str, days: int | None, more: str, now: datetime) -> str:
    if days is None:
        return ""
    closed = CLOSED.format(asked.place(now - timedelta(days=days)))
    return f"{_of(asked, whose, team, what)} AND {closed}{more}"


def _of(asked: Asked, whose: str, team: str, what: str) -> str:
    """Cases of a team that nobody keeps beyond their time."""
    return f"SELECT k.id, '{what}' AS what FROM cases k WHERE k.kept_for IS NULL AND {whose} = {asked.place(team)}"  # noqa: S608


def ending(keys: UnitKeys, by: datetime, kept: Mapping[str, Kept], first: str, after: str) -> Steps[tuple[Case, ...]]:
    """Cases whose time is over by then, by id, behind `after`; some of them."""
    asked = Asked()
    ended = soon(asked, kept, first, by)
    if not ended:
        return ()
    sql = f"SELECT {cases.COLUMNS} FROM cases k WHERE {ended} AND k.id > {asked.place(after)}"  # noqa: S608
    rows = yield from ask(f"{sql} ORDER BY k.id LIMIT {AT_A_TIME}", *asked.values)
    keys.want(*(row[1] for row in rows))
    found = []
    for row in rows:
        case = yield from load_case(keys, row)
        if case is not None:
            found.append(case)
    return tuple(found)


def soon(asked: Asked, kept: Mapping[str, Kept], first: str, by: datetime) -> str:
    """The condition: its time is over by then; empty where no team's ever is."""
    whose = theirs(asked, first)
    ways = [(team, over(asked, one, by)) for team, one in kept.items() if one.days or one.closed]
    either = " OR ".join(f"({whose} = {asked.place(team)} AND {ended})" for team, ended in ways)
    return f"k.kept_for IS NULL AND ({either})" if either else ""
