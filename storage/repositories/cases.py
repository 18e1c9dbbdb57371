"""cases: what queues and rules need lies open as codes; number, answers, words and PIN digest are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from helpline.case import Case, Holder
from helpline.retention import last_given
from storage.repositories import parts
from storage.seal import Cell, Key, open_record, seal_record
from storage.statements import Steps, ask, minute, moment, places

#: In the order `opened` reads them.
COLUMNS = (
    "id, key_id, state, route, urgency, holder_kind, team, staff, holder_token, waiting_since, holder_since, wrote,"
    " wrote_at, answer_by, numbers_by, kept_for, sealed"
)


def cell(case_id: str) -> Cell:
    return Cell("cases", "sealed", case_id)


def record(case: Case) -> dict[str, Any]:
    """What of a case is sealed; what most cases do not have is left out."""
    told = {
        "number": case.number,
        "opened_at": case.opened_at.isoformat(),
        "language": case.language,
        "pin_digest": None if case.pin_digest is None else case.pin_digest.hex(),
        "facts": dict(case.facts),
        "words": dict(case.words),
    }
    rare = {
        "outcome": case.outcome,
        "safe_time": case.safe_time,
        "since": exact(case.holder.since),
        "wrote_at": exact(case.wrote_at),
        "nudged_at": exact(case.nudged_at),
        "warned_at": exact(case.warned_at),
        "last_day": exact(case.last_day),
    }
    return told | {name: value for name, value in rare.items() if value is not None}


def exact(at: datetime | None) -> str | None:
    """A time as it was; the column beside tells the minute alone."""
    return None if at is None else at.isoformat()


def told_or(exactly: str | None, column: Any) -> datetime | None:
    """As it was sealed, or what the column says of a case that was sealed before there was more."""
    return datetime.fromisoformat(exactly) if exactly else known(column)


def known(column: Any) -> datetime | None:
    return None if column is None else moment(column)


def coarse(at: datetime | None) -> datetime | None:
    return None if at is None else minute(at)


def load(key: Key, row: Sequence[Any]) -> Steps[Case]:
    """The case of this row (COLUMNS), its consents and items read with it. Raises SealBroken."""
    case_id, _, state, route, urgency, kind, team, staff, token, waiting, since, wrote, wrote_at, *times, sealed = row
    told = open_record(key, cell(case_id), sealed)
    consents, items = yield from parts.load_kept(case_id, key)
    return Case(
        id=case_id,
        number=told["number"],
        opened_at=datetime.fromisoformat(told["opened_at"]),
        language=told["language"],
        holder=Holder(kind, team, staff, token, told_or(told.get("since"), since)),
        route=route,
        urgency=urgency,
        state=state,
        waiting_since=known(waiting),
        pin_digest=None if told["pin_digest"] is None else bytes.fromhex(told["pin_digest"]),
        facts=told["facts"],
        words=told["words"],
        consents=consents,
        items=items,
        outcome=told.get("outcome"),
        safe_time=told.get("safe_time"),
        wrote=wrote,
        wrote_at=told_or(told.get("wrote_at"), wrote_at),
        answer_by=known(times[0]),
        numbers_by=known(times[1]),
        nudged_at=told_or(told.get("nudged_at"), None),
        warned_at=told_or(told.get("warned_at"), None),
        kept_for=times[2],
        last_day=told_or(told.get("last_day"), None),
    )


def insert(case: Case, key: Key, number_lookup: bytes) -> Steps[None]:
    yield from ask(
        "INSERT INTO cases (id, number_lookup, state, route, urgency, holder_kind, team, staff, holder_token,"  # noqa: S608 - numbers of places
        " waiting_since, language, holder_since, wrote, wrote_at, answer_by, numbers_by, kept_for, given_at, worded,"
        f" sealed, key_id, opened_at) VALUES ({places(22)})",
        *columns(case, key, number_lookup),
        key.id,
        minute(case.opened_at),
    )
    yield from parts.save_consents(case.id, (), case.consents, key)
    yield from parts.save_items(case.id, (), case.items, key)


def columns(case: Case, key: Key, number_lookup: bytes) -> tuple[Any, ...]:
    """What may change in a case's own row, in the order of both statements."""
    holder = case.holder
    return (
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
        case.language,
        coarse(holder.since),
        case.wrote,
        coarse(case.wrote_at),
        case.answer_by,
        case.numbers_by,
        case.kept_for,
        minute(last_given(case)),
        bool(case.words),
        seal_record(key, cell(case.id), record(case)),
    )


def update(before: Case, case: Case, key: Key, number_lookup: bytes) -> Steps[None]:
    """Save what differs."""
    if own(before) != own(case):
        yield from ask(
            "UPDATE cases SET number_lookup = $2, state = $3, route = $4, urgency = $5, holder_kind = $6, team = $7,"
            " staff = $8, holder_token = $9, waiting_since = $10, language = $11, holder_since = $12, wrote = $13,"
            " wrote_at = $14, answer_by = $15, numbers_by = $16, kept_for = $17, given_at = $18,"
            " worded = $19, sealed = $20 WHERE id = $1",
            *columns(case, key, number_lookup),
        )
    yield from parts.save_consents(case.id, before.consents, case.consents, key)
    yield from parts.save_items(case.id, before.items, case.items, key)


def reseal(before: Case, case: Case, old: Key, new: Key, keep_lines: bool) -> Steps[None]:
    """Everything that stays is sealed under a new key, so that what was removed goes with the old one. What people
    wrote about it, and what waits for her, goes with the transcript."""
    yield from parts.clear_kept(case.id)
    if keep_lines:
        yield from parts.reseal_said(case.id, old, new)
    else:
        yield from parts.clear_said(case.id)
    yield from ask(
        "UPDATE cases SET key_id = $2, sealed = $3 WHERE id = $1",
        case.id,
        new.id,
        seal_record(new, cell(case.id), record(before)),
    )
    yield from parts.save_consents(case.id, (), case.consents, new)
    yield from parts.save_items(case.id, (), case.items, new)


def own(case: Case) -> tuple[Any, ...]:
    """What lies in the case's own row."""
    times = (case.waiting_since, case.answer_by, case.numbers_by, last_given(case))
    return (case.state, case.route, case.urgency, case.holder, case.wrote, times, case.kept_for, record(case))


def erase(case_id: str) -> Steps[None]:
    """All rows of a case. What was sealed becomes unrecoverable with its key, which the caller destroys."""
    yield from ask("DELETE FROM outbox WHERE case_id = $1 AND state = 'pending'", case_id)
    yield from parts.clear_kept(case_id)
    yield from parts.clear_said(case_id)
    yield from ask("DELETE FROM seen_words WHERE case_id = $1", case_id)
    yield from ask("DELETE FROM viewing WHERE case_id = $1", case_id)
    yield from ask("DELETE FROM ticket WHERE case_id = $1", case_id)
    yield from ask("DELETE FROM page_session WHERE case_id = $1", case_id)
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
