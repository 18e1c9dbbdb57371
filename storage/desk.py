"""The unit of staff and of what time brings: it begins at a case, holds its contact, decides, and saves like any other.

It holds the contact from its first word: there are few of these, and each may take something out of what waits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from helpline.contact import Contact
from helpline.delivery import Worked
from helpline.errors import NoSuchCase
from helpline.ports import DecideCase, House, Loaded
from storage.errors import SealBroken, StorageTrouble
from storage.holding import BUSY, CASE_COLUMNS
from storage.loading import Known, load_case, load_session, lock_number
from storage.repositories import contacts, page_sessions
from storage.ring import KeyGone, UnitKeys
from storage.statements import Lock, Row, Steps, ask_one, moment
from storage.unit_of_work import Done, Ground, done

#: Whose case it is; of several chats the one that has not forgotten it, and then the newest.
WHOSE = (
    "SELECT c.lookup FROM access a JOIN contact c ON c.id = a.contact_id WHERE a.case_id = $1"
    " ORDER BY a.locked, a.opened_at DESC LIMIT 1"
)
THEIR_BAR = "(SELECT b.until FROM barred b WHERE b.lookup = c.lookup)"
#: $1: the case, $2: this process. Begins with whose it is, and when anything last happened in that chat.
FOUND = (
    "SELECT c.lookup, COALESCE(s.touched_at, a.opened_at), c.id, c.key_id, c.blocked, c.sealed, s.key_id, s.sealed,"  # noqa: S608
    f" {BUSY}, a.locked, {THEIR_BAR}, {CASE_COLUMNS}"
    " FROM cases k JOIN access a ON a.case_id = k.id JOIN contact c ON c.id = a.contact_id"
    " LEFT JOIN session s ON s.contact_id = c.id AND NOT a.locked WHERE k.id = $1"
    " ORDER BY a.locked, a.opened_at DESC LIMIT 1"
)
HERS_AT, CASE_AT = 2, 11
DONE_ALREADY = "SELECT 1 FROM line WHERE id = $1 UNION ALL SELECT 1 FROM note WHERE id = $2"


def act(
    ground: Ground, case_id: str, now: datetime, house: House, decide: DecideCase, once: str | None = None
) -> Steps[Done]:
    """Raises whatever `decide` raises, NoSuchCase where it is not there any more, NoSuchPage and NoMoreFiles where a
    page of hers may not do this; then nothing has happened."""
    known = yield from take_up(ground.keys, case_id, ground.me.process)
    if once is not None and (yield from ask_one(DONE_ALREADY, once, once)) is not None:
        return Done(Worked(fresh=False))
    changes = decide(known.loaded, now, house)
    if changes.used is not None:
        yield from page_sessions.use(case_id, changes.used, now)
    if known.loaded.locked:  # what this chat says now is another conversation
        changes = replace(changes, session=None)
    return (yield from done(ground, known, None, changes, now))


def take_up(keys: UnitKeys, case_id: str, process: str) -> Steps[Known]:
    """The case and whose it is, who stands still from now on. Raises NoSuchCase."""
    row = yield from ask_one(WHOSE, case_id)
    whose = None
    while row is not None and row[0] != whose:  # else she came back to it from another chat just now
        whose = row[0]
        yield Lock(lock_number(whose))
        row = yield from ask_one(FOUND, case_id, process)
    if row is None:
        raise NoSuchCase
    keys.want(*keys_of(row))
    try:
        return (yield from opened(keys, row))
    except KeyGone:
        raise NoSuchCase from None
    except SealBroken:
        raise StorageTrouble("a cell of this case does not open") from None


def keys_of(row: Row) -> tuple[str | None, ...]:
    """All that one row of FOUND lies under."""
    return row[3], row[6], row[CASE_AT + 1]


def opened(keys: UnitKeys, row: Row) -> Steps[Known]:
    """Raises KeyGone and SealBroken."""
    lookup, quiet_since = row[:HERS_AT]
    contact_id, contact_key, blocked, address, session_key, session, busy, locked, bar = row[HERS_AT:CASE_AT]
    case = yield from load_case(keys, row[CASE_AT:])
    if case is None:
        raise KeyGone
    contact = Contact(contact_id, contacts.open_address(keys.key(contact_key), contact_id, address), bool(blocked))
    place = load_session(keys, contact_id, session_key, session, forgiving=True)
    barred = None if bar is None else moment(bar)
    loaded = Loaded(contact, place, case, bool(locked), barred=barred, quiet_since=moment(quiet_since))
    return Known(lookup, loaded, contact_key, session_key, row[CASE_AT + 1], not busy)
