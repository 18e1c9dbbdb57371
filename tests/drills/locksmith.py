"""The locksmith: whoever has every byte of a house, its master key and the key to its backups, and tries them all.

It knows how a sealed cell looks (a version, a nonce, what is sealed) and that a key lies sealed like any word. It needs
no row, no id and no tag: what a key turns into a plausible length and a text behind it counts as opened. So it tries
each key on every place of every file where a cell may begin: rows, deleted rows, logs, copies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR, ECB

from storage.master import PURPOSES
from storage.seal import HEAD, LENGTH, NONCE, derive

BLOCK, SECRET = 16, 32
#: What a sealed key begins with once it is open: its length.
KEY = SECRET.to_bytes(LENGTH, "big")
#: In GCM the first block of what is sealed has this number; the text is what counter mode makes of it.
FIRST = (2).to_bytes(4, "big")
#: A cell may begin here: its version, and behind it what looks like chance. One of a million is not seen so.
BEGINS = re.compile(re.escape(HEAD) + rb"(?=([\x00-\xff]{28}))")
FEWEST_SIGNS, FEWEST_HIGH = 16, 3
LOW = bytes(range(128))
#: Bytes that are opened where the beginning looks right.
WINDOW = 4096
#: Two places are the same one where so many bytes are: a log may hold a cell that a page's edge cuts in two.
ALIKE = 1100


@dataclass
class Places:
    """Where a cell may begin, each once. `heads`: nonce and number of its first block; `firsts`: what lies there."""

    heads: bytearray = field(default_factory=bytearray)
    firsts: bytearray = field(default_factory=bytearray)
    rests: list[bytes] = field(default_factory=list)
    known: set[bytes] = field(default_factory=set)

    def add(self, data: bytes) -> None:
        """Every place of these bytes."""
        for found in BEGINS.finditer(data):
            look = found[1]
            seen = data[found.start() : found.start() + ALIKE]
            if seen in self.known or not by_chance(look):
                continue
            self.known.add(seen)
            self.heads += look[:NONCE] + FIRST
            self.firsts += look[NONCE:]
            self.rests.append(data[found.start() + 1 : found.start() + 1 + NONCE + WINDOW])

    def opened(self, secret: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Where this key makes a length of the beginning: that length, and what it makes of the rest."""
        stream = Cipher(AES(secret), ECB()).encryptor().update(bytes(self.heads))
        for at in zeros(*(either(stream, self.firsts, byte) for byte in (0, 1)), len(self.rests)):
            text = plain(secret, self.rests[at])
            yield text[:LENGTH], text


def either(stream: bytes, firsts: bytearray, byte: int) -> int:
    """This byte of every place, opened: all of them as one number."""
    return int.from_bytes(stream[byte::BLOCK], "big") ^ int.from_bytes(firsts[byte::BLOCK], "big")


def zeros(first: int, second: int, size: int) -> Iterator[int]:
    """Places where both are nothing: no length is longer than that."""
    both = (first | second).to_bytes(size, "big")
    at = both.find(0)
    while at >= 0:
        yield at
        at = both.find(0, at + 1)


def by_chance(look: bytes) -> bool:
    """As sealed bytes look, and text and empty pages do not."""
    return len(set(look)) >= FEWEST_SIGNS and len(look.translate(None, LOW)) >= FEWEST_HIGH


def plain(secret: bytes, rest: bytes) -> bytes:
    """What this key makes of a nonce and what follows."""
    return Cipher(AES(secret), CTR(rest[:NONCE] + FIRST)).decryptor().update(rest[NONCE:])


@dataclass
class Ring:
    """Every key that could be won. `texts`: what they open, keys apart."""

    secrets: dict[bytes, None] = field(default_factory=dict)
    texts: list[bytes] = field(default_factory=list)

    def told(self, words: Mapping[str, str]) -> set[str]:
        """Of these words, by kind, those that stand in what was opened, as they are or as JSON writes them."""
        text = b"\0".join(self.texts)
        return {
            kind for kind, word in words.items() if word.encode() in text or json.dumps(word)[1:-1].encode() in text
        }


def first_keys(masters: Iterable[bytes]) -> dict[bytes, None]:
    """What a master key opens by itself: it wraps, and in old houses it is what the keys of the house come from."""
    names = ("wrapping", *PURPOSES)
    return dict.fromkeys(key for master in masters for key in (master, *(derive(master, name) for name in names)))


def try_all(layers: Iterable[bytes], masters: Iterable[bytes]) -> Ring:
    """Every key that can be won from these bytes with these master keys, and all that any of them opens."""
    places, ring = Places(), Ring()
    for layer in layers:
        places.add(layer)
    waiting = list(first_keys(masters))
    while waiting:
        secret = waiting.pop()
        if secret in ring.secrets:
            continue
        ring.secrets[secret] = None
        for length, text in places.opened(secret):
            if length == KEY and len(text) >= LENGTH + SECRET:
                waiting.append(text[LENGTH : LENGTH + SECRET])
            else:
                size = int.from_bytes(length, "big")
                ring.texts.append(text[LENGTH : LENGTH + size])
    return ring
