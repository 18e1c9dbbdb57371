"""The gate: who asks from elsewhere is turned away, and every answer tells the browser what it may not do.

Plain ASGI around the whole console, so that no route can be forgotten; contacts' pages stand behind one of their own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

#: Bytes a request may carry: far more than the longest message.
MOST_BODY = 64 << 10
SAFE = frozenset({"GET", "HEAD"})
UNSAFE = frozenset({"POST"})
#: What only our own pages ask for. A page may be led to from elsewhere; this may not.
API = "/console/api/"
#: This machine by its other names, without the port.
OTHER_NAMES = frozenset({"127.0.0.1", "[::1]", "localhost"})
#: Where the built front end lives; its names change with its content.
ASSETS = "/console/assets/"
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types svelte-trusted-html",  # Svelte clones its own, fixed templates through it; nobody else's words
    )
)
POLICY = b"content-security-policy"
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with `no-referrer` browsers hide the origin of our own forms from us too
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()"),
    (b"x-frame-options", b"DENY"),
    (b"x-robots-tag", b"noindex"),
)
#: What a page that may stand in another goes without: the one cannot say in which, its policy does; the other beside a
#: `sandbox` in that policy makes browsers refuse a page of its own (https://html.spec.whatwg.org/#navigation-params).
UNFRAMED = frozenset({b"x-frame-options", b"cross-origin-opener-policy"})
NO_STORE, FOR_EVER = b"no-store", b"private, max-age=31536000, immutable"
HSTS = (b"strict-transport-security", b"max-age=31536000")
OURS = frozenset({name for name, _ in HEADERS} | {POLICY, b"cache-control", HSTS[0], b"server"})


@dataclass(frozen=True)
class Rules:
    """What differs from gate to gate. `wrong_host`: the answer to who asks for another house. Beginnings of paths:
    `api`, what only our own pages ask for; `assets`, what a browser may keep. `framed`: others may show it in theirs;
    `csp` says who. `bigger`: beginning and end of paths whose bodies may be longer, and how long."""

    csp: str = CSP
    most_body: int = MOST_BODY
    bigger: tuple[tuple[str, str, int], ...] = ()
    wrong_host: tuple[int, str] = (421, "wrong_host")
    api: tuple[str, ...] = (API,)
    assets: tuple[str, ...] = (ASSETS,)
    framed: bool = False

    @property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        told = HEADERS if not self.framed else tuple(one for one in HEADERS if one[0] not in UNFRAMED)
        return ((POLICY, self.csp.encode()), *told)

    def most(self, path: str) -> int:
        """Bytes that a request for this path may carry."""
        fitting = (most for begin, end, most in self.bigger if path.startswith(begin) and path.endswith(end))
        return max(fitting, default=self.most_body)


#: Files of a conversation, brought in by editors, are long, and so is undoing it; nothing else is.
CONSOLE = Rules(bigger=tuple(("/console/api/editing/drafts/", end, 4 << 20) for end in ("/import", "/edits")))


class TooLong(Exception):
    """The body goes on beyond what any request of the console needs."""


class Guarded:
    """`app` behind the gate. `origin`: where browsers find the console. `demo`: this machine's other names lead there.
    `failed` hears of what a route did not foresee."""

    def __init__(
        self, app: App, origin: str, demo: bool, failed: Callable[[BaseException], None], rules: Rules = CONSOLE
    ) -> None:
        self._app, self._origin, self._demo, self._failed, self._rules = app, origin, demo, failed, rules
        self._host = urlsplit(origin).netloc
        self._headers = rules.headers + ((HSTS,) if origin.startswith("https:") else ())

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return None
        answer = _Answer(send, self._headers, scope["path"].startswith(self._rules.assets))
        headers = _single(scope["headers"])
        if elsewhere := self._elsewhere(scope, headers):
            return await answer.moved(elsewhere)
        if refused := self._refusal(scope, headers):
            return await answer.refused(*refused)
        try:
            return await self._app(scope, _bounded(receive, self._rules.most(scope["path"])), answer.send)
        except TooLong:
            return await answer.refused(413, "too_long")
        except Exception as error:
            self._failed(error)
            return await answer.refused(503, "trouble")

    def _elsewhere(self, scope: Message, headers: dict[bytes, str]) -> str | None:
        """The demo's console has one name, localhost: passkeys need it. Other names of this machine lead there."""
        host = headers.get(b"host", "")
        if not self._demo or host == self._host or scope["method"] not in SAFE:
            return None
        # The path was decoded on its way here: written as it stood, a line break in it would end the header.
        return self._origin + quote(scope["path"]) if host.rpartition(":")[0] in OTHER_NAMES else None

    def _refusal(self, scope: Message, headers: dict[bytes, str]) -> tuple[int, str] | None:
        method, site = scope["method"], headers.get(b"sec-fetch-site", "same-origin")
        if headers.get(b"host") != self._host:
            return self._rules.wrong_host
        if method not in SAFE | UNSAFE:
            return 405, "bad_ask"
        length = headers.get(b"content-length", "0")
        most = self._rules.most(scope["path"])
        if not (length.isascii() and length.isdigit() and len(length) < 20 and int(length) <= most):
            return 413, "too_long"
        if method in UNSAFE and not (site == "same-origin" and headers.get(b"origin") == self._origin):
            return 403, "cross_site"
        if scope["path"].startswith(self._rules.api) and site not in ("same-origin", "none"):
            return 403, "cross_site"  # the browser lets nobody else read it, but a line would be open and she be there
        return None


class _Answer:
    """One answer, with our headers on it in place of anybody else's idea of them."""

    def __init__(self, send: Send, headers: tuple[tuple[bytes, bytes], ...], asset: bool) -> None:
        self._send, self._headers, self._asset, self._begun = send, headers, asset, False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in OURS]
            cache = FOR_EVER if self._asset and message["status"] in (200, 304) else NO_STORE
            message = {**message, "headers": [*kept, *self._headers, (b"cache-control", cache)]}
        await self._send(message)

    async def refused(self, status: int, code: str) -> None:
        if not self._begun:  # else the connection ends where it is
            body = orjson.dumps({"refusal": code, "about": {}})
            await self._whole(status, body, (b"content-type", b"application/json"))

    async def moved(self, to: str) -> None:
        await self._whole(307, b"", (b"location", to.encode("ascii", "ignore")))

    async def _whole(self, status: int, body: bytes, header: tuple[bytes, bytes]) -> None:
        length = (b"content-length", str(len(body)).encode())
        await self.send({"type": "http.response.start", "status": status, "headers": [header, length]})
        await self.send({"type": "http.response.body", "body": body})


def _bounded(receive: Receive, most: int) -> Receive:
    got = 0

    async def bounded() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooLong
        return message

    return bounded


def _single(headers: list[tuple[bytes, bytes]]) -> dict[bytes, str]:
    """What is said twice is not believed: it stands for nothing."""
    found: dict[bytes, str] = {}
    for name, value in headers:
        found[name] = "" if name in found else value.decode("latin-1")
    return found
