"""The wire: a few kept-open connections to Telegram, one question at a time on each. Nothing on it is ever sent twice.

Only two things can go wrong with a question, and they must never be confused: it did not leave (`NotWritten`), or it
left and nobody knows what became of it (`Unclear`).
"""

from __future__ import annotations

import asyncio
from typing import cast

from bot.telegram.answers import AnswerReader, Garbled, Reply
from bot.telegram.reach import connect, target

#: Seconds a connection may take to be made, or to become free.
CONNECT = 5.0


class NotWritten(Exception):
    """The connection failed before the request left: nothing happened, it can be tried again."""


class Unclear(Exception):
    """The request left, and no readable answer came: it may have been done or not."""


class Connection(asyncio.Protocol):
    """One connection. `open` until either side closed it or anything came that was not asked for."""

    def __init__(self) -> None:
        self.open = False
        self.used = 0.0
        self._reader = AnswerReader()
        self._transport: asyncio.Transport
        self._reply: asyncio.Future[Reply] | None = None

    async def ask(self, request: bytes, until: float) -> Reply:
        """Write the request and wait for its answer, until then by the loop's clock. Raises Unclear."""
        loop = asyncio.get_running_loop()
        reply: asyncio.Future[Reply] = loop.create_future()
        self._reply = reply
        late = loop.call_at(until, self.end, "Late")
        try:
            self._transport.write(request)
            return await reply
        except asyncio.CancelledError:
            self.end("Cancelled")
            raise
        finally:
            late.cancel()
            self._reply = None

    def end(self, why: str = "Closed") -> None:
        """Close it now, whatever is still under way on it."""
        if self.open:
            self.open = False
            self._transport.abort()
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(Unclear(why))

    # ── called by the loop ────────────────────────────────────────────────────────────────────────────────────────
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one by shape, not by class
        self.open = True

    def data_received(self, data: bytes) -> None:
        if self._reply is None or self._reply.done():
            return self.end()
        try:
            reply = self._reader.read(data)
        except Garbled:
            return self.end("Garbled")
        if reply is not None:
            self._reply.set_result(reply)
            if not reply.again:
                self.end()
        return None

    def eof_received(self) -> None:
        self.end()

    def connection_lost(self, error: Exception | None) -> None:
        self.end()


class Wire:
    """Asks one server over at most so many connections. Open it inside a running event loop. Raises BadProxy."""

    def __init__(self, base_url: str, connections: int) -> None:
        self._there = target(base_url)
        # A server on this machine closes idle connections sooner than Telegram's: let go of them first, so that a
        # message is never written into a connection that is just being closed.
        self._idle = 15.0 if self._there.tls else 4.0
        self._resting: list[Connection] = []  # the one used last is taken first, so that the others may go
        self._all: set[Connection] = set()
        self._room = asyncio.Semaphore(connections)
        self._sweeping: asyncio.TimerHandle | None = None
        self._closed = False
        self._head = f"HTTP/1.1\r\nHost: {self._there.name}\r\nAccept: application/json\r\nContent-Type:".encode()

    async def post(self, path: str, body: bytes, seconds: float, kind: bytes = b"application/json") -> Reply:
        """One question, one answer. Raises NotWritten or Unclear; neither says more than a word."""
        until = asyncio.get_running_loop().time() + seconds
        connection = await self._taken(min(seconds, CONNECT))
        try:
            head = b"POST %b %b %b\r\nContent-Length: %d\r\n\r\n" % (path.encode("ascii"), self._head, kind, len(body))
            request = head + body
            return await connection.ask(request, until)
        finally:
            self._rest(connection)
            self._room.release()

    def close(self) -> None:
        """Close every connection; what is still under way stays unclear."""
        self._closed = True
        for connection in self._all:
            connection.end()
        self._all.clear()
        self._resting.clear()
        if self._sweeping is not None:
            self._sweeping.cancel()

    # ── connections ───────────────────────────────────────────────────────────────────────────────────────────────
    async def _taken(self, seconds: float) -> Connection:
        """A connection for one question, with room taken for it. Raises NotWritten."""
        if self._closed:
            raise NotWritten("Closed")
        if not self._room.locked() and (connection := self._rested()):
            await self._room.acquire()  # free: it does not wait
            return connection
        try:
            async with asyncio.timeout(seconds):
                await self._room.acquire()
                try:
                    return self._rested() or await self._made()
                except BaseException:
                    self._room.release()
                    raise
        except (OSError, ValueError) as error:  # TimeoutError, and whatever TLS refuses, are OSErrors
            raise NotWritten(type(error).__name__) from None  # its text and context hold the address

    def _rested(self) -> Connection | None:
        """The connection used last, if it is still open and has not rested for too long."""
        oldest = asyncio.get_running_loop().time() - self._idle
        while self._resting:
            connection = self._resting.pop()
            if connection.open and connection.used > oldest:
                return connection
            self._forget(connection)
        return None

    async def _made(self) -> Connection:
        connection = await connect(self._there, Connection)
        self._all.add(connection)
        if self._closed or not connection.open:
            self._forget(connection)
            raise ConnectionResetError
        return connection

    def _rest(self, connection: Connection) -> None:
        if not connection.open:
            return self._forget(connection)
        loop = asyncio.get_running_loop()
        connection.used = loop.time()
        self._resting.append(connection)
        if self._sweeping is None:
            self._sweeping = loop.call_later(self._idle, self._sweep)
        return None

    def _forget(self, connection: Connection) -> None:
        connection.end()
        self._all.discard(connection)

    def _sweep(self) -> None:
        """Let go of those that have rested for too long; look again while there are any."""
        loop = asyncio.get_running_loop()
        oldest = loop.time() - self._idle
        for connection in [one for one in self._resting if not one.open or one.used <= oldest]:
            self._resting.remove(connection)
            self._forget(connection)
        self._sweeping = loop.call_later(self._idle, self._sweep) if self._resting else None
