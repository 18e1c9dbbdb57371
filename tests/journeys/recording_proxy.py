"""A proxy between a browser and the house: it writes down every byte that goes up, and leads to no other host."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

#: Chromium goes round a proxy for this very machine unless it is told not to.
THROUGH = "--proxy-bypass-list=<-loopback>"
_LONGEST_HEAD = 1 << 20
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Call:
    """One call as it went up, `sent` to the byte; `host` with its port."""

    host: str = ""
    method: str = ""
    path: str = ""
    sent: bytes = b""


@dataclass
class RecordingProxy:
    """`ours`: host and port of the house; all others are written down and answered with 403. `spoilt`: what becomes of
    a file of the house on its way down, by path; what is spoilt loses the policy that came with it."""

    ours: str
    spoilt: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    _server: asyncio.Server | None = None

    @property
    def flags(self) -> list[str]:
        """For the browser, so that it goes nowhere but through here."""
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        return [f"--proxy-server=http://127.0.0.1:{port}", THROUGH]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_LONGEST_HEAD)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One call for each line: it is closed behind the answer."""
        try:
            call = Call()
            await self._hear(reader, call)
            if call.sent:
                writer.write(await self._answer(call))
                await writer.drain()
        except OSError:
            pass  # the browser went
        finally:
            writer.close()

    async def _hear(self, reader: asyncio.StreamReader, call: Call) -> None:
        """Whatever comes up is written down, also what is no whole call."""
        try:
            call.sent = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as cut:
            call.sent = cut.partial
        if not call.sent:
            return
        self.calls.append(call)
        call.method, target = call.sent.split(b"\r\n")[0].decode("latin-1").split(" ")[:2]
        parts = urlsplit(target if "://" in target else f"//{target}")
        call.host, call.path = parts.netloc, parts.path + (f"?{parts.query}" if parts.query else "")
        # A body of unknown length takes HTTP/2, which is not spoken here.
        for line in call.sent.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                call.sent += await reader.readexactly(int(value))

    async def _answer(self, call: Call) -> bytes:
        if call.host != self.ours or call.method == "CONNECT":
            return _REFUSED
        parts = urlsplit(f"//{call.host}")
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(_on_its_way(call))
        answer = await reader.read()
        writer.close()
        spoil = self.spoilt.get(call.path.partition("?")[0])
        return answer if spoil is None else _spoilt(answer, spoil)


def _on_its_way(call: Call) -> bytes:
    head, _, body = call.sent.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n")[1:] if b"connection" not in line.partition(b":")[0].lower()]
    first = f"{call.method} {call.path} HTTP/1.1".encode("latin-1")
    return b"\r\n".join([first, *lines, b"Connection: close", b"", body])


def _spoilt(answer: bytes, spoil: Callable[[bytes], bytes]) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    body = spoil(body)
    gone = (b"content-length", b"content-security-policy", b"transfer-encoding")
    lines = [line for line in head.split(b"\r\n") if line.partition(b":")[0].lower() not in gone]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", body])
