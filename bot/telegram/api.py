"""The wire to Telegram's Bot API: one call, one answer. The token stays in here; no error or log ever shows it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from bot.telegram.wire import Unclear, Wire

#: Seconds. Past it, whether Telegram has done it is unknown.
ANSWER = 15.0


@dataclass(frozen=True, repr=False)
class Answer:
    """`code` is 200, or Telegram's error code; `retry_after` seconds, where Telegram names them."""

    code: int
    result: Any = None
    description: str = ""
    retry_after: float | None = None

    def __repr__(self) -> str:
        return f"Answer({self.code})"


class BotApi:
    """Calls methods of the Bot API over a few kept-alive connections. Open it inside a running event loop."""

    def __init__(self, base_url: str, token: str, connections: int = 100) -> None:
        base = quote(urlsplit(base_url).path.rstrip("/"), safe="/%")
        self._root = f"{base}/bot{quote(token, safe=':')}/"
        self._wire = Wire(base_url, connections)

    async def call(self, method: str, params: Mapping[str, Any], seconds: float = ANSWER) -> Answer:
        """Raises NotWritten or Unclear where there is no answer of Telegram's."""
        reply = await self._wire.post(self._root + method, orjson.dumps(params), seconds)
        return _answer(reply.status, reply.body)

    async def upload(
        self, method: str, params: Mapping[str, str], field: str, file: tuple[str, bytes], seconds: float
    ) -> Answer:
        """The same with a file (its name, and what is in it) in this field."""
        kind, body = multipart(params, field, *file)
        reply = await self._wire.post(self._root + method, body, seconds, kind)
        return _answer(reply.status, reply.body)

    async def close(self) -> None:
        self._wire.close()


def multipart(params: Mapping[str, str], field: str, name: str, content: bytes) -> tuple[bytes, bytes]:
    """The content type and body of a form with one file in it. `name` is ours: letters, digits and dots."""
    mark = secrets.token_hex(16).encode()
    parts = [
        b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (mark, key.encode(), value.encode())
        for key, value in params.items()
    ]
    head = b'--%b\r\nContent-Disposition: form-data; name="%b"; filename="%b"\r\n' % (
        mark,
        field.encode(),
        name.encode(),
    )
    parts.append(head + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return b"multipart/form-data; boundary=" + mark, b"".join(parts) + b"--" + mark + b"--\r\n"


def _answer(status: int, body: bytes) -> Answer:
    try:
        plain = parse(body)
    except ValueError:
        plain = None
    if not isinstance(plain, dict) or not isinstance(plain.get("ok"), bool):
        if status >= 500:  # a proxy in between says so in its own words
            return Answer(status)
        raise Unclear("BadAnswer")
    if plain["ok"]:
        return Answer(200, plain.get("result"))
    code, more = plain.get("error_code"), plain.get("parameters")
    wait = more.get("retry_after") if isinstance(more, dict) else None
    return Answer(
        code if isinstance(code, int) else status,
        None,
        str(plain.get("description", "")),
        float(wait) if isinstance(wait, int | float) else None,
    )


def parse(body: bytes) -> Any:
    """JSON as Telegram writes it, half characters included. Raises ValueError."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        try:
            return json.loads(body)  # orjson refuses lone surrogates; a message must not be lost for one
        except RecursionError:
            raise ValueError("nested too deeply") from None
