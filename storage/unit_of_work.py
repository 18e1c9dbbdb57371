"""The unit: one incoming worked off in one transaction. Seen? Load, decide, save, write what is to be sent: or nothing.

The same steps run on both engines. Nothing here waits for anything but the database, and `decide` for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from helpline.delivery import CopyWanted, Worked
from helpline.ports import Changes, Decide, House, Incoming
from storage import returning
from storage.loading import Known, load
from storage.master import MasterKeys
from storage.repositories.outbox import Claim
from storage.ring import UnitKeys
from storage.saving import save
from storage.statements import Steps, ask, minute


@dataclass(frozen=True)
class Ground:
    """What a unit stands on: the keys it may use, and the claim it writes its deliveries under."""

    keys: UnitKeys
    master: MasterKeys
    me: Claim


@dataclass(frozen=True)
class Done:
    """What the caller is told, and the keys to destroy now that it is durable.

    `waits`: what is to be sent stands behind something of hers that another process has in hand, or that goes again.
    `happened`: there are events to be numbered. `noticed`: staff have acted, or time has.
    `elsewhere`: another process has something in hand that is not to be sent any more.
    """

    worked: Worked
    doomed: tuple[str, ...] = field(default=())
    waits: bool = False
    happened: bool = False
    noticed: bool = False
    elsewhere: bool = False


def work(ground: Ground, incoming: Incoming, now: datetime, house: House, decide: Decide) -> Steps[Done]:
    """Raises whatever `decide` raises; then nothing of it has happened."""
    lookup = ground.master.lookup(incoming.address.channel, incoming.address.plain)
    known = yield from load(ground.keys, lookup, incoming, ground.me.process)
    if known is None:
        return Done(Worked(fresh=False))
    known = yield from returning.look(ground.keys, ground.master, known, incoming, now)
    return (yield from decided(ground, known, incoming, now, house, decide))


def park(
    ground: Ground, incoming: Incoming, error_class: str, now: datetime, house: House, decide: Decide
) -> Steps[Done]:
    """An update that failed three times is marked as seen, by id and class of error, and the chat goes on."""
    lookup = ground.master.lookup(incoming.address.channel, incoming.address.plain)
    known = yield from load(ground.keys, lookup, incoming, ground.me.process, forgiving=True)
    if known is None:
        return Done(Worked(fresh=False))
    yield from ask(
        "INSERT INTO failure (channel, update_id, times, error_class, parked, at) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (channel, update_id) DO UPDATE SET parked = $5, error_class = $4",
        incoming.channel,
        incoming.update,
        1,
        error_class,
        True,
        minute(now),
    )
    return (yield from decided(ground, known, incoming, now, house, decide))


def decided(
    ground: Ground, known: Known, incoming: Incoming, now: datetime, house: House, decide: Decide
) -> Steps[Done]:
    changes = decide(known.loaded, incoming, now, house)
    return (yield from done(ground, known, incoming, changes, now))


def done(ground: Ground, known: Known, incoming: Incoming | None, changes: Changes, now: datetime) -> Steps[Done]:
    """Save what was decided, and say what came of it."""
    saved = yield from save(ground.keys, ground.master, ground.me, known, incoming, changes, now)
    copy, team = copy_of(changes), changes.case.holder.team if changes.case else None
    worked = Worked(
        True, changes.answer, changes.alerts, saved.deliveries, saved.deletions, saved.former.mine, copy, team,
        changes.walked,
    )  # fmt: skip
    waits = bool(changes.outgoing or changes.give_out) and not saved.deliveries
    return Done(worked, saved.doomed, waits, bool(changes.events), incoming is None, saved.former.elsewhere)


def copy_of(changes: Changes) -> CopyWanted | None:
    """Her words are handed on in memory; nothing of them is saved."""
    case = changes.case
    if changes.copy is None or case is None:
        return None
    return CopyWanted(case.id, changes.contact.address, changes.copy)


def fail(channel: str, update: int, error_class: str, now: datetime) -> Steps[int]:
    """Count a failed decision; returns how often this update has failed."""
    rows = yield from ask(
        "INSERT INTO failure (channel, update_id, times, error_class, parked, at) VALUES ($1, $2, 1, $3, $4, $5)"
        " ON CONFLICT (channel, update_id) DO UPDATE SET times = failure.times + 1, error_class = excluded.error_class"
        " RETURNING times",
        channel,
        update,
        error_class,
        False,
        minute(now),
    )
    return int(rows[0][0])
