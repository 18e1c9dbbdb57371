"""cases: what queues and rules need lies open as codes; number, answers, words and PIN digest are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from helpline.case import Case, Holder
from storage.repositories import parts
from storage.seal import Cell, Key, open_record, seal_record
from storage.statements import Steps, ask, minute, moment

#: In the order `opened` reads them.
COLUMNS = "id, key_id, state, route, urgency, holder_kind, team, staff, holder_token, waiting_since, sealed"


def cell(case_id: str) -> Cell:
    return Cell("cases", "sealed", case_id)


def record(case: Case) -> dict[str, Any]:
    """What of a case is sealed."""
    return {
        "number": case.number,
        "opened_at": case.opened_at.isoformat(),
        "language": case.language,
        "pin_digest": None if case.pin_digest is None else case.pin_digest.hex(),
        "facts": dict(case.facts),
        "words": dict(case.words),
    }


def load(key: Key, row: Sequence[Any]) -> Steps[Case]:
    """The case of this row (COLUMNS), its consents and items read with it. Raises SealBroken."""
    case_id, _, state, route, urgency, kind, team, staff, token, waiting, sealed = row
    told = open_record(key, cell(case_id), sealed)
    consents, items = yield from parts.load_kept(case_id, key)
    return Case(
        id=case_id,
        number=told["number"],
        opened_at=datetime.fromisoformat(told["opened_at"]),
        language=told["language"],
        holder=Holder(kind, team, staff, token),
        route=route,
        urgency=urgency,
        state=state,
        waiting_since=None if waiting is None else moment(waiting),
        pin_digest=None if told["pin_digest"] is None else bytes.fromhex(told["pin_digest"]),
        facts=told["facts"],
        words=told["words"],
        consents=consents,
        items=items,
    )


def insert(case: Case, key: Key, number_lookup: bytes) -> Steps[None]:
    holder = case.holder
    yield from ask(
        "INSERT INTO cases (id, key_id, number_lookup, state, route, urgency, holder_kind, team, staff, holder_token,"
        " opened_at, waiting_since, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        case.id,
        key.id,
        number_lookup,
        case.state,
        case.route,
        case.urgency,
        holder.kind,
        holder.team,
        holder.staff,
        holder.token,
        minute(case.opened_at),
        case.waiting_since,
        seal_record(key, cell(case.id), record(case)),
    )
    yield from parts.save_consents(case.id, (), case.consents, key)
    yield from parts.save_items(case.id, (), case.items, key)


def update(before: Case, case: Case, key: Key, number_lookup: bytes) -> Steps[None]:
    """Save what differs."""
    if own(before) != own(case):
        holder = case.holder
        yield from ask(
            "UPDATE cases SET number_lookup = $2, state = $3, route = $4, urgency = $5, holder_kind = $6, team = $7,"
            " staff = $8, holder_token = $9, waiting_since = $10, sealed = $11 WHERE id = $1",
            case.id,
            number_lookup,
            case.state,
            case.route,
            case.urgency,
            holder.kind,
            holder.team,
            holder.staff,
            holder.token,
            case.waiting_since,
            seal_record(key, cell(case.id), record(case)),
        )
    yield from parts.save_consents(case.id, before.consents, case.consents, key)
    yield from parts.save_items(case.id, before.items, case.items, key)


def reseal(before: Case, case: Case, old: Key, new: Key, keep_lines: bool) -> Steps[None]:
    """Everything that stays is sealed under a new key, so that what was removed goes with the old one."""
    lines = (yield from parts.load_lines(case.id, old)) if keep_lines else ()
    yield from parts.clear(case.id)
    yield from ask(
        "UPDATE cases SET key_id = $2, sealed = $3 WHERE id = $1",
        case.id,
        new.id,
        seal_record(new, cell(case.id), record(before)),
    )
    yield from parts.save_consents(case.id, (), case.consents, new)
    yield from parts.save_items(case.id, (), case.items, new)
    yield from parts.append_lines(case.id, lines, new)


def own(case: Case) -> tuple[Any, ...]:
    """What lies in the case's own row."""
    return (case.state, case.route, case.urgency, case.holder, case.waiting_since, record(case))


def erase(case_id: str) -> Steps[None]:
    """All rows of a case. What was sealed becomes unrecoverable with its key, which the caller destroys."""
    yield from ask("DELETE FROM outbox WHERE case_id = $1 AND state = 'pending'", case_id)
    yield from parts.clear(case_id)
    yield from ask("DELETE FROM access WHERE case_id = $1", case_id)
    yield from ask("DELETE FROM cases WHERE id = $1", case_id)


# ── the access row between a case and a contact ───────────────────────────────────────────────────────────────────
def give_access(case_id: str, contact_id: str, now: datetime) -> Steps[None]:
    yield from ask(
        "INSERT INTO access (case_id, contact_id, opened_at, locked) VALUES ($1, $2, $3, $4)",
        case_id,
        contact_id,
        minute(now),
        False,
    )


def lock_access(case_id: str, contact_id: str) -> Steps[None]:
    """The chat forgets the case, until its PIN."""
    yield from ask("UPDATE access SET locked = $3 WHERE case_id = $1 AND contact_id = $2", case_id, contact_id, True)
