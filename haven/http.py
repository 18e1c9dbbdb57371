"""The one HTTP server of the house: health, metrics, the webhook. It writes no log of who asked what."""

from __future__ import annotations

import contextlib
import resource
import socket
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any

import uvicorn

from bot.telegram.webhook import Receive, Scope, Send, answer
from haven.guard import MOST_CONNECTIONS, Guarded

App = Callable[[Scope, Receive, Send], Awaitable[None]]
#: Calls that wait until the house answers them.
CALLS_THAT_WAIT = MOST_CONNECTIONS
#: Status and text of a page that anyone may read: nothing in it is about a person.
Page = Callable[[], Awaitable[tuple[int, bytes]]]

TEXT = (
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)


class House:
    """An ASGI application: `apps` by exact path, or, where it ends in `/`, by how the path begins; `pages` are answered
    to GET and HEAD."""

    def __init__(self, apps: Mapping[str, App], pages: Mapping[str, Page]) -> None:
        self._apps, self._pages = apps, pages
        self._rooms = {path: app for path, app in apps.items() if path.endswith("/") and path != "/"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return None
        path = scope["path"]
        app = self._apps.get(path) or next((app for room, app in self._rooms.items() if path.startswith(room)), None)
        if app is not None:
            return await app(scope, receive, send)
        page = self._pages.get(path)
        if page is None:
            return await answer(send, 404)
        if scope["method"] not in ("GET", "HEAD"):
            return await answer(send, 405)
        status, body = await page()
        return await answer(send, status, b"" if scope["method"] == "HEAD" else body, TEXT)


def moved_to(path: str) -> App:
    """An application that leads to another path of the same house."""

    async def moved(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            return await answer(send, 405)
        return await answer(send, 307, headers=((b"location", path.encode()), (b"cache-control", b"no-store")))

    return moved


class Server(uvicorn.Server):
    """uvicorn, with the signals left to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def make_server(app: App) -> Server:
    """A server that lets open calls finish for a second when it is told to stop."""
    _room_for_connections()
    config: dict[str, Any] = {
        "log_config": None,
        "access_log": False,
        "log_level": "critical",
        "lifespan": "off",
        "ws": "none",
        "http": Guarded,
        "backlog": CALLS_THAT_WAIT,
        "limit_concurrency": MOST_CONNECTIONS // 2,
        "server_header": False,
        "date_header": False,
        "timeout_graceful_shutdown": 1,
        "timeout_keep_alive": 75,
        "proxy_headers": False,
    }
    return Server(uvicorn.Config(app, **config))


def _room_for_connections() -> None:
    """As many open files as this system lets us have, up to what we would use: often it starts us with fewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * MOST_CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; who calls before the house answers waits. Port 0 takes any free one. Raises OSError where the
    port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or asyncio leaves Nagle on
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(CALLS_THAT_WAIT)  # only this takes the port: two may be bound to it
    except OSError:
        listening.close()
        raise
    listening.set_inheritable(False)
    return listening
