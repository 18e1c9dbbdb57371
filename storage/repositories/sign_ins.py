"""sign-ins: who is in, since when, until when. The cookie's token lies here as its digest alone."""

# ruff: noqa: S608  what is put into statements here are names of columns, and ours

from __future__ import annotations

from datetime import datetime

from helpline.people import FOR_SHOW, IDLE, LONGEST, SignIn, Visit
from storage.repositories import staff
from storage.statements import Steps, ask, ask_one, moment

#: Use is written down when the last note of it is so old: otherwise each look at the queue would cost a sync.
NOTE_EVERY_SECONDS = 60
STAFF = ", ".join(f"w.{column}" for column in staff.COLUMNS.split(", "))
#: The clock of a demo is moved by hours: that signs nobody out there.
GOOD = "(s.used_at > $2 OR s.way = 'demo') AND s.until > $3 AND w.active"


def visit(digest: bytes, now: datetime) -> Steps[tuple[Visit, bool] | None]:
    """Who comes with this token, and whether it is time to note that she did. None: nobody, too old, or disabled."""
    row = yield from ask_one(
        f"SELECT {STAFF}, s.id, s.stepped_up_until, s.exposures, s.way, s.used_at"
        f" FROM sign_in s JOIN staff w ON w.id = s.staff_id WHERE s.digest = $1 AND {GOOD}",
        digest,
        now - IDLE,
        now,
    )
    if row is None:
        return None
    stepped_up = None if row[8] is None else moment(row[8])
    found = Visit(row[7], staff.of(row), stepped_up, int(row[9]), row[10])
    return found, (now - moment(row[11])).total_seconds() >= NOTE_EVERY_SECONDS


def still(sign_in: str, stepped_up_until: datetime | None, now: datetime) -> Steps[bool]:
    """Whether it holds, and its token is the one it had when its last step-up held until then: each makes a new one."""
    found = yield from ask_one(
        f"SELECT s.stepped_up_until FROM sign_in s JOIN staff w ON w.id = s.staff_id WHERE s.id = $1 AND {GOOD}",
        sign_in,
        now - IDLE,
        now,
    )
    return found is not None and (None if found[0] is None else moment(found[0])) == stepped_up_until


def touch(sign_in: str, now: datetime) -> Steps[None]:
    """What was ended in the meantime stays ended: only a row that is there is touched."""
    yield from ask("UPDATE sign_in SET used_at = $2 WHERE id = $1 AND used_at < $2", sign_in, now)


def insert(sign_in: str, digest: bytes, staff_id: str, way: str, device: str, now: datetime) -> Steps[None]:
    until = now + (FOR_SHOW if way == "demo" else LONGEST)
    yield from ask(
        "INSERT INTO sign_in (id, digest, staff_id, way, device, began_at, used_at, until, exposures)"
        " VALUES ($1, $2, $3, $4, $5, $6, $6, $7, 0)",
        sign_in,
        digest,
        staff_id,
        way,
        device,
        now,
        until,
    )


def renew(sign_in: str, old: bytes, new: bytes, stepped_up_until: datetime, now: datetime) -> Steps[bool]:
    """The same sign-in under a new token; False where the old one no longer holds."""
    rows = yield from ask(
        "UPDATE sign_in SET digest = $3, stepped_up_until = $4, used_at = $5 WHERE id = $1 AND digest = $2"
        " RETURNING id",
        sign_in,
        old,
        new,
        stepped_up_until,
        now,
    )
    return bool(rows)


def of_staff(staff_id: str, now: datetime) -> Steps[tuple[SignIn, ...]]:
    rows = yield from ask(
        "SELECT s.id, s.way, s.device, s.began_at, s.used_at, s.until FROM sign_in s JOIN staff w ON w.id = s.staff_id"
        f" WHERE s.staff_id = $1 AND {GOOD} ORDER BY s.used_at DESC, s.id",
        staff_id,
        now - IDLE,
        now,
    )
    return tuple(SignIn(row[0], row[1], row[2], moment(row[3]), moment(row[4]), moment(row[5])) for row in rows)


def end(sign_in: str, staff_id: str) -> Steps[bool]:
    rows = yield from ask("DELETE FROM sign_in WHERE id = $1 AND staff_id = $2 RETURNING id", sign_in, staff_id)
    return bool(rows)


def end_all(staff_id: str) -> Steps[None]:
    yield from ask("DELETE FROM sign_in WHERE staff_id = $1", staff_id)


def sweep(now: datetime) -> Steps[None]:
    """What is over, of everything that lets somebody in."""
    yield from ask("DELETE FROM sign_in WHERE until <= $1 OR (used_at <= $2 AND way <> 'demo')", now, now - IDLE)
    for table in ("invitation", "spent"):
        yield from ask(f"DELETE FROM {table} WHERE until <= $1", now)
