"""looking: who is there, who looks at what and why, and how much of it she has seen."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from helpline.contact import Address
from helpline.errors import NoSuchCase
from helpline.events import Event
from helpline.views import Present
from storage.errors import SealBroken
from storage.repositories import contacts, events
from storage.ring import KeyGone, UnitKeys
from storage.statements import Row, Steps, ask, ask_in, ask_one, chunks, moment

#: How long a heartbeat counts, and how long a reason to look at a case.
BEAT, GRANT = timedelta(seconds=45), timedelta(minutes=30)
DUE = (
    "SELECT id, 'numbers' FROM cases WHERE numbers_by <= $1 UNION ALL SELECT id, 'lapse' FROM cases"
    " WHERE answer_by <= $2 UNION ALL SELECT DISTINCT case_id, 'give_out' FROM kept_back k WHERE until <= $3 AND EXISTS"
    " (SELECT 1 FROM access a JOIN contact c ON c.id = a.contact_id"
    " WHERE a.case_id = k.case_id AND NOT a.locked AND NOT c.blocked) LIMIT 500"
)


# ── who is there ──────────────────────────────────────────────────────────────────────────────────────────────────
def be_here(sign_in: str, staff_id: str, case_id: str | None, available: bool, now: datetime) -> Steps[bool]:
    """Whether she has come, or is elsewhere now."""
    before = yield from ask_one("SELECT case_id, available, until FROM presence WHERE sign_in = $1", sign_in)
    yield from ask(
        "INSERT INTO presence (sign_in, staff_id, case_id, available, until) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (sign_in) DO UPDATE SET staff_id = excluded.staff_id, case_id = excluded.case_id,"
        " available = excluded.available, until = excluded.until",
        sign_in,
        staff_id,
        case_id,
        available,
        now + BEAT,
    )
    yield from _look_on(sign_in, now)
    return before is None or moment(before[2]) <= now or (before[0], bool(before[1])) != (case_id, available)


def still_here(sign_in: str, staff_id: str, now: datetime) -> Steps[None]:
    """Where she said, and taking cases if she said so: whoever has only her open line may not have heard it."""
    yield from ask(
        "INSERT INTO presence (sign_in, staff_id, case_id, available, until) VALUES ($1, $2, NULL, $3, $4)"
        " ON CONFLICT (sign_in) DO UPDATE SET until = excluded.until",
        sign_in,
        staff_id,
        False,
        now + BEAT,
    )
    yield from _look_on(sign_in, now)


def _look_on(sign_in: str, now: datetime) -> Steps[None]:
    """Whoever has a case may look at it a while longer once she has let it go, however long the talk was."""
    yield from ask(
        "INSERT INTO viewing (sign_in, case_id, until) SELECT p.sign_in, k.id, $1 FROM presence p"
        " JOIN cases k ON k.id = p.case_id WHERE p.sign_in = $2 AND k.holder_kind = 'staff' AND k.staff = p.staff_id"
        " ON CONFLICT (sign_in, case_id) DO UPDATE SET until = excluded.until",
        now + GRANT,
        sign_in,
    )


def leave(sign_in: str) -> Steps[None]:
    """It has ended: nobody is there by it, or looks at anything."""
    yield from ask("DELETE FROM presence WHERE sign_in = $1", sign_in)
    yield from ask("DELETE FROM viewing WHERE sign_in = $1", sign_in)


def leave_everywhere(staff_id: str) -> Steps[None]:
    """The same for all sign-ins of hers, while they are still known."""
    yield from ask("DELETE FROM presence WHERE staff_id = $1", staff_id)
    yield from ask("DELETE FROM viewing WHERE sign_in IN (SELECT id FROM sign_in WHERE staff_id = $1)", staff_id)


def presence(now: datetime) -> Steps[tuple[tuple[Present, ...], bool]]:
    """Who is there, and whether somebody has gone without a word, or will be there longer than anyone can."""
    sql = "SELECT staff_id, case_id, available, until, sign_in FROM presence ORDER BY staff_id, sign_in"
    rows = yield from ask(sql)
    there = rows_within(rows, now)
    return tuple(Present(row[0], row[1], bool(row[2]), row[4]) for row in there), len(there) < len(rows)


def rows_within(rows: list[Row], now: datetime) -> list[Row]:
    return [row for row in rows if now < moment(row[3]) <= now + 2 * BEAT]


def forget_gone(now: datetime) -> Steps[None]:
    yield from ask("DELETE FROM presence WHERE until <= $1 OR until > $2", now, now + 2 * BEAT)
    yield from ask("DELETE FROM viewing WHERE until <= $1 OR until > $2", now, now + 2 * GRANT)


# ── who looks ─────────────────────────────────────────────────────────────────────────────────────────────────────
def see(staff_id: str, case_id: str, words: int) -> Steps[None]:
    """She has seen so many of her messages; never fewer than before."""
    yield from ask(
        "INSERT INTO seen_words (staff_id, case_id, wrote) SELECT $1, k.id, CAST($2 AS integer) FROM cases k"
        " WHERE k.id = $3 ON CONFLICT (staff_id, case_id) DO UPDATE SET wrote = excluded.wrote"
        " WHERE excluded.wrote > seen_words.wrote",
        staff_id,
        words,
        case_id,
    )


def seen(case_ids: Collection[str]) -> Steps[dict[str, dict[str, int]]]:
    """Case → staff → words she has seen."""
    found: dict[str, dict[str, int]] = {}
    for group in chunks(case_ids, 100):
        for case, staff, wrote in (
            yield from ask_in("SELECT case_id, staff_id, wrote FROM seen_words WHERE case_id IN {ids}", group)
        ):
            found.setdefault(case, {})[staff] = wrote
    return found


def note_viewing(sign_in: str, case_id: str, staff_id: str, reason: str, now: datetime) -> Steps[None]:
    """An event, and leave to look for a while. Raises NoSuchCase."""
    team = yield from team_of(case_id)
    yield from ask(
        "INSERT INTO viewing (sign_in, case_id, until) VALUES ($1, $2, $3)"
        " ON CONFLICT (sign_in, case_id) DO UPDATE SET until = excluded.until",
        sign_in,
        case_id,
        now + GRANT,
    )
    yield from tell("case_viewed", case_id, now, staff=staff_id, team=team, reason=reason)


def may_view(sign_in: str, case_id: str, now: datetime) -> Steps[bool]:
    sql = "SELECT 1 FROM viewing WHERE sign_in = $1 AND case_id = $2 AND until > $3 AND until <= $4"
    return (yield from ask_one(sql, sign_in, case_id, now, now + GRANT)) is not None


def count_exposure(sign_in: str) -> Steps[int]:
    row = yield from ask_one("UPDATE sign_in SET exposures = exposures + 1 WHERE id = $1 RETURNING exposures", sign_in)
    return 0 if row is None else int(row[0])


def custody(case_id: str, item_id: str, staff_id: str, act: str, now: datetime) -> Steps[None]:
    """Whoever takes an item with her stands in its custody. Raises NoSuchCase where there is no such item."""
    team = yield from team_of(case_id)
    if (yield from ask_one("SELECT 1 FROM item WHERE id = $1 AND case_id = $2", item_id, case_id)) is None:
        raise NoSuchCase
    yield from tell("item_copied", case_id, now, item=item_id, staff=staff_id, team=team, act=act)


def team_of(case_id: str) -> Steps[str]:
    """Raises NoSuchCase. The case stands still until it is done."""
    row = yield from ask_one("SELECT team FROM cases WHERE id = $1 FOR UPDATE", case_id)
    if row is None:
        raise NoSuchCase
    return str(row[0] or "")


def tell(kind: str, case_id: str, now: datetime, **about: str | int) -> Steps[None]:
    yield from events.append([Event(secrets.token_urlsafe(9), kind, now, case_id, about)])


# ── what is due, and where she is ─────────────────────────────────────────────────────────────────────────────────
def due(now: datetime) -> Steps[tuple[tuple[str, str], ...]]:
    """Cases in which something has to happen by now, and what. Numbers first."""
    return tuple((row[0], row[1]) for row in (yield from ask(DUE, now, now, now)))


def in_hand() -> Steps[tuple[tuple[str, str, str], ...]]:
    """Open cases that one of the staff has: id, who, and of which team."""
    rows = yield from ask("SELECT id, staff, team FROM cases WHERE holder_kind = 'staff' AND state = 'open'")
    return tuple((row[0], row[1], row[2] or "") for row in rows)


def address_of(keys: UnitKeys, case_id: str) -> Steps[Address | None]:
    """None: nobody is there, the chat has forgotten the case, or she has blocked us."""
    row = yield from ask_one(
        "SELECT c.id, c.key_id, c.sealed FROM access a JOIN contact c ON c.id = a.contact_id"
        " WHERE a.case_id = $1 AND NOT a.locked AND NOT c.blocked ORDER BY a.opened_at DESC LIMIT 1",
        case_id,
    )
    if row is None:
        return None
    keys.want(row[1])
    try:
        return contacts.open_address(keys.key(row[1]), row[0], row[2])
    except (KeyGone, SealBroken):
        return None
