"""Requests that two servers in a row could read differently, written by hand: read in one way here, or not at all."""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlsplit

import pytest

from haven import guard
from tests.console.attack.open_house import Door, opened_to_all
from tests.console.desk import Browser, Desk

#: Seconds in which the slowest machine closes a connection.
PATIENCE = 15
ACT = b'{"verb":"close","outcome":"misuse"}'
#: A request of a colleague's own page, and a second one hidden in what may be its body. `@`: what a test puts there.
HEAD = (
    "POST /console/api/cases/{case}/act HTTP/1.1\r\nhost: {host}\r\norigin: {origin}\r\nsec-fetch-site: same-origin\r\n"
    "cookie: __Host-haven={cookie}\r\ncontent-type: application/json\r\nconnection: close\r\n@\r\n"
)
TWO_LENGTHS = (
    "content-length: 0\r\ncontent-length: 35\r\n",
    "content-length: 35\r\ntransfer-encoding: chunked\r\n",
    "transfer-encoding: chunked\r\ncontent-length: 35\r\n",
    "transfer-encoding: xchunked\r\ncontent-length: 35\r\n",
    "transfer-encoding: chunked, identity\r\n",
    "transfer-encoding : chunked\r\n",
    "content-length: +35\r\n",
    "content-length: 3 5\r\n",
    "content-length: 0x23\r\n",
    "content-length: 99999999999999999999999999\r\n",
    "host: evil.example\r\ncontent-length: 35\r\n",
    "origin: https://evil.example\r\ncontent-length: 35\r\n",
    "x: y\r\n content-length: 35\r\n",
    "x\x00: y\r\ncontent-length: 35\r\n",
    "content-length: 35\r\nx: y\norigin: z\r\n",
)


async def told(door: Door, raw: bytes, patience: float = PATIENCE) -> bytes:
    """Everything that comes back until the other side closes, or has said nothing for so long."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(door.origin).port)
    writer.write(raw)
    heard = b""
    with contextlib.suppress(TimeoutError, ConnectionError):
        while more := await asyncio.wait_for(reader.read(65536), patience):
            heard += more
    writer.close()
    return heard


def written(door: Door, who: Browser, case: str, lines: str) -> bytes:
    given = {"case": case, "host": urlsplit(door.origin).netloc, "origin": door.origin, "cookie": who.cookie}
    return HEAD.format(**given).replace("@", lines).encode() + ACT


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not complete is not waited for long."""
    monkeypatch.setattr(guard, "COMPLETE", 0.3)


async def test_a_request_with_two_readings_does_nothing(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    async with opened_to_all(desk) as door:
        for lines in TWO_LENGTHS:
            case = await desk.case(staff=lotte.staff)
            heard = await told(door, written(door, lotte, case, lines))
            assert b" 200 " not in heard, lines
            assert heard.count(b"HTTP/1.1") <= 1, f"what may be a body is not taken for a second request: {lines}"
            assert (await desk.parts.store.rows((case,)))[0].state == "open", lines
            good = await told(door, written(door, lotte, case, f"content-length: {len(ACT)}\r\n"))
            assert good.startswith(b"HTTP/1.1 200"), "the control: with one reading it is done"
            assert (await desk.parts.store.rows((case,)))[0].state == "closed"


OTHERS = (
    b"GET /console/api/me HTTP/1.0\r\n\r\n",
    b"GET http://evil.example/console/api/me HTTP/1.1\r\nhost: evil.example\r\n\r\n",
    b"GET /console/api/me\r\n\r\n",
    b"GET /console/api/me HTTP/3.7\r\nhost: @\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nhost: @\r\n\r\n",
    b"GET /console/api/me HTTP/1.1\r\nhost: @\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
    b"GET /console/api/live HTTP/1.1\r\nhost: @\r\nupgrade: h2c\r\nconnection: upgrade, http2-settings\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"TRACE /console/ HTTP/1.1\r\nhost: @\r\ncookie: secret\r\nconnection: close\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
)


async def test_another_protocol_gets_no_answer_but_a_refusal(desk: Desk) -> None:
    async with opened_to_all(desk) as door:
        for line in OTHERS:
            heard = await told(door, line.replace(b"@", urlsplit(door.origin).netloc.encode()), 0.5)
            assert heard == b"" or heard.split(b" ")[1] in (b"400", b"401", b"404", b"405", b"421"), (line, heard[:80])
            assert b"secret" not in heard
            assert b"switching" not in heard.lower()
