"""The wire to Telegram's Bot API: one call, one answer. The token stays in here; no error or log ever shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

#: Seconds. Past `ANSWER`, whether Telegram has done it is unknown.
CONNECT, ANSWER = 5.0, 15.0


class NotWritten(Exception):
    """The connection failed before the request left: nothing happened, it can be tried again."""


class Unclear(Exception):
    """The request left, and no readable answer came: it may have been done or not."""


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
        self._root = f"{base_url.rstrip('/')}/bot{token}/"
        # A server on this machine closes idle connections sooner than Telegram's: let go of them first, so that a
        # message is never written into a connection that is just being closed.
        idle = 4 if base_url.startswith("http://") else 15
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=connections, keepalive_timeout=idle),
            headers={"Content-Type": "application/json"},
            timeout=aiohttp.ClientTimeout(total=ANSWER, connect=CONNECT, sock_connect=CONNECT),
            # A proxy of the machine is for the way out; plain HTTP is spoken on this machine only, token and all.
            trust_env=base_url.startswith("https://"),
        )

    async def call(self, method: str, params: Mapping[str, Any], seconds: float = ANSWER) -> Answer:
        """Raises NotWritten or Unclear where there is no answer of Telegram's."""
        try:
            async with self._session.post(
                self._root + method,
                data=orjson.dumps(params),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=seconds, connect=CONNECT, sock_connect=CONNECT),
            ) as response:
                return _answer(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotWritten(type(error).__name__) from None  # its text and context hold the address
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unclear(type(error).__name__) from None

    async def close(self) -> None:
        await self._session.close()


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
