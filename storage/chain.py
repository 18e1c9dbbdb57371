"""The chain of events: each digest stands on the one before, so that none can be changed or left out unseen.

What an event says is covered by a digest of its own, with salt: purging takes what it says and the salt, and puts the
house's mark in the place of that digest, without which an empty event is not in order. The digest of the chain stays.
Nothing here can be made without the audit key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from storage.statements import moment

START = bytes(32)
SALT = 16
#: What `Entry.of` reads, in this order.
COLUMNS = "seq, id, kind, at, case_id, about, digest, salt, said"


@dataclass(frozen=True, repr=False, slots=True)
class Entry:
    """One event as it lies in the table. Without `salt` and `said` it is one from before there was salt."""

    seq: int
    id: str
    kind: str
    at: datetime
    case: str | None
    about: str | None
    digest: bytes
    salt: bytes | None = None
    said: bytes | None = None

    @classmethod
    def of(cls, row: Sequence[Any]) -> Entry:
        """What is no text, time or digest at all is read as something that fits nowhere."""
        seq, event_id, kind, at, case, about, *digests = row
        digest, salt, said = (one if one is None or isinstance(one, bytes) else b"?" for one in digests)
        texts = [one if one is None or isinstance(one, str) else "?" for one in (event_id, kind, case, about)]
        return cls(seq, texts[0] or "", texts[1] or "", _moment(at), texts[2], texts[3], digest or b"", salt, said)


def salted(salt: bytes, case: str | None, about: str | None) -> bytes:
    """The digest of what an event says; without the salt nobody can guess what that was."""
    return hashlib.sha256(salt + json.dumps([case, about]).encode()).digest()


def link(key: bytes, before: bytes, seq: int, told: tuple[str, str, datetime], said: bytes) -> bytes:
    """The digest of one event: over the one before, its number, its id, kind and time, and what it says."""
    event_id, kind, at = told
    return _keyed(key, before, [seq, event_id, kind, at.isoformat(), said.hex()])


def mark(key: bytes, before: bytes, seq: int, entry: Entry) -> bytes:
    """What stands in the place of the digest of what was said, once that was purged: only the house can make it."""
    return _keyed(key, b"emptied" + before, [seq, entry.id, entry.kind, entry.at.isoformat(), entry.digest.hex()])


def due(key: bytes, before: bytes, seq: int, entry: Entry) -> bytes | None:
    """The digest this event must have as number `seq` behind `before`; None where it cannot have any."""
    if entry.said is None and entry.salt is None:
        return _unsalted(key, before, seq, entry)
    if entry.salt is None:
        good = hmac.compare_digest(entry.said or b"", mark(key, before, seq, entry))
        return entry.digest if good and entry.case is None and entry.about is None else None
    said = salted(entry.salt, entry.case, entry.about)
    if not hmac.compare_digest(said, entry.said or b""):
        return None
    return link(key, before, seq, (entry.id, entry.kind, entry.at), said)


def fits(key: bytes, before: bytes, seq: int, entry: Entry) -> bool:
    wanted = due(key, before, seq, entry)
    return wanted is not None and hmac.compare_digest(wanted, entry.digest)


def _moment(at: Any) -> datetime:
    try:
        return moment(at)
    except (TypeError, ValueError, AttributeError):
        return datetime.min.replace(tzinfo=UTC)


def _unsalted(key: bytes, before: bytes, seq: int, entry: Entry) -> bytes:
    """As it was before there was salt."""
    said = hashlib.sha256((entry.about or "").encode()).hexdigest()
    return _keyed(key, before, [seq, entry.id, entry.kind, entry.at.isoformat(), entry.case, said])


def _keyed(key: bytes, before: bytes, told: list[Any]) -> bytes:
    return hmac.digest(key, before + json.dumps(told).encode(), "sha256")
