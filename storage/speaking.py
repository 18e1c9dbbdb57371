"""Speaking: what is said goes into the outbox, or waits for its moment; what nobody may say any more is taken out.

A send shows the token of the holder it was written under. Whoever lets go of a case by herself leaves what she wrote to
be sent; where another takes it, what waits is withdrawn in the same transaction, and only then the notice is written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from helpline import lock_screen
from helpline.delivery import Delivery
from helpline.ports import Changes
from helpline.reception import NUDGE
from storage.loading import Known
from storage.repositories import kept_back, line_fates, outbox
from storage.repositories.outbox import Claim
from storage.seal import Key
from storage.statements import Steps, ask

#: Whatever is on its way to her goes first, whoever has it in hand: a notice of who is here now is the last of it.
ON_ITS_WAY = "SELECT 1 FROM outbox WHERE contact_id = $1 LIMIT 1"
OF_ANOTHER = " WHERE case_id = $1 AND holder_token IS NOT NULL AND holder_token <> $2"
#: The token of nobody: the case is gone.
NOBODY = -1


def first_fate(changes: Changes) -> str:
    """Of what is said now."""
    if changes.keep_back:
        return "kept_back"
    return "blocked" if changes.contact.blocked else "queued"


def shown_of(changes: Changes) -> frozenset[str]:
    """Ids of what stands in the transcript."""
    return frozenset(line.outbox for line in changes.transcript if line.outbox is not None)


def speak(
    contact_key: Key,
    case_key: Key | None,
    me: Claim,
    known: Known,
    changes: Changes,
    now: datetime,
    shown: Collection[str],
) -> Steps[tuple[Delivery, ...]]:
    """Write what is to be sent. Ours to send at once, unless something of hers still waits before it. `shown`: ids of
    what stands in the transcript."""
    if changes.keep_back and changes.case is not None and case_key is not None:
        waits = tuple(out for out in changes.outgoing if out.cause != NUDGE)
        yield from kept_back.append(changes.case.id, waits, case_key, changes.keep_back_until)
        changes = replace(changes, outgoing=tuple(out for out in changes.outgoing if out.cause == NUDGE))
    if changes.contact.blocked or (changes.keep_back and not changes.outgoing):
        return ()
    claim = me if known.lane_free else None
    case_id = None if changes.case is None else changes.case.id
    yield from outbox.append(changes.contact.id, case_id, changes.outgoing, contact_key, now, claim, shown)
    if claim is None:
        return ()
    return tuple(Delivery(out.id, changes.contact.id, changes.contact.address, out) for out in changes.outgoing)


def give_out(case_key: Key, changes: Changes, now: datetime) -> Steps[tuple[Changes, frozenset[str]]]:
    """What was kept back is said now, before the rest, by whoever holds the case now; and which of it stands in the
    transcript."""
    assert changes.case is not None
    said, shown = yield from kept_back.take(changes.case.id, case_key)
    yield from line_fates.mark({out.id: "queued" for out in said}, now)
    until = next((out.open_until for out in changes.outgoing), None) or lock_screen.open_until(changes.case)
    token = changes.case.holder.token
    bound = tuple(replace(out, holder_token=token, open_until=until) for out in said)
    return replace(changes, outgoing=(*bound, *changes.outgoing)), shown


def took_it_back(known: Known, changes: Changes) -> bool:
    """She herself wants nothing more of the people who had her case: what they wrote and is not sent yet never is."""
    before, case = known.loaded.case, changes.case
    if before is None or case is None or case.holder.token == before.holder.token:
        return False
    return before.holder.kind != "bot" and case.holder.kind == "bot"


@dataclass(frozen=True)
class Former:
    """What former holders wrote and is on its way: ids this process has in hand, and whether others have some too."""

    mine: tuple[str, ...] = ()
    elsewhere: bool = False


def withdraw_former(me: Claim, known: Known, changes: Changes, now: datetime) -> Steps[tuple[Known, Former]]:
    """Take out what waits of former holders, where the case has a new one. Returns what stands now, and what is on its
    way."""
    before, case = known.loaded.case, changes.case
    if before is None or (case is not None and case.holder.token == before.holder.token):
        return known, Former()
    token = NOBODY if case is None else case.holder.token
    if changes.carry_over and case is not None:
        yield from ask(
            "UPDATE outbox SET holder_token = $2 WHERE case_id = $1 AND holder_token = $3",
            before.id,
            token,
            before.holder.token,
        )
    elif not (before.holder.kind != "staff" and case is not None and case.holder.kind != "bot"):
        # who takes a case up from the line leaves her what a colleague wrote before, and let go of by herself
        dropped = yield from kept_back.drop(before.id)
        yield from line_fates.mark(dict.fromkeys(dropped, "withdrawn"), now)
    rows = yield from ask(
        f"DELETE FROM outbox{OF_ANOTHER} AND state = 'pending' RETURNING id, shown, ambiguous",  # noqa: S608
        before.id,
        token,
    )
    yield from line_fates.withdrawn(rows, now)
    rows = yield from ask(f"SELECT id, claimed_by FROM outbox{OF_ANOTHER}", before.id, token)  # noqa: S608
    mine = tuple(row[0] for row in rows if row[1] == me.process)
    before_it = yield from ask(ON_ITS_WAY, changes.contact.id)
    return replace(known, lane_free=not before_it), Former(mine, len(mine) < len(rows))
