"""lanes: the outbox rows of one contact form a lane, sent in the order they were written; lanes go side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from helpline.delivery import Delivery
from storage.errors import SealBroken
from storage.repositories import contacts, line_fates, outbox, tally
from storage.repositories.outbox import Claim
from storage.ring import KeyGone, UnitKeys
from storage.statements import Row, Rows, Steps, ask, ask_in, chunks, moment

#: How long a claimed row is left to its process. While it lives it renews; after that another takes over.
LEASE = timedelta(seconds=20)
LANE = (
    "SELECT o.id, o.contact_id, o.state, o.due_at, o.attempts, o.ambiguous, o.tag, o.delete_after, o.holder_token,"
    " o.sealed, c.key_id, c.sealed FROM outbox o JOIN contact c ON c.id = o.contact_id"
    " WHERE o.contact_id IN {ids} ORDER BY o.seq"
)
#: Written by who held the case then and does not now.
STALE = (
    "holder_token IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM cases k WHERE k.id = outbox.case_id AND k.holder_token = outbox.holder_token)"
)
STALE_IN_HAND = f"SELECT id FROM outbox WHERE state = 'sending' AND claimed_by = $1 AND {STALE}"  # noqa: S608


@dataclass(frozen=True)
class Claimed:
    """`broken`: how many rows did not open and were put away; nobody but the operator can know what they said."""

    deliveries: list[Delivery]
    broken: int = 0


def claim(keys: UnitKeys, me: Claim, now: datetime, limit: int, held: Collection[str] | None = None) -> Steps[Claimed]:
    """Rows that are due, lane by lane from the front, for this process to send. `held`: what it has in hand."""
    renewed = yield from renew(me, now)
    if held is not None:
        yield from give_back([row_id for row_id in renewed if row_id not in held])
    yield from take_over_expired(me, now)
    yield from withdraw_stale(now)
    heads = yield from ask(
        "SELECT o.id, o.contact_id FROM outbox o WHERE o.state = 'pending' AND o.due_at <= $1 AND NOT EXISTS"
        " (SELECT 1 FROM outbox e WHERE e.contact_id = o.contact_id AND e.seq < o.seq)"
        " ORDER BY o.due_at, o.seq LIMIT $2 FOR UPDATE SKIP LOCKED",
        now,
        limit,
    )
    rows = yield from ask_in(LANE, sorted({head[1] for head in heads}))
    keys.want(*{row[10] for row in rows})
    front = due_front(rows, {head[0] for head in heads}, now)
    claimed = yield from opened(keys, front, now)
    yield from ask_in(
        "UPDATE outbox SET state = 'sending', claimed_by = $1, lease_until = $2 WHERE id IN {ids}",
        [delivery.id for delivery in claimed.deliveries],
        me.process,
        me.until,
    )
    return claimed


def any_due(now: datetime) -> Steps[bool]:
    """Something waits that could be claimed by now, or nearly."""
    rows = yield from ask("SELECT 1 FROM outbox WHERE state = 'pending' AND due_at <= $1 LIMIT 1", now)
    return bool(rows)


def due_front(rows: Rows, heads: set[str], now: datetime) -> list[Row]:
    """Of each lane whose head is ours, the rows up to the first that is not due."""
    front: list[Row] = []
    going: dict[str, bool] = {}
    for row in rows:
        ready = row[2] == "pending" and moment(row[3]) <= now
        if going.setdefault(row[1], row[0] in heads) and ready:
            front.append(row)
        else:
            going[row[1]] = False
    return front


def opened(keys: UnitKeys, rows: Sequence[Row], now: datetime) -> Steps[Claimed]:
    """The rows as deliveries. One whose key is gone, and one that does not open, can never be sent: it is cleared away,
    or it would hold up its lane, and with the lane every other one. What was changed by a stranger is counted."""
    deliveries: list[Delivery] = []
    lost: list[str] = []
    broken = 0
    for row in rows:
        try:
            deliveries.append(delivery(keys, row))
        except KeyGone:
            lost.append(row[0])
        except SealBroken:
            lost.append(row[0])
            broken += 1
    yield from ask_in("DELETE FROM outbox WHERE id IN {ids}", lost)
    yield from line_fates.mark(dict.fromkeys(lost, "refused"), now)
    yield from tally.add("broken", broken)
    return Claimed(deliveries, broken)


def delivery(keys: UnitKeys, row: Row) -> Delivery:
    row_id, contact_id, _, _, attempts, ambiguous, tag, after, token, sealed, key_id, address = row
    key = keys.key(key_id)
    return Delivery(
        row_id,
        contact_id,
        contacts.open_address(key, contact_id, address),
        outbox.opened(key, row_id, sealed, tag, after, token),
        attempts,
        bool(ambiguous),
    )


def renew(me: Claim, now: datetime) -> Steps[list[str]]:
    """This process lives: what it has in hand stays its own. Returns the ids."""
    rows = yield from ask(
        "UPDATE outbox SET lease_until = $2 WHERE state = 'sending' AND claimed_by = $1 AND lease_until < $3"
        " RETURNING id",
        me.process,
        me.until,
        now + LEASE / 2,
    )
    return [row[0] for row in rows]


def give_back(ids: Sequence[str]) -> Steps[None]:
    """Rows of this process that it knows nothing of: their commit was done, but it was told of trouble. Nobody has
    tried to send them, so none of them is a repeat."""
    for group in chunks(ids, 200):
        yield from ask_in(
            "UPDATE outbox SET state = 'pending', claimed_by = NULL, lease_until = NULL"
            " WHERE state = 'sending' AND id IN {ids}",
            group,
        )


def take_over_expired(me: Claim, now: datetime) -> Steps[int]:
    """Rows whose process died may or may not have arrived: they are sent once more, and counted."""
    return (
        yield from revive(
            "UPDATE outbox SET state = 'pending', claimed_by = NULL, lease_until = NULL, ambiguous = $1"
            " WHERE state = 'sending' AND claimed_by <> $2 AND lease_until < $3 RETURNING id",
            True,
            me.process,
            now,
        )
    )


def take_over_all(me: Claim) -> Steps[int]:
    """On SQLite one process writes: at its start, whatever another had in hand is without an owner."""
    return (
        yield from revive(
            "UPDATE outbox SET state = 'pending', claimed_by = NULL, lease_until = NULL, ambiguous = $1"
            " WHERE state = 'sending' AND claimed_by <> $2 RETURNING id",
            True,
            me.process,
        )
    )


def revive(sql: str, *values: Any) -> Steps[int]:
    rows = yield from ask(sql, *values)
    yield from tally.add("ambiguous", len(rows))
    return len(rows)


def withdraw_stale(now: datetime) -> Steps[None]:
    """Whoever wrote these held the case then and does not now, or they were on the wire when the chat was emptied and
    have not arrived: they are not sent."""
    rows = yield from ask(
        f"DELETE FROM outbox WHERE state = 'pending' AND (wiped OR {STALE}) RETURNING id, shown, ambiguous"  # noqa: S608
    )
    yield from line_fates.withdrawn(rows, now)
