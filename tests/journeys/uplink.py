"""The judge of what left a device: is any piece of this file in it, in whatever writing; and was it little enough?"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

import numpy as np

#: So many bytes of a file in a row are no coincidence.
WINDOW = 12
#: All that may go up for one file, heads and all: no picture fits in it, however it is written.
MOST = 2048

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){12,}[0-9a-fA-F]?")
_NUMBERS = re.compile(rb"\d{1,3}(?:[,; ]\s*\d{1,3}){11,}")
_ESCAPED = re.compile(rb"\\u00([0-9a-fA-F]{2})|\\x([0-9a-fA-F]{2})")


def pieces_of(file: bytes, uplink: bytes) -> str | None:
    """In which writing a window of the file stands in what went up; None where none does, in none."""
    readings = dict(_readings(uplink))
    for at in _alike(file, list(readings.values())):
        for writing, read in readings.items():
            if at + WINDOW <= len(file) and file[at : at + WINDOW] in read:
                return writing
    return None


def _readings(uplink: bytes) -> Iterator[tuple[str, bytes]]:
    """What went up, read in every way a script writes bytes with little trouble; each way also behind an escape."""
    plain = unquote_to_bytes(uplink.replace(b"+", b" "))
    for before, words in (("", uplink), ("escaped ", unquote_to_bytes(uplink)), ("form ", plain)):
        yield f"{before}bytes", words
        yield f"{before}base64", b"\n".join(_from_base64(words.translate(_URLSAFE)))
        yield f"{before}hex", b"\n".join(_from_hex(words))
        yield f"{before}numbers", b"\n".join(_from_numbers(words))
        yield f"{before}utf-8", words.decode("utf-8", "replace").encode("latin-1", "replace")
        yield f"{before}utf-16", words[::2] + b"\n" + words[1::2]
        yield f"{before}JSON", _ESCAPED.sub(lambda found: bytes([int(found[1] or found[2], 16)]), words)


_URLSAFE = bytes.maketrans(b"-_", b"+/")


def _from_base64(words: bytes) -> Iterator[bytes]:
    """Whatever stands before it, one of four beginnings is the right one."""
    for found in _BASE64.findall(words):
        for begin in range(4):
            run = found[begin : len(found) - (len(found) - begin) % 4]
            yield base64.b64decode(run)


def _from_hex(words: bytes) -> Iterator[bytes]:
    for found in _HEX.findall(words):
        for begin in range(2):
            run = found[begin : len(found) - (len(found) - begin) % 2]
            yield bytes.fromhex(run.decode())


def _from_numbers(words: bytes) -> Iterator[bytes]:
    for found in _NUMBERS.findall(words):
        yield bytes(min(int(number), 255) for number in re.findall(rb"\d+", found))


Eights = np.ndarray[tuple[int], np.dtype[np.uint64]]


def _alike(file: bytes, readings: list[bytes]) -> list[int]:
    """Where eight bytes of the file stand in any of the readings: only there is it worth looking closer. A table of
    remainders tells most places apart at once; a photo has millions of them."""
    ours = _eights(file)
    theirs = np.unique(np.concatenate([_eights(read) for read in readings]))
    table = np.zeros(1 << 22, np.bool_)
    table[_short(theirs)] = True
    near = np.flatnonzero(table[_short(ours)])
    return [int(at) for at in near[np.isin(ours[near], theirs)]]


def _short(eights: Eights) -> Eights:
    return (eights * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(42)


def _eights(content: bytes) -> Eights:
    """Every eight bytes in a row, as a number each."""
    if len(content) < 8:
        return np.zeros(0, np.uint64)
    places = np.lib.stride_tricks.sliding_window_view(np.frombuffer(content, np.uint8), 8)
    return np.ascontiguousarray(places).view(np.uint64).reshape(-1)
