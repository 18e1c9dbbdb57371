"""Reading what comes back over a connection: one HTTP answer after another, however its bytes are cut into pieces."""

from __future__ import annotations

from dataclasses import dataclass

import httptools

#: Bytes of one answer, its head included. A hundred updates are well below; nobody fills our memory.
MOST_BYTES = 16 << 20


class Garbled(Exception):
    """What came is no HTTP answer, or one too long; nothing more can be read from this connection."""


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """An HTTP answer: its status, its body, and whether the connection may be asked again."""

    status: int
    body: bytes
    again: bool


class AnswerReader:
    """Give it the bytes as they come. It asks nothing, knows no time and holds at most `MOST_BYTES`."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._pieces: list[bytes] = []
        self._bytes = 0
        self._reply: Reply | None = None
        self._too_many = False

    def read(self, data: bytes) -> Reply | None:
        """The answer that these bytes complete; None while there is more to come. Raises Garbled."""
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            raise Garbled("too long")
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            if self._reply is None:
                raise Garbled("no HTTP answer") from None
            self._too_many = True
        reply, self._reply = self._reply, None
        if reply is None:
            return None
        self._bytes = 0
        # Something behind the answer belongs to no question of ours: nothing on this connection can be trusted now.
        return Reply(reply.status, reply.body, False) if self._too_many else reply

    # ── called by the parser ──────────────────────────────────────────────────────────────────────────────────────
    def on_message_begin(self) -> None:
        self._too_many = self._reply is not None

    def on_body(self, piece: bytes) -> None:
        self._pieces.append(piece)

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if status >= 200 and self._reply is None:  # below: "wait", and the answer follows
            self._reply = Reply(status, b"".join(self._pieces), self._parser.should_keep_alive())
        self._pieces.clear()
