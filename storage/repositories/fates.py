"""fates: what became of the attempts at sending, many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from helpline.delivery import Fate
from storage.repositories import contacts, line_fates, messages, tally
from storage.repositories.messages import Sent
from storage.ring import KeyGone, UnitKeys
from storage.statements import Lock, Row, Statement, Steps, ask, ask_in, collect, send

#: Fates settled with one statement at most; a power of two.
MOST = 64
ROWS = (
    "SELECT o.id, o.contact_id, o.seq, o.ambiguous, o.wiped, o.is_edit, o.shown, o.tag, o.delete_after, c.key_id,"
    " o.claimed_by"
    " FROM outbox o JOIN contact c ON c.id = o.contact_id WHERE o.id IN {ids}"
    " ORDER BY o.seq FOR UPDATE OF o FOR SHARE OF c"  # of the contact too: her key must be the one of now
)
LANES_OF = "SELECT DISTINCT c.lookup FROM outbox o JOIN contact c ON c.id = o.contact_id WHERE o.id IN {ids}"


@dataclass(frozen=True)
class Attempted:
    """An outbox row and what became of it. `claimed_by`: who has it in hand now."""

    fate: Fate
    id: str
    contact_id: str
    seq: int
    ambiguous: bool
    wiped: bool
    is_edit: bool
    shown: bool
    tag: str | None
    delete_after: int | None
    key_id: str
    claimed_by: str | None

    @property
    def comes_again(self) -> bool:
        """A retry, or an attempt that may have arrived and was not repeated yet."""
        if self.fate.kind == "ambiguous":
            return not self.ambiguous and self.fate.due is not None
        return self.fate.kind == "retry"


def settle(keys: UnitKeys, process: str, fates: Sequence[Fate], lock_of: Callable[[bytes], int]) -> Steps[bool]:
    """Each row of these fates goes, or waits to be tried again. Rows that are gone already are passed over, and so is a
    try that failed of a row which another process has taken over: it is that one's to send. Returns whether any of it
    stands in a transcript."""
    shown = False
    for group in halves(fates):
        yield from hold_lanes([fate for fate in group if fate.kind != "sent"], lock_of)
        known = [one for one in (yield from attempted(group)) if not (one.comes_again and one.claimed_by != process)]
        done = [one for one in known if not one.comes_again]
        writes: list[Statement] = []
        collect(remember(keys, done), writes)
        collect(ask_in("DELETE FROM outbox WHERE id IN {ids}", [one.id for one in done]), writes)
        yield from send(writes)
        for one in known:
            if one.comes_again:
                yield from try_again(one, process)
            elif one.fate.kind == "blocked":
                yield from stop_sending(one)
        yield from line_fates.mark({one.id: of_line(one.fate) for one in known if one.shown}, now_of(known))
        yield from count(known)
        shown = shown or any(one.shown for one in known)
    return shown


def of_line(fate: Fate) -> str:
    """What the transcript says of it."""
    return "trying" if fate.kind == "retry" else fate.kind


def now_of(known: Sequence[Attempted]) -> datetime:
    return max((one.fate.at for one in known), default=datetime.min.replace(tzinfo=UTC))


def halves(fates: Sequence[Fate]) -> Iterator[Sequence[Fate]]:
    """In groups of 64, 32, 16 …: of so few sizes that the engine has each statement ready already."""
    start = 0
    while left := len(fates) - start:
        size = min(MOST, 1 << (left.bit_length() - 1))
        yield fates[start : start + size]
        start += size


def attempted(fates: Sequence[Fate]) -> Steps[list[Attempted]]:
    rows = yield from ask_in(ROWS, [fate.delivery_id for fate in fates])
    by_id = {row[0]: row for row in rows}
    return [one(fate, by_id[fate.delivery_id]) for fate in fates if fate.delivery_id in by_id]


def one(fate: Fate, row: Row) -> Attempted:
    row_id, contact_id, seq, ambiguous, wiped, is_edit, shown, *rest = row
    return Attempted(fate, row_id, contact_id, seq, bool(ambiguous), bool(wiped), bool(is_edit), bool(shown), *rest)


def hold_lanes(fates: Sequence[Fate], lock_of: Callable[[bytes], int]) -> Steps[None]:
    """Nothing joins these lanes until it is settled what goes again. In one order, and before any row is held, as a
    unit does it: no two wait for each other."""
    rows = yield from ask_in(LANES_OF, [fate.delivery_id for fate in fates])
    for number in sorted({lock_of(row[0]) for row in rows}):
        yield Lock(number)


def remember(keys: UnitKeys, done: Sequence[Attempted]) -> Steps[None]:
    """What was sent stands on her phone now: keep its id, sealed, so that it can be taken back."""
    sent = [one for one in done if one.fate.message_id is not None and (one.wiped or not one.is_edit)]
    keys.want(*{one.key_id for one in sent})
    rows = []
    for one in sent:
        try:
            rows.append(messages.row(one.contact_id, keys.key(one.key_id), stands(one)))
        except KeyGone:
            continue
    yield from messages.remember(rows)


def stands(one: Attempted) -> Sent:
    delete_at = None
    if one.wiped:
        delete_at = one.fate.at
    elif one.delete_after is not None:
        delete_at = one.fate.at + timedelta(seconds=one.delete_after)
    assert one.fate.message_id is not None
    outgoing = one.id if one.shown else None
    return Sent(one.fate.message_id, True, one.fate.at, one.tag, delete_at, outgoing)


def try_again(one: Attempted, process: str) -> Steps[None]:
    """It waits until it is due; what this process holds behind it in the lane waits behind it again."""
    yield from ask(
        "UPDATE outbox SET state = 'pending', claimed_by = NULL, lease_until = NULL, attempts = attempts + 1,"
        " due_at = $2, ambiguous = $3 WHERE id = $1",
        one.id,
        one.fate.due or one.fate.at,
        one.ambiguous or one.fate.kind == "ambiguous",
    )
    yield from ask(
        "UPDATE outbox SET state = 'pending', claimed_by = NULL, lease_until = NULL"
        " WHERE contact_id = $1 AND seq > $2 AND state = 'sending' AND claimed_by = $3",
        one.contact_id,
        one.seq,
        process,
    )


def stop_sending(one: Attempted) -> Steps[None]:
    """She has blocked the bot: nothing more is tried, until she writes again."""
    yield from contacts.mark_blocked(one.contact_id, True)
    rows = yield from ask("DELETE FROM outbox WHERE contact_id = $1 RETURNING id, shown", one.contact_id)
    yield from tally.add("blocked", len(rows))
    yield from line_fates.mark({row[0]: "blocked" for row in rows if row[1]}, one.fate.at)


def count(known: Sequence[Attempted]) -> Steps[None]:
    for kind in ("ambiguous", "refused", "blocked", "withdrawn"):
        yield from tally.add(kind, sum(1 for one in known if one.fate.kind == kind))
