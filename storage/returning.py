"""Returning: a number and a PIN are looked at, always with the same work, and the case goes where she is.

Whether there is such a case or none, the same statements run: where none has that number, the nearest other one is
brought, opened and compared, and never fits. Its key always comes from the key store, so that not even a case that is
being talked about just now answers sooner.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hmac import compare_digest

from helpline.pin_tries import CHAT, OWN, STRANGERS, Limit, wait
from helpline.ports import Changes, Claimed, Incoming
from helpline.returning import Claim, claim
from storage.errors import SealBroken
from storage.holding import CASE_COLUMNS
from storage.loading import Found, Known, load_case, lock_number
from storage.master import MasterKeys
from storage.repositories import access, cases, line_fates, pin_tries, tickets
from storage.ring import KeyGone, UnitKeys
from storage.seal import keyed_hash, open_record
from storage.statements import Lock, Row, Steps, ask, ask_one

#: $1: the number's lookup. The case that has it, else the next one; where none comes after it, the last one.
NEAREST = (
    f"SELECT k.number_lookup, {CASE_COLUMNS} FROM"  # noqa: S608 - our own words
    " (SELECT id, far FROM (SELECT id, 0 AS far FROM cases WHERE number_lookup >= $1 ORDER BY number_lookup LIMIT 1)"
    " AS behind UNION ALL SELECT id, far FROM"
    " (SELECT id, 1 AS far FROM cases WHERE number_lookup < $1 ORDER BY number_lookup DESC LIMIT 1) AS before)"
    " AS near JOIN cases k ON k.id = near.id ORDER BY near.far LIMIT 1"
)
#: $1: her lookup, $2: the number's.
HER_OWN = (
    "SELECT 1 FROM access a JOIN contact c ON c.id = a.contact_id JOIN cases k ON k.id = a.case_id"
    " WHERE c.lookup = $1 AND k.number_lookup = $2"
)
CHATS = "SELECT c.lookup FROM access a JOIN contact c ON c.id = a.contact_id WHERE a.case_id = $1"
CASE = f"SELECT {CASE_COLUMNS} FROM cases k WHERE k.id = $1"  # noqa: S608 - our own words
NOTHING = bytes(32)


# ── the claim is looked at ────────────────────────────────────────────────────────────────────────────────────────
def look(keys: UnitKeys, master: MasterKeys, known: Known, incoming: Incoming, now: datetime) -> Steps[Known]:
    """What came of a number and a PIN, if that is what she wrote."""
    claims = claim(known.loaded, incoming)
    if claims is None:
        return known
    lookup = master.number_lookup(claims.number)
    yield Lock(lock_number(lookup))
    names = yield from limits(master, known.lookup, lookup)
    counts = yield from pin_tries.counted(names, now)
    if seconds := wait(names, counts, now):
        return replace(known, loaded=replace(known.loaded, claimed=Claimed(wait=seconds)))
    row = yield from ask_one(NEAREST, lookup)
    if row is not None:
        keys.bring(row[2])
    yield from pin_tries.charge(counts)
    found = None
    if row is not None and fits(keys, master, lookup, row, claims):
        yield from pin_tries.forgive(counts)
        found = yield from take_up(keys, known.lookup, row[1])
    claimed = Claimed(found.case if found else None)
    return replace(known, loaded=replace(known.loaded, claimed=claimed), found=found)


def limits(master: MasterKeys, chat: bytes, number: bytes) -> Steps[dict[bytes, Limit]]:
    """What a try of this chat at this number is counted against."""
    own = yield from ask_one(HER_OWN, chat, number)
    kind, limit = ("own", OWN) if own else ("strangers", STRANGERS)
    return {
        keyed_hash(master.guard, "pin.try", "chat", chat.hex()): CHAT,
        keyed_hash(master.guard, "pin.try", kind, number.hex()): limit,
    }


def fits(keys: UnitKeys, master: MasterKeys, lookup: bytes, row: Row, claims: Claim) -> bool:
    """In constant time, the same for a case that has this number and for one that does not."""
    typed = master.pin_digest(row[1], claims.pin)
    try:
        issued = open_record(keys.key(row[2]), cases.cell(row[1]), row[-1])["pin_digest"]
    except (KeyGone, SealBroken):
        issued = None
    same = compare_digest(typed, NOTHING if issued is None else bytes.fromhex(issued))
    return same & compare_digest(bytes(row[0]), lookup)


def take_up(keys: UnitKeys, mine: bytes, case_id: str) -> Steps[Found | None]:
    """The case, with every chat that has it standing still. None: erased in the same moment."""
    chats = yield from ask(CHATS, case_id)
    for number in sorted(lock_number(row[0]) for row in chats if bytes(row[0]) != mine):
        yield Lock(number)
    row = yield from ask_one(CASE, case_id)
    if row is None:
        return None
    keys.want(row[1])
    case = yield from load_case(keys, row)
    return None if case is None else Found(case, row[1])


# ── the case goes where she is ────────────────────────────────────────────────────────────────────────────────────
def take_in(known: Known, changes: Changes, now: datetime) -> Steps[Known]:
    """This chat has it from now on; every other one forgets it, and this one what was open in it before. Returns what
    is known as if it had been so all along."""
    found, before, me = known.found, known.loaded.case, changes.contact.id
    assert found is not None
    assert changes.case is not None
    assert changes.case.id == found.case.id
    yield from withdraw(found.case.id, now)
    yield from tickets.drop(found.case.id)
    if before is not None:
        yield from leave(before.id, me, now)
    yield from access.reopen(found.case.id, me, now)
    session_key = known.session_key if known.session_key != known.case_key else None
    loaded = replace(known.loaded, case=found.case, session=known.loaded.session if session_key else None)
    return replace(known, loaded=loaded, session_key=session_key, case_key=found.key)


def leave(case_id: str, contact_id: str, now: datetime) -> Steps[None]:
    """The chat forgets this case; nobody can answer into it any more."""
    yield from withdraw(case_id, now)
    yield from tickets.drop(case_id)
    yield from cases.lock_access(case_id, contact_id)
    yield from ask("UPDATE cases SET answer_by = $2, numbers_by = $2 WHERE id = $1", case_id, None)


def withdraw(case_id: str, now: datetime) -> Steps[None]:
    """What waits to be sent of this case, and would come into a chat that has forgotten it; what is on its way is taken
    back as soon as it has arrived."""
    rows = yield from ask(
        "DELETE FROM outbox WHERE case_id = $1 AND state = 'pending' RETURNING id, shown, ambiguous", case_id
    )
    yield from line_fates.withdrawn(rows, now)
    yield from ask("UPDATE outbox SET wiped = $2 WHERE case_id = $1", case_id, True)
