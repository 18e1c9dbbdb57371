"""Which actions are offered at a case. Offered only: whether one is done, the desk decides on the case as it is."""

from __future__ import annotations

from helpline.adults import may_join_transcript
from helpline.case import Case
from helpline.staff import Staff

#: To whoever of the team may talk, whoever has the case.
ALWAYS = ("note", "keep")
WHILE_OPEN = ("urgent", "safe_time")
#: What she left lies in a closed case, too: that she is under 18 may be learned late.
CLOSED = ("reopen", "minor", "block")
#: To whoever has it; and while nobody has.
HERS = ("reply", "hand_back", "transfer", "release", "close", "minor", "block")
WAITING = ("take_over", "transfer", "close", "minor", "block")
WITH_THE_BOT = ("take_over", "close", "minor", "block")
#: These need her agreement to be helped by people, as it stands now.
AGREED = frozenset({"take_over", "reply", "transfer", "reopen"})


def may(case: Case, staff: Staff) -> tuple[str, ...]:
    """The verbs, in the order in which they are offered."""
    if not staff.may("talk"):
        return ()
    offered = (*_of_holder(case, staff), *WHILE_OPEN, *ALWAYS) if case.state == "open" else (*CLOSED, *ALWAYS)
    offered = (*offered, "erase") if staff.may("erase") else offered
    agreed = may_join_transcript(case)
    return tuple(verb for verb in offered if agreed or verb not in AGREED)


def _of_holder(case: Case, staff: Staff) -> tuple[str, ...]:
    holder = case.holder
    if holder.kind == "queue":
        return WAITING
    if holder.kind == "bot":
        return WITH_THE_BOT
    if holder.staff == staff.id:
        return HERS
    return ("take_over",) if staff.may("take_from") else ()
