"""Posting to a webhook: just enough HTTP, with connections that are kept open."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    status: int
    reason: str
    headers: dict[str, str]
    body: bytes


class Post:
    """Sends POSTs. Raises OSError, EOFError, TimeoutError or ValueError when no proper answer comes."""

    def __init__(self) -> None:
        self._idle: dict[str, list[Pipe]] = {}

    async def send(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"POST {target} HTTP/1.1", f"Host: {parts.netloc.rpartition('@')[2]}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "Connection: keep-alive", "", ""])
        async with asyncio.timeout(seconds):
            reader, writer = await self._pipe(url)
            try:
                writer.write(head.encode() + body)
                await writer.drain()
                answer = await _read(reader)
            except BaseException:
                writer.close()
                raise
        if answer.headers.get("connection", "").lower() == "close":
            writer.close()
        else:
            self._idle.setdefault(parts.netloc, []).append((reader, writer))
        return answer

    async def _pipe(self, url: str) -> Pipe:
        parts = urlsplit(url)
        idle = self._idle.get(parts.netloc, [])
        while idle:
            reader, writer = idle.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.close()
        secure = ssl.create_default_context() if parts.scheme == "https" else None
        port = parts.port or (443 if secure else 80)
        return await asyncio.open_connection(parts.hostname, port, ssl=secure)

    def close(self) -> None:
        for pipes in self._idle.values():
            for _, writer in pipes:
                writer.close()
        self._idle.clear()


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    _, status, reason = (head[0] + "  ").split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(status), reason.strip(), headers, body)
