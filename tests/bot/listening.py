"""Servers of the stories about the wire: their connections end with them, and are not found lying in a later story."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

Hear = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(hear: Hear, **more: Any) -> AsyncIterator[int]:
    """The port on which it listens."""
    lines: list[asyncio.StreamWriter] = []

    async def heard(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append(writer)
        await hear(reader, writer)

    server = await asyncio.start_server(heard, "127.0.0.1", 0, **more)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for line in lines:
            line.transport.abort()
        for _ in range(5):  # each is closed in the turn after, and one within another a turn later
            await asyncio.sleep(0)
