"""The HTTP server's gatekeeper: heads of bounded size, bounded messages, and a time for each to be complete.

uvicorn bounds none of these with its fast parser. A proxy stands in front as a rule; this is for where none does.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from console.guarding import CONSOLE

#: Bytes of a request's first line and headers; and of a whole request on the wire. Where the console takes files that
#: are longer than that, so many more.
MOST_HEAD, MOST_MESSAGE = 16 << 10, (1 << 20) + (64 << 10)
#: Seconds from opening a connection, or from the first byte of a later request, until the request is complete.
COMPLETE = 10.0
#: Connections beyond this are closed at once; requests are refused from half of it on. An open console keeps a few.
MOST_CONNECTIONS = 2000


class Guarded(HttpToolsProtocol):
    """One connection. What is too large, too slow or one too many is cut off; the others do not notice."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._in_head = True
        self._bytes, self._most = 0, MOST_MESSAGE
        self._deadline: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
            return
        self._deadline = self.loop.call_later(COMPLETE, self._cut)

    def connection_lost(self, exc: Exception | None) -> None:
        self._on_time()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._bytes += len(data)
        super().data_received(data)
        if not self._bytes or self.transport.is_closing():
            return
        if self._bytes > (MOST_HEAD if self._in_head else self._most):
            self._cut()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(COMPLETE, self._cut)

    def on_headers_complete(self) -> None:
        # A head that came in one piece was never counted on its way.
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > MOST_HEAD:
            raise ValueError("too large")  # the parser gives up, and uvicorn answers 400
        self._in_head = False
        self._most = max(MOST_MESSAGE, CONSOLE.most(self.url.decode("latin-1")) + MOST_HEAD)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head, self._bytes = True, 0
        self._on_time()
        super().on_message_complete()

    def _on_time(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _cut(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self.transport.close()
