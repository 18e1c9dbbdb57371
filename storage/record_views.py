"""What an auditor sees of the record: events by number, kind, person, time or case; codes, and no word of anyone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from helpline.audit import AuditAsk, AuditPage, AuditRow, Head, Verified
from helpline.events import Event
from storage.desk_views import read_about
from storage.repositories import events
from storage.statements import Row, Steps, ask, ask_one, minute, moment

VERIFIED = "SELECT at, about FROM event WHERE kind = 'audit_verified' ORDER BY position DESC LIMIT 1"
READ = "SELECT 1 FROM event WHERE kind = 'audit_read' AND at > $1 AND about LIKE $2 ESCAPE '!' LIMIT 1"
#: Reading on within this time is the same reading.
ONCE = timedelta(hours=1)


def page(asked: AuditAsk, number_lookup: bytes | None) -> Steps[AuditPage]:
    """The newest that fit, as many as were asked for."""
    people: dict[str, str] = {row[0]: row[1] for row in (yield from ask("SELECT id, alias FROM staff ORDER BY alias"))}
    case_id = asked.case
    if number_lookup is not None:
        row = yield from ask_one("SELECT id FROM cases WHERE number_lookup = $1", number_lookup)
        case_id = row[0] if row else ""
    condition, values = where(asked, case_id)
    rows = yield from ask(
        f"SELECT seq, kind, at, case_id, about FROM event WHERE {condition} ORDER BY seq DESC LIMIT {asked.limit + 1}",  # noqa: S608
        *values,
    )
    told = tuple(audit_row(row, people) for row in rows[: asked.limit])
    head = Head(*(yield from events.head()))
    following = told[-1].seq if len(rows) > asked.limit else None
    return AuditPage(told, following, head, (yield from verified()), tuple(people.items()))


def where(asked: AuditAsk, case_id: str | None) -> tuple[str, list[Any]]:
    parts, values = ["seq IS NOT NULL"], []

    def also(condition: str, value: Any) -> None:
        if value is not None:
            values.append(value)
            parts.append(condition.replace("$", f"${len(values)}"))

    also("kind = $", asked.kind)
    also("at >= $", asked.since)
    also("at < $", asked.until)
    also("case_id = $", case_id)
    also("seq < $", asked.before)
    if asked.staff is not None:  # by her, or about her: her id is a value of its own there
        also("about LIKE $ ESCAPE '!'", f'%: "{plain(asked.staff)}"%')
    return " AND ".join(parts), values


def plain(text: str) -> str:
    """Signs that would mean something to LIKE mean themselves."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def audit_row(row: Row, people: Mapping[str, str]) -> AuditRow:
    seq, kind, at, case_id, told = row
    about = read_about(told)
    doer, whom = about.pop("staff", None), about.pop("by", None)
    if whom is not None and kind.startswith("staff_"):  # here `staff` is whom it is about
        doer, whom = whom, doer
    return AuditRow(
        seq=int(seq),
        kind=kind,
        at=moment(at),
        alias=name(doer, people),
        whom=name(whom, people),
        case=case_id,
        about={key: people.get(str(value), value) for key, value in about.items() if key != "sign_in"},
        purged=told is None,
    )


def name(staff: Any, people: Mapping[str, str]) -> str | None:
    """Her alias. The house itself, or who wrote to us, stands there as the code it is."""
    return None if not staff else people.get(str(staff), str(staff))


def verified() -> Steps[Verified | None]:
    row = yield from ask_one(VERIFIED)
    if row is None:
        return None
    about = read_about(row[1])
    return Verified(moment(row[0]), int(about.get("count", 0)), int(about.get("broken", 0)))


def note_read(event_id: str, sign_in: str, staff_id: str, now: datetime) -> Steps[bool]:
    """She reads it: that is an event too, once an hour for each sign-in."""
    if (yield from ask_one(READ, minute(now) - ONCE, f'%"sign_in": "{plain(sign_in)}"%')) is not None:
        return False
    about = {"staff": staff_id, "sign_in": sign_in}
    yield from events.append([Event(event_id, "audit_read", now, None, about)])
    return True
