"""launch: what Telegram says, signed, of who has opened a page from a button of ours. Only her chat is read from it.

The rule is Telegram's (https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app): all fields
but `hash`, each `name=value`, sorted, one on a line, signed with a key made of the bot's token. It says nothing about
age: how old it may be, and that it opens a page once, is ours.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import orjson

from helpline.contact import Address

#: It opens a page for so long, and its clock may be ahead of ours by so much.
GOOD_FOR, AHEAD = timedelta(minutes=15), timedelta(seconds=60)
#: Far more than Telegram ever sends.
LONGEST, MOST_FIELDS = 8 << 10, 32
#: A chat id has at most 52 bits.
LARGEST = 1 << 52
_PROOF = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"[1-9][0-9]{0,9}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, repr=False)
class Launched:
    """`digest`: the same for the same launch, however it is written; `until`: from then on it opens nothing."""

    address: Address
    digest: bytes
    until: datetime

    def __repr__(self) -> str:
        return "Launched()"


def launched(init_data: str, token: str, now: datetime) -> Launched | None:
    """Who opened the page; None for everything that is not Telegram's, or not of now. Never raises."""
    fields = _fields(init_data)
    proof = fields.pop("hash", "")
    if not token or not _PROOF.fullmatch(proof):
        return None
    made = _proof(fields, token)
    if not hmac.compare_digest(made, bytes.fromhex(proof)):
        return None
    at, chat = _at(fields.get("auth_date", "")), _chat(fields.get("user", ""))
    if at is None or chat is None or not now - GOOD_FOR < at <= now + AHEAD:
        return None
    return Launched(Address("telegram", str(chat)), hashlib.sha256(b"launch " + made).digest(), at + GOOD_FOR)


def _fields(init_data: str) -> dict[str, str]:
    """By their names; nothing where one is said twice, where there are too many, or where it is no such text at all."""
    if len(init_data) > LONGEST:
        return {}
    try:
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    fields = dict(pairs)
    spoiled = any(_CONTROL.search(part) for pair in pairs for part in pair)
    return {} if spoiled or len(fields) < len(pairs) else fields


def _proof(fields: dict[str, str], token: str) -> bytes:
    said = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.digest(key, said.encode("utf-8", "surrogatepass"), hashlib.sha256)


def _at(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text), UTC) if _TIME.fullmatch(text) else None


def _chat(user: str) -> int | None:
    """Of a private chat the id is that of who is in it."""
    try:
        told: Any = orjson.loads(user)
    except orjson.JSONDecodeError:
        return None
    found = told.get("id") if isinstance(told, dict) else None
    return found if type(found) is int and 0 < found < LARGEST else None
