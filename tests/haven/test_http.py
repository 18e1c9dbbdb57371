"""The web server cuts off what is too large, too slow or one too many, and hears everyone else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.telegram.webhook import Receive, Scope, Send, answer
from haven import guard
from haven.http import House, listen, make_server

GOOD = b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /app HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


async def page() -> tuple[int, bytes]:
    return 200, b"here"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads everything, and keeps nothing of it."""
    while (message := await receive())["type"] == "http.request" and message["more_body"]:
        pass
    await answer(send, 200)


@asynccontextmanager
async def served(listening: socket.socket | None = None) -> AsyncIterator[int]:
    server, listening = make_server(House({"/app": app}, {"/page": page})), listening or listen("127.0.0.1", 0)
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    await serving


async def answered(port: int, *parts: bytes) -> bytes:
    """The first line that comes back; empty when the connection is closed without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(30):
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0)
            return (await reader.readline()).strip()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_who_calls_while_the_house_is_opening_waits_and_is_answered() -> None:
    listening = listen("127.0.0.1", 0)
    calling = asyncio.ensure_future(answered(listening.getsockname()[1], GOOD))
    async with served(listening):
        assert await calling == b"HTTP/1.1 200 OK"


def test_of_two_houses_that_open_on_one_port_only_the_first_has_it() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(OSError):
        listen("127.0.0.1", first.getsockname()[1])


LARGE = {
    "one header in one piece": [b"GET /page HTTP/1.1\r\nX: " + b"a" * guard.MOST_HEAD + b"\r\n\r\n"],
    "one header without an end": [b"GET /page HTTP/1.1\r\nX: ", *[b"a" * 8192] * 64],
    "headers without an end": [b"GET /page HTTP/1.1\r\n", *[b"X: " + b"a" * 500 + b"\r\n"] * 999],
    "an address without an end": [b"GET /", *[b"a" * 8192] * 64],
    "a body without an end": [POST, *[b"10000\r\n" + b"a" * 65536 + b"\r\n"] * 32],
    "trailers without an end": [POST, b"0\r\n", *[b"X: " + b"a" * 8000 + b"\r\n"] * 400],
}


@pytest.mark.parametrize("parts", LARGE.values(), ids=LARGE.keys())
async def test_what_is_too_large_is_cut_off(parts: list[bytes]) -> None:
    async with served() as port:
        assert await answered(port, *parts) in (b"", b"HTTP/1.1 400 Bad Request")
        assert await answered(port, GOOD) == b"HTTP/1.1 200 OK"


async def test_what_is_large_but_not_too_large_is_heard() -> None:
    async with served() as port:
        head = b"GET /page HTTP/1.1\r\nHost: x\r\nX: " + b"a" * (guard.MOST_HEAD - 200) + b"\r\n\r\n"
        assert await answered(port, head) == b"HTTP/1.1 200 OK"
        assert await answered(port, head[:5000], head[5000:]) == b"HTTP/1.1 200 OK"
        body = b"POST /app HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n"
        assert await answered(port, body, *[b"a" * 65536] * 16) == b"HTTP/1.1 200 OK"


BEGUN = (b"", b"\r\n", b"GET /pa", POST, POST + b"5\r\nab")


async def cut_off(port: int, begun: bytes) -> None:
    """Twice: as the first words of a connection, and of one that is kept, longer than one request may take."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(begun)
    assert await reader.read() == b"", begun
    writer.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(3):
        writer.write(GOOD)
        assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200 OK"), begun
        await asyncio.sleep(0.4 * guard.COMPLETE)
    writer.write(begun or b"\r\n")
    assert await reader.read() == b"", begun
    writer.close()


async def test_who_says_nothing_or_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "COMPLETE", 1.0)
    async with served() as port, asyncio.timeout(30):
        await asyncio.gather(*(cut_off(port, begun) for begun in BEGUN))


async def test_one_too_many_is_closed_and_the_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_CONNECTIONS", 3)
    async with served() as port:
        first = await asyncio.open_connection("127.0.0.1", port)
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        first[1].write(GOOD)
        assert (await first[0].readuntil(b"here")).startswith(b"HTTP/1.1 200 OK")
        assert await answered(port, GOOD) == b""
        for _, writer in (first, *held):
            writer.close()
