"""Loading: all that one unit needs of a contact, in one question where there is no case."""

from __future__ import annotations

from dataclasses import dataclass

from flows.session import Session
from helpline.case import Case
from helpline.contact import Contact
from helpline.ports import Incoming, Loaded
from storage.errors import SealBroken
from storage.holding import KNOWN, KNOWN_AND_MARK
from storage.repositories import cases, sessions
from storage.ring import KeyGone, UnitKeys
from storage.statements import Held, Row, Steps, moment

#: Where the case begins in the answer; behind it come whether one is locked, until when she is barred, and the mark.
CASE_AT, CASE_END, BARRED_AT = 7, -3, -2


@dataclass(frozen=True)
class Found:
    """A case she claimed rightly, and the key it lies under."""

    case: Case
    key: str


@dataclass(frozen=True)
class Known:
    """What was found, and under which keys.

    `lane_free`: nothing of hers waits to be sent by anyone but this process. `dead_case`: rows whose key was destroyed.
    `found`: the case whose number and PIN she typed.
    """

    lookup: bytes
    loaded: Loaded
    contact_key: str | None = None
    session_key: str | None = None
    case_key: str | None = None
    lane_free: bool = True
    dead_case: str | None = None
    found: Found | None = None


def load(
    keys: UnitKeys, lookup: bytes, incoming: Incoming, process: str, forgiving: bool = False
) -> Steps[Known | None]:
    """All of it under the contact's lock, or as good as (`storage/holding.py`).

    None: this update was seen before. A locked case is not loaded: this chat has forgotten it.

    Raises SealBroken where a cell does not open; `forgiving`, the session it belongs to is begun anew instead.
    """
    asked = (lookup, process, incoming.channel, incoming.update)
    [row] = yield Held(KNOWN, asked, lock_number(lookup), KNOWN_AND_MARK)
    if row[0]:
        return None
    barred = None if row[BARRED_AT] is None else moment(row[BARRED_AT])
    if row[1] is None:
        return Known(lookup, Loaded(barred=barred))
    _, contact_id, contact_key, blocked, session_key, sealed, busy = row[:CASE_AT]
    found, locked = row[CASE_AT:CASE_END], bool(row[CASE_END])
    keys.want(contact_key, session_key, found[1])
    case = yield from load_case(keys, found)
    session = load_session(keys, contact_id, session_key, sealed, forgiving)
    contact = Contact(contact_id, incoming.address, bool(blocked))
    loaded = Loaded(contact, session, case, locked, barred=barred)
    dead = found[0] if case is None else None
    return Known(lookup, loaded, contact_key, session_key, found[1] if case else None, not busy, dead)


def load_session(
    keys: UnitKeys, contact_id: str, key_id: str | None, sealed: bytes | None, forgiving: bool
) -> Session | None:
    if key_id is None or sealed is None:
        return None
    try:
        return sessions.opened(keys.key(key_id), contact_id, sealed)
    except KeyGone:
        return None
    except (SealBroken, ValueError, KeyError, TypeError):
        if forgiving:
            return None
        raise


def load_case(keys: UnitKeys, row: Row) -> Steps[Case | None]:
    """None: there is none, or its key was destroyed and with it the case."""
    if row[0] is None:
        return None
    try:
        key = keys.key(row[1])
    except KeyGone:
        return None
    return (yield from cases.load(key, row))


def lock_number(lookup: bytes) -> int:
    """The number a contact's lane and state are locked by."""
    return int.from_bytes(lookup[:8], "big", signed=True)
