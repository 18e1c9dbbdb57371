"""passkeys: what somebody's device shows instead of a passphrase. Only public keys are kept."""

from __future__ import annotations

from datetime import datetime

from helpline.people import HeldPasskey, NewPasskey, Passkey
from storage.statements import Steps, ask, ask_one, minute, moment


def held(credential: str) -> Steps[HeldPasskey | None]:
    row = yield from ask_one(
        "SELECT credential, staff_id, public_key, sign_count FROM passkey WHERE credential = $1", credential
    )
    return None if row is None else HeldPasskey(row[0], row[1], bytes(row[2]), int(row[3]))


def of_staff(staff_id: str) -> Steps[tuple[Passkey, ...]]:
    rows = yield from ask(
        "SELECT id, label, added_at, used_at, synced FROM passkey WHERE staff_id = $1 ORDER BY added_at, id", staff_id
    )
    return tuple(
        Passkey(row[0], row[1], moment(row[2]), None if row[3] is None else moment(row[3]), bool(row[4]))
        for row in rows
    )


def credentials_of(staff_id: str) -> Steps[tuple[str, ...]]:
    """What her devices call hers, so that none is made twice on one device."""
    rows = yield from ask("SELECT credential FROM passkey WHERE staff_id = $1", staff_id)
    return tuple(row[0] for row in rows)


def insert(passkey_id: str, staff_id: str, new: NewPasskey, now: datetime) -> Steps[bool]:
    """False where somebody has this one already."""
    rows = yield from ask(
        "INSERT INTO passkey (credential, id, staff_id, public_key, sign_count, label, synced, added_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id",
        new.id,
        passkey_id,
        staff_id,
        new.public_key,
        new.sign_count,
        new.label,
        new.synced,
        minute(now),
    )
    return bool(rows)


def use(credential: str, staff_id: str, sign_count: int, now: datetime) -> Steps[bool]:
    """False where it is gone, somebody else's, or where its count did not go up: then it was copied."""
    rows = yield from ask(
        "UPDATE passkey SET sign_count = $3, used_at = $4 WHERE credential = $1 AND staff_id = $2"
        " AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0)) RETURNING id",
        credential,
        staff_id,
        sign_count,
        minute(now),
    )
    return bool(rows)


def remove(passkey_id: str, staff_id: str) -> Steps[bool]:
    rows = yield from ask("DELETE FROM passkey WHERE id = $1 AND staff_id = $2 RETURNING id", passkey_id, staff_id)
    return bool(rows)


def remove_all(staff_id: str) -> Steps[None]:
    yield from ask("DELETE FROM passkey WHERE staff_id = $1", staff_id)


# ── challenges ────────────────────────────────────────────────────────────────────────────────────────────────────
def spend(digest: bytes, until: datetime) -> Steps[bool]:
    """A challenge is answered once: False the second time."""
    rows = yield from ask(
        "INSERT INTO spent (digest, until) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING digest", digest, until
    )
    return bool(rows)
