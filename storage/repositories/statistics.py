"""statistics: how often something happened on a day, in a team. Counted while events get their numbers, in the same
transaction: once each, whatever falls down meanwhile, and still there when the events themselves are emptied."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from helpline.hours import BRUSSELS
from storage.statements import Row, Statement, Steps, ask, chunks, insertion, moment

#: Kind of event → which of its codes is counted apart.
APART: Mapping[str, str] = {
    "case_closed": "outcome",
    "case_erased": "reason",
    "case_kept": "reason",
    "consent_given": "scope",
    "consent_withdrawn": "scope",
    "handoff_queued": "route",
    "item_kept": "kind",
}
CODE = re.compile(r"[a-z_]{1,40}", re.ASCII)
#: Rows of one statement.
AT_A_TIME = 32
ADDED = " ON CONFLICT (day, name, team) DO UPDATE SET amount = statistic.amount + excluded.amount"


def count(rows: Sequence[Row]) -> Steps[None]:
    """Count events that are just being numbered: position, id, kind, at, case_id, about."""
    found = Counter(named(*row[2:6]) for row in rows)
    for group in chunks(sorted(found.items()), AT_A_TIME):
        values = [value for name, amount in group for value in (*name, amount)]
        yield Statement(insertion("statistic (day, name, team, amount)", 4, len(group)) + ADDED, tuple(values))


def named(kind: str, at: Any, case_id: str | None, about: str | None) -> tuple[str, str, str]:
    """The day in Belgium, the kind with its code, and the team: nothing that is not a code of ours."""
    told = json.loads(about) if about else {}
    apart = str(told.get(APART.get(kind, ""), ""))
    name = f"{kind}:{apart}" if CODE.fullmatch(apart) else kind
    team = str(told.get("team") or told.get("team_before") or "")
    return moment(at).astimezone(BRUSSELS).date().isoformat(), name, team


def prune(now: datetime, keep: timedelta) -> Steps[None]:
    """Days that are kept no longer."""
    oldest = (now - keep).astimezone(BRUSSELS).date().isoformat()
    yield from ask("DELETE FROM statistic WHERE day < $1", oldest)
