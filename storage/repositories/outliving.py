"""outliving: which cases their team keeps no longer, by the times that lie open. The rule itself is the core's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from helpline.adults import CHILD_FOCUS
from helpline.retention import Kept
from storage.statements import Steps, ask

#: More are erased the next time.
AT_A_TIME = 200
#: Whose case it is. One opened for Child Focus is theirs, whoever has it.
THEIRS = f"CASE WHEN k.route = '{CHILD_FOCUS}' THEN '{CHILD_FOCUS}' ELSE k.team END = $1"
#: She has not written in it since then. Whether she said yes to anything since lies sealed: the core looks at that.
QUIET = "k.opened_at <= $2 AND (k.wrote_at IS NULL OR k.wrote_at <= $2)"
CLOSED = " AND k.state = 'closed' AND (k.holder_since IS NULL OR k.holder_since <= $2)"


def outlived(now: datetime, kept: Mapping[str, Kept]) -> Steps[tuple[str, ...]]:
    """The ids of cases of these teams that may be due, the longest quiet ones first."""
    found: list[str] = []
    for team, one in kept.items():
        for days, closed in ((one.days, ""), (one.closed, CLOSED)):
            if days is None:
                continue
            rows = yield from ask(
                f"SELECT k.id FROM cases k WHERE {THEIRS} AND {QUIET}{closed}"  # noqa: S608
                f" ORDER BY k.opened_at LIMIT {AT_A_TIME}",
                team,
                now - timedelta(days=days),
            )
            found += [row[0] for row in rows]
    return tuple(dict.fromkeys(found))
