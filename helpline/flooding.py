"""flooding: many words that answer nothing, one after the other. One neutral sentence, then silence (R23).

Only what was not understood is counted: answers, commands, crisis and danger are always heard.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from helpline.reception import Reception

#: So many in this time are answered.
MOST = 8
WINDOW = timedelta(minutes=1)
#: On the session: since when, and how many.
MARK = "flood"


def calmed(before: Reception, after: Reception) -> Reception:
    """What came of words that answered nothing, or less of it. `before`: as things stood when they came in."""
    since, count = _counted(before)
    after = after.note(**{MARK: f"{since.isoformat()} {count}"})
    if count <= MOST:
        return after
    after = after.but(outgoing=before.outgoing)
    if count > MOST + 1:
        return after
    return after.tell(
        after.phrase(
            "So many messages at once are more than I can follow. In a minute I read on; "
            "/human and /danger always work."
        )
    )


def _counted(reception: Reception) -> tuple[datetime, int]:
    """Since when, and how many with this one; a new count after a quiet minute."""
    mark = reception.session.marks.get(MARK, "") if reception.session else ""
    if mark:
        since, count = mark.split()
        if reception.now - datetime.fromisoformat(since) < WINDOW:
            return datetime.fromisoformat(since), int(count) + 1
    return reception.now, 1
