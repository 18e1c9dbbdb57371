"""The judge itself: it finds twelve bytes of a file in every writing, and nothing where there is nothing."""

from __future__ import annotations

import base64
import json
from random import Random
from urllib.parse import quote, quote_from_bytes

import pytest

from tests.journeys.uplink import WINDOW, pieces_of

FILE = Random(7).randbytes(200_000)
PIECE = FILE[100_003 : 100_003 + WINDOW]
#: For base64 the piece has neighbours, so that it does not begin where four letters do.
BEFORE = FILE[100_000:100_003]
HONEST = (
    b"POST http://127.0.0.1:8080/api/hashes HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: Mozilla/5.0\r\n\r\n"
    b'{"act":"keep","session":"Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4","files":[{"kind":"image","size":"1-10MB","hashes":'
    b'[{"label":"sha256","value":"' + b"0123456789abcdef" * 4 + b'"}]}]}'
)

WRITINGS = {
    "bytes": PIECE,
    "base64": base64.b64encode(PIECE),
    "base64, one later": base64.b64encode(BEFORE[2:] + PIECE + b"xx"),
    "base64, two later": base64.b64encode(BEFORE[1:] + PIECE + b"x"),
    "base64 for addresses": base64.urlsafe_b64encode(PIECE).rstrip(b"="),
    "base64 in an address": quote(base64.b64encode(BEFORE[2:] + PIECE + b"xx").decode(), safe="").encode(),
    "hex": PIECE.hex().encode(),
    "HEX, odd": b"a" + PIECE.hex().upper().encode(),
    "numbers": ",".join(str(one) for one in PIECE).encode(),
    "JSON numbers": json.dumps(list(PIECE)).encode(),
    "JSON text": json.dumps(PIECE.decode("latin-1")).encode(),
    "percent": quote_from_bytes(PIECE).encode(),
    "utf-8": PIECE.decode("latin-1").encode(),
    "utf-16 le": PIECE.decode("latin-1").encode("utf-16-le"),
    "utf-16 be": PIECE.decode("latin-1").encode("utf-16-be"),
}


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("before", [b"", b"x", b"GET /x.png?"])
def test_twelve_bytes_are_found_in_every_writing(writing: str, before: bytes) -> None:
    assert pieces_of(FILE, HONEST + before + WRITINGS[writing] + b" and more")


def test_an_honest_call_holds_nothing_of_a_file() -> None:
    assert pieces_of(FILE, HONEST * 20) is None
    assert pieces_of(Random(8).randbytes(3_000_000), HONEST * 20) is None
    assert pieces_of(FILE, HONEST + PIECE[:-1]) is None  # eleven may be chance
