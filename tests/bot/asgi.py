"""Calls an ASGI application as a web server would, without one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

App = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


async def call(
    app: App, method: str, path: str, headers: Iterable[tuple[bytes, bytes]] = (), body: bytes = b"", part: int = 65536
) -> Answered:
    """One request, its body in parts."""
    parts = [body[at : at + part] for at in range(0, len(body), part)] or [b""]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": list(headers)}
    await app(scope, receive, send)
    return Answered(sent[0]["status"], dict(sent[0]["headers"]), b"".join(one.get("body", b"") for one in sent[1:]))
