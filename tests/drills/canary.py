"""canaries: words that must never be found outside their sealed place, and the scanner that looks for them on disk.

A canary is looked for as plain UTF-8, UTF-16 (both orders), base64 in its three phases, hex (both cases),
percent-encoded, JSON-escaped, and inside every zlib, gzip or raw deflate stream a file holds.
"""

from __future__ import annotations

import base64
import json
import secrets
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

#: What every word of `make` begins with.
BEGINNING = "Zw7kq"
#: Bytes: no word of `make` is longer, in any encoding.
LONGEST = 400
#: Bytes: what is left of a short word in another writing may stand anywhere by chance.
SHORTEST = 8
#: A stream is only worth opening where one of these begins: zlib (four levels) and gzip.
STREAMS = ((b"\x78\x01", 15), (b"\x78\x5e", 15), (b"\x78\x9c", 15), (b"\x78\xda", 15), (b"\x1f\x8b\x08", 31))
LARGEST_STREAM = 4 * 1024 * 1024
#: PostgreSQL's log is written in pages of 8 KiB; each begins with a header, the first of a segment with a longer one.
PAGE, HEADER, FIRST_HEADER = 8192, 24, 40


@dataclass(frozen=True)
class Hit:
    """One canary found where it must not be."""

    file: str
    canary: str
    encoding: str


def make(kind: str) -> str:
    """A word nobody else writes, naming what it was put into: `Zw7kqlinkq3f9c…` (letters and digits only)."""
    return f"{BEGINNING}{kind}q{secrets.token_hex(8)}é"


@cache
def encodings(canary: str) -> dict[str, bytes]:
    """The canary as bytes, by the name of the encoding."""
    plain = canary.encode()
    forms = {
        "utf-8": plain,
        "utf-16-le": canary.encode("utf-16-le"),
        "utf-16-be": canary.encode("utf-16-be"),
        "latin-1": canary.encode("latin-1", "replace"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "percent": quote(canary).encode(),
        "json": json.dumps(canary)[1:-1].encode(),
    }
    for phase in range(3):
        coded = base64.b64encode(b"\0" * phase + plain)
        # The first and last characters depend on the neighbours; the middle does not.
        forms[f"base64+{phase}"] = coded[4 if phase else 0 : len(coded) - 4]
        forms[f"base64url+{phase}"] = forms[f"base64+{phase}"].translate(bytes.maketrans(b"+/", b"-_"))
    return {name: form for name, form in forms.items() if len(form) >= SHORTEST}


def beginnings() -> list[bytes]:
    """How a word of `make` may begin, in any of the encodings: where none of these stands, it does not."""
    plain = BEGINNING.encode()
    forms = [plain, BEGINNING.encode("utf-16-le"), BEGINNING.encode("utf-16-be"), plain.hex().encode()]
    forms.append(plain.hex().upper().encode())
    for phase in range(3):
        coded = base64.b64encode(b"\0" * phase + plain)
        # Only the characters that hold nothing of what stands before or behind.
        forms.append(coded[-(-phase * 8 // 6) : (phase + len(plain)) * 8 // 6])
    return forms


def unpaged(data: bytes) -> bytes:
    """A segment of PostgreSQL's log without its page headers: they cut in two whatever lies across two pages.

    The sizes are those of XLogPageHeaderData and XLogLongPageHeaderData (PostgreSQL's `access/xlog_internal.h`).
    """
    return b"".join(data[at + (HEADER if at else FIRST_HEADER) : at + PAGE] for at in range(0, len(data), PAGE))


def read(path: Path) -> Iterator[bytes]:
    """The file as it lies there; a segment of PostgreSQL's log as it is read, too."""
    data = path.read_bytes()
    yield data
    if path.parent.name == "pg_wal":
        yield unpaged(data)


def opened(data: bytes) -> Iterator[bytes]:
    """The data itself, and what every compressed stream in it holds."""
    yield data
    look = memoryview(data)
    for magic, bits in STREAMS:
        start = data.find(magic)
        while start >= 0:
            try:
                inside = zlib.decompressobj(bits).decompress(look[start : start + LARGEST_STREAM], LARGEST_STREAM)
            except zlib.error:
                inside = b""
            if len(inside) > 16:
                yield inside
            start = data.find(magic, start + 1)


def suspects(layer: bytes) -> bytes:
    """What follows on each place where a word of `make` may begin."""
    found = []
    for form in beginnings():
        at = layer.find(form)
        while at >= 0:
            found.append(layer[at : at + LONGEST])
            at = layer.find(form, at + 1)
    return b"\0".join(found)


def scan_bytes(name: str, looks: Iterable[bytes], canaries: Iterable[str]) -> Iterator[Hit]:
    """Every canary in every layer of one file."""
    forms = {canary: encodings(canary) for canary in canaries}
    hits: dict[Hit, None] = {}
    for layer in (layer for look in looks for layer in opened(look)):
        near = suspects(layer)
        for canary, encoded in forms.items():
            if not (where := near if canary.startswith(BEGINNING) else layer):
                continue
            hits |= {Hit(name, canary, encoding): None for encoding, form in encoded.items() if form in where}
    yield from hits


def scan(folders: Iterable[Path], canaries: Iterable[str], since: float = 0) -> list[Hit]:
    """Every hit in every file below the folders. A file that vanishes while it is read holds nothing any more.

    `since`: seconds as files count them. What nobody has written to since holds no word made since.
    """
    wanted = list(canaries)
    hits: list[Hit] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            try:
                known = path.is_symlink() or not path.is_file() or path.stat().st_mtime < since
                looks = [] if known else list(read(path))
            except FileNotFoundError:
                continue
            hits.extend(scan_bytes(str(path), looks, wanted))
    return hits
