"""ending: she is told, once and without a word of what it is, that something ends soon; and it stays where she comes.

Only who agreed to be written to is told, and only at a time she named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from helpline import retention
from helpline.case import Case
from helpline.delivery import Worked
from helpline.due import Cases, see_to
from helpline.outliving import all_kept
from helpline.ports import Changes, House, Loaded
from helpline.reaching import reached
from helpline.reception import CHORE, NUDGE, PAGE, Reception, open_case
from helpline.retention import WARNED_BEFORE, Kept, ends_of, kept_words, last_given
from helpline.safe_time import may_notify

#: What she sends that shows she is here.
HERS = ("text", "press", "media", "edit", PAGE)


class Store(Cases, Protocol):
    """What this chore needs of storage."""

    async def ending(self, by: datetime, kept: Mapping[str, Kept], first: str, after: str) -> Sequence[Case]:
        """Some cases whose time is over by then, by id, those behind `after`. `first`: whose a case is that no team
        has seen."""
        ...


def is_to_be_told(case: Case, now: datetime, house: House) -> bool:
    """It ends soon, she agreed to be written to, it is safe just now, and she has not been told since she was here."""
    end, given = ends_of(case, house).case, last_given(case)
    if end is None or not now < end <= now + WARNED_BEFORE or end - given < 2 * WARNED_BEFORE:
        return False
    told = case.warned_at is not None and case.warned_at > given
    return not told and may_notify(case, now)


def tell(loaded: Loaded, now: datetime, house: House) -> Changes:
    """Once. It says nothing to whoever else reads it, so it goes into a chat she has emptied, too."""
    reception = open_case(loaded, CHORE, now, house)
    case = loaded.case
    if case is None or reception.contact.blocked or not is_to_be_told(case, now, house):
        return Changes(reception.contact, loaded.session, case)
    text = reception.phrase("Hello. Something here ends soon. Come back here if you want it to stay.")
    reception = reception.but(case=replace(case, warned_at=now)).tell(text, cause=NUDGE, tag=NUDGE)
    return reached(reception.happened("ending_told", team=case.holder.team or "")).changes()


async def tell_of_endings(
    store: Store, now: datetime, house: House, follow: Callable[[Worked], object] = lambda _: None
) -> int:
    """Every case that ends soon, page by page. Returns how many were looked at."""
    kept, done, after = all_kept(house), 0, ""
    while found := await store.ending(now + WARNED_BEFORE, kept, house.teams[0], after):
        after = found[-1].id
        due = [(one.id, tell) for one in found if is_to_be_told(one, now, house)]
        done += await see_to(store, due, now, house, follow)
    return done


def stays(reception: Reception) -> Reception:
    """She is here, so what she left begins its time anew. Who was told that it ends reads that it does not."""
    case = reception.case
    if case is None or reception.incoming.kind not in HERS or reception.lock or reception.wipe:
        return reception
    heard = retention.heard(case, reception.now)
    if heard is case:
        return reception
    was_told = case.warned_at is not None and case.warned_at > last_given(case)
    reception = reception.but(case=heard)
    if not was_told or any(one.cause == "alarm" for one in reception.outgoing):
        return reception
    text = reception.phrase("What you left here stays, {kept}.", kept=kept_words(reception))
    first = reception.but(outgoing=()).tell(text)
    return first.but(outgoing=(*first.outgoing, *reception.outgoing))
