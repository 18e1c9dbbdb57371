"""Sealing: what a person wrote becomes bytes that say nothing without its key, and that open only where they were put.

A sealed cell is `version (1) | nonce (12) | AES-256-GCM of the padded text | tag (16)`. It is bound to version, table,
column, row and key: moved to another row or column, or changed by one bit, it does not open (SealBroken).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import SealBroken

VERSION = 1
HEAD = bytes([VERSION])
NONCE, TAG, LENGTH = 12, 16, 4
#: Between the five parts of what a seal is bound to.
BARS = 4
#: Lengths a text is padded to, its own length included (36: a key); beyond the last one, whole multiples of it.
BUCKETS = (32, 36, 64, 96, 128, 256, 512, 1024)
LONGEST = 1 << 24
ENCODER = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a sealed value lies."""

    table: str
    column: str
    row: str

    def bound_to(self, key_id: str) -> bytes:
        """What the seal is bound to."""
        return bound_to(self.table, self.column, self.row, key_id)


def bound_to(table: str, column: str, row: str, key_id: str) -> bytes:
    """The parts never hold `|`: names are ours, ids are checked."""
    bound = f"{VERSION}|{table}|{column}|{row}|{key_id}"
    if bound.count("|") != BARS:
        raise ValueError("a cell's name holds a bar")
    return bound.encode()


@dataclass(frozen=True, repr=False, slots=True)
class Key:
    """A 256-bit key by its id. It will not print itself. The cipher is made when it is used: that takes less than a
    microsecond, and one that lies ready takes 2.5 KB for each person who stopped in the middle of a talk."""

    id: str
    secret: bytes

    @property
    def cipher(self) -> AESGCM:
        return AESGCM(self.secret)

    def __repr__(self) -> str:
        return f"Key({self.id})"


def new_key(key_id: str, secret: bytes) -> Key:
    """Raises ValueError unless the secret is 32 bytes."""
    if len(secret) != 32:
        raise ValueError("a key has 32 bytes")
    return Key(key_id, secret)


def seal(
    key: Key, cell: Cell, plain: bytes, nonce: Callable[[int], bytes] = os.urandom, least: int = BUCKETS[0]
) -> bytes:
    """Seal bytes for one cell. A fresh random nonce each time; handed in only by known-answer tests.

    `least`: the length it is padded to at least. Less than a bucket is for numbers, of which there are very many.
    """
    once = nonce(NONCE)
    return HEAD + once + key.cipher.encrypt(once, pad(plain, least), cell.bound_to(key.id))


def open_sealed(key: Key, cell: Cell, sealed: bytes) -> bytes:
    """The bytes that were sealed for this cell with this key. Raises SealBroken on anything else."""
    if len(sealed) < 1 + NONCE + TAG or sealed[0] != VERSION:
        raise SealBroken(f"{cell.table}.{cell.column}: not a sealed cell of a known version")
    try:
        padded = key.cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], cell.bound_to(key.id))
    except InvalidTag:
        raise SealBroken(f"{cell.table}.{cell.column}: does not open") from None
    return unpad(padded, cell)


def open_each(key: Key, table: str, column: str, cells: Iterable[tuple[str, bytes]]) -> Iterator[bytes | None]:
    """Many cells of one column under one key, by their rows; None for what does not open."""
    cipher, column_of = key.cipher, Cell(table, column, "")
    for row, sealed in cells:
        try:
            bound = bound_to(table, column, row, key.id)
            padded = cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], bound)
            yield unpad(padded, column_of) if sealed[:1] == HEAD else None
        except (InvalidTag, ValueError, SealBroken):
            yield None


def pad(plain: bytes, least: int = BUCKETS[0]) -> bytes:
    """Length, text, zeros: so that a cell's size tells its bucket and no more. Raises ValueError beyond 16 MiB."""
    if len(plain) > LONGEST:
        raise ValueError("too long to be sealed")
    needed = LENGTH + len(plain)
    last = BUCKETS[-1]
    if needed <= least:
        size = least
    else:
        size = BUCKETS[bisect_left(BUCKETS, needed)] if needed <= last else -(-needed // last) * last
    return len(plain).to_bytes(LENGTH, "big") + plain + bytes(size - needed)


def unpad(padded: bytes, cell: Cell) -> bytes:
    length = int.from_bytes(padded[:LENGTH], "big")
    if length > len(padded) - LENGTH:
        raise SealBroken(f"{cell.table}.{cell.column}: its length is wrong")
    return padded[LENGTH : LENGTH + length]


# ── texts and small records ───────────────────────────────────────────────────────────────────────────────────────
def seal_text(key: Key, cell: Cell, text: str) -> bytes:
    """Any text a phone can send, NUL and lone surrogates included."""
    return seal(key, cell, text.encode("utf-8", "surrogatepass"))


def open_text(key: Key, cell: Cell, sealed: bytes) -> str:
    return open_sealed(key, cell, sealed).decode("utf-8", "surrogatepass")


def seal_record(key: Key, cell: Cell, record: Any) -> bytes:
    """A small record of plain values, as JSON."""
    try:
        plain = orjson.dumps(record)
    except TypeError:  # half a character: only the slow one writes it down
        plain = ENCODER.encode(record).encode()
    return seal(key, cell, plain)


def open_record(key: Key, cell: Cell, sealed: bytes) -> Any:
    return json.loads(open_sealed(key, cell, sealed))


# ── keyed hashes ──────────────────────────────────────────────────────────────────────────────────────────────────
def derive(master: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose, from the master key (HKDF-SHA-256)."""
    return HKDF(SHA256(), 32, salt=None, info=f"haven|{purpose}|{VERSION}".encode()).derive(master)


def keyed_hash(key: bytes, domain: str, *parts: str) -> bytes:
    """HMAC-SHA-256 over domain and parts, each with its length, so that no two lists of parts run together."""
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for part in (domain, *parts):
        coded = part.encode("utf-8", "surrogatepass")
        digest.update(len(coded).to_bytes(LENGTH, "big") + coded)
    return digest.digest()
