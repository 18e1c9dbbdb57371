"""page sessions: pages that are open for a case, one for each case. Of what a page shows only the digest lies here.

A ticket becomes a page in one statement, and so does a page on its way to another browser: of two who open the same,
one has it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpline.contact import Words
from helpline.errors import NoMoreFiles, NoSuchPage
from helpline.on_device.leave import LASTS, MOST_FILES, PURPOSE, Leave, PageUse
from storage.repositories import tickets
from storage.repositories.tickets import digest as ticket_digest
from storage.statements import Row, Steps, ask, ask_one, moment

#: What is too old by one process's clock may not be by another's.
SLACK = timedelta(minutes=5)
#: The chat has not forgotten the case, and nobody has shut it out. $1: the time; k: the case.
REACHED = (
    "EXISTS (SELECT 1 FROM access a JOIN contact c ON c.id = a.contact_id WHERE a.case_id = k.id AND NOT a.locked"
    " AND NOT EXISTS (SELECT 1 FROM barred b WHERE b.lookup = c.lookup AND b.until > $1))"
)
#: What a secret opens: a page that has not been open yet, or one that moves. $2, $3: its digests.
OPENED_BY = (
    "SELECT k.id FROM cases k JOIN ticket t ON t.case_id = k.id"  # noqa: S608 - our own words
    f" WHERE t.digest = $2 AND t.purpose = '{PURPOSE}' AND t.until > $1 AND {REACHED}"
    " UNION ALL SELECT k.id FROM cases k JOIN page_session s ON s.case_id = k.id"
    f" WHERE s.digest = $3 AND s.moving AND s.until > $1 AND {REACHED}"
)
#: What a chat opens: what it was given leave for, or has opened. $2: its lookup.
OPENED_OF = (
    "SELECT k.id FROM cases k JOIN access mine ON mine.case_id = k.id AND NOT mine.locked"  # noqa: S608 - our own words
    f" JOIN contact me ON me.id = mine.contact_id WHERE me.lookup = $2 AND {REACHED} AND ("
    f"EXISTS (SELECT 1 FROM ticket t WHERE t.case_id = k.id AND t.purpose = '{PURPOSE}' AND t.until > $1)"
    " OR EXISTS (SELECT 1 FROM page_session s WHERE s.case_id = k.id AND s.until > $1))"
)
#: What an open page may still do. $2: its digest.
OPEN = (
    "SELECT k.id, s.files, s.until FROM cases k JOIN page_session s ON s.case_id = k.id"  # noqa: S608 - our own words
    f" WHERE s.digest = $2 AND NOT s.moving AND s.until > $1 AND {REACHED}"
)
USE = (
    "UPDATE page_session SET files = files - $4 WHERE digest = $1 AND case_id = $2 AND NOT moving AND until > $3"
    " AND files >= $4 RETURNING files"
)
USED_UP = "SELECT 1 FROM page_session WHERE digest = $1 AND case_id = $2 AND NOT moving AND until > $3"


@dataclass(frozen=True, repr=False)
class Opening:
    """What somebody who wants to open a page comes with: the page's new session, and a secret or a chat's lookup."""

    session: Words
    secret: str = ""
    lookup: bytes = b""


def digest(session: str) -> bytes:
    """It is drawn at random and long: it needs no key to be unguessable."""
    return hashlib.sha256(b"page session " + session.encode("utf-8", "surrogatepass")).digest()


# ── looking ───────────────────────────────────────────────────────────────────────────────────────────────────────
def asked(opening: Opening, now: datetime) -> Steps[str | None]:
    """The case it would open a page for; None where it opens none, whatever the reason."""
    if opening.lookup:
        row = yield from ask_one(OPENED_OF, now, opening.lookup)
    else:
        row = yield from ask_one(OPENED_BY, now, ticket_digest(opening.secret), digest(opening.secret))
    return None if row is None else str(row[0])


def find(session: Words, now: datetime) -> Steps[Leave | None]:
    row = yield from ask_one(OPEN, now, digest(session.plain))
    return None if row is None else Leave(str(row[0]), session, int(row[1]), moment(row[2]))


# ── opening ───────────────────────────────────────────────────────────────────────────────────────────────────────
def open_for(case_id: str, opening: Opening, now: datetime) -> Steps[Leave | None]:
    """The chat of this case stands still. None: somebody was faster."""
    if opening.lookup:
        spent = yield from tickets.spend_of(case_id, PURPOSE, now)
    else:
        spent = (yield from tickets.spend(opening.secret, PURPOSE, now)) is not None
    if spent:
        return (yield from begin(case_id, opening.session, now))
    return (yield from arrive(case_id, opening, now))


def begin(case_id: str, session: Words, now: datetime) -> Steps[Leave]:
    """A new page, in place of what was open before."""
    yield from ask("DELETE FROM page_session WHERE case_id = $1", case_id)
    leave = Leave(case_id, session, MOST_FILES, now + LASTS)
    yield from ask(
        "INSERT INTO page_session (digest, case_id, until, files, moving) VALUES ($1, $2, $3, $4, $5)",
        digest(session.plain),
        case_id,
        leave.until,
        leave.files,
        False,
    )
    return leave


def arrive(case_id: str, opening: Opening, now: datetime) -> Steps[Leave | None]:
    """The page that moves, or, for its own chat, the one that is open, goes on here; where it was it is void."""
    sql = "UPDATE page_session SET digest = $1, moving = $2 WHERE case_id = $3 AND until > $4"
    told: tuple[object, ...] = (digest(opening.session.plain), False, case_id, now)
    if not opening.lookup:
        sql, told = f"{sql} AND moving AND digest = $5", (*told, digest(opening.secret))
    rows = yield from ask(f"{sql} RETURNING files, until", *told)
    return _leave(case_id, opening.session, rows[0]) if rows else None


def _leave(case_id: str, session: Words, row: Row) -> Leave:
    return Leave(case_id, session, int(row[0]), moment(row[1]))


def launched(launch: bytes, until: datetime) -> Steps[bool]:
    """Whether this word of the messenger opens something for the first time."""
    rows = yield from ask(
        "INSERT INTO launch (digest, until) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING RETURNING digest",
        launch,
        until,
    )
    return bool(rows)


# ── what an open page does ────────────────────────────────────────────────────────────────────────────────────────
def use(case_id: str, used: PageUse, now: datetime) -> Steps[None]:
    """Raises NoSuchPage, NoMoreFiles."""
    name = digest(used.session.plain)
    if not (yield from ask(USE, name, case_id, now, used.files)):
        raise NoMoreFiles if (yield from ask_one(USED_UP, name, case_id, now)) else NoSuchPage
    if used.ends:
        yield from ask("DELETE FROM page_session WHERE digest = $1", name)


def move(session: Words, secret: Words, now: datetime) -> Steps[bool]:
    """From now on this secret opens it, once, in another browser; here it is void."""
    rows = yield from ask(
        "UPDATE page_session SET digest = $1, moving = $2 WHERE digest = $3 AND NOT moving AND until > $4"
        " RETURNING files",
        digest(secret.plain),
        True,
        digest(session.plain),
        now,
    )
    return bool(rows)


def prune(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM page_session WHERE until <= $1", now)
    yield from ask("DELETE FROM launch WHERE until <= $1", now - SLACK)
