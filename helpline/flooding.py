"""flooding: many words that answer nothing, one after the other. One neutral sentence, then silence (R23).

What was not understood is counted first: answers, commands, crisis and danger are heard long after that. Whoever sends
more in a minute than a hurried person can (a machine does) is still heard, but answered only now and then: every
answer takes its turn from somebody else's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

from flows.session import Place
from helpline.commands import BY_NAME, find_command
from helpline.moving_on import PACE
from helpline.reception import Reception
from helpline.returning import TAG

#: So many in this time are answered.
MOST = 8
WINDOW = timedelta(minutes=1)
#: On the session: since when, and how many.
MARK = "flood"
#: More than this in a minute, of whatever kind, and an answer comes only every so often.
MOST_IN_ALL, NOW_AND_THEN = 40, timedelta(seconds=10)
#: On the session: when something was said since it became too much. (Under PACE: which minute, and how many in it.)
SAID = "said"
COUNTED = ("text", "press", "media", "edit")
#: Words that are obeyed and answered whatever else came in that minute, and the flows they open.
NEVER_HIT = ("danger", "human", "delete", "hide", "language", "back")
OPENED = frozenset(BY_NAME[name].opens for name in NEVER_HIT) - {None}
#: Said all the same: it is said once, and cannot be asked for again.
ONLY_ONCE = "pin"


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


def slowed(reception: Reception) -> Reception:
    """What came of one incoming, said only now and then where far too much comes in. What was decided stays decided."""
    before = reception.loaded.session
    if before is None or reception.session is None or reception.incoming.kind not in COUNTED:
        return reception  # the first word is always answered
    minute, _, seen = before.marks.get(PACE, "").partition(" ")
    this = f"{int(reception.now.timestamp()) // 60:x}"
    count = int(seen) + 1 if minute == this else 1
    reception = reception.note(**{PACE: f"{this} {count}"})
    if count <= MOST_IN_ALL or not reception.outgoing:
        return reception
    mark = f"{SAID} {_kind(reception, before.place)}".strip()
    lately = reception.since(mark)
    if lately is None or abs(lately) >= NOW_AND_THEN:
        return reception.note(**{mark: reception.now.isoformat()})
    return reception.but(outgoing=tuple(one for one in reception.outgoing if one.cause == ONLY_ONCE))


def _kind(reception: Reception, before: Place) -> str:
    """What waits for no other answer, and is slowed by itself alone: the numbers of an alarm (P6), the words that
    always work, and each step of what they opened. Empty: anything else."""
    if any(one.cause == "alarm" for one in reception.outgoing):
        return "alarm"
    words = reception.incoming.words.plain if reception.incoming.words else ""
    found = find_command(words) if reception.incoming.kind == "text" else None
    if found and found[0].name in NEVER_HIT:
        return found[0].name
    asked = next((one for one in reception.outgoing if one.tag == TAG), None)
    if asked is not None:  # number and PIN are asked for apart
        return f"{TAG} {crc32(asked.text.plain.encode('utf-8', 'replace')):x}"
    return str(before) if before.flow in OPENED else ""
