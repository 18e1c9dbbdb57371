"""How a connection to Telegram is made: which address, through which proxy of the machine, and TLS that is checked."""

from __future__ import annotations

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

P = TypeVar("P", bound=asyncio.Protocol)
#: Seconds until the next address of the same name is tried; some machines have an IPv6 that leads nowhere.
PATIENCE = 1.5
#: Bytes a proxy may take to say whether it lets us through.
MOST_HEAD = 16 << 10


class BadProxy(ValueError):
    """The machine names a proxy that cannot be used; says how to name one, and never shows what was there."""


@dataclass(frozen=True, repr=False)
class Proxy:
    """A proxy of the machine: where it is, and what it wants to be shown (a password: never printed)."""

    host: str
    port: int
    shown: bytes = b""


@dataclass(frozen=True, repr=False)
class Target:
    """Where Telegram is. `tls` is None on this very machine only."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    proxy: Proxy | None = None

    @property
    def name(self) -> str:
        """As the Host header says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


def target(base_url: str) -> Target:
    """The target of an address. Raises BadProxy. A proxy is for the way out; plain HTTP stays on this machine."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return Target(host, parts.port or 80)
    proxy = None if proxy_bypass(host) else named_proxy(getproxies())
    return Target(host, parts.port or 443, ssl.create_default_context(), proxy)


def named_proxy(proxies: Mapping[str, str]) -> Proxy | None:
    """The proxy for https, if the machine names one. Raises BadProxy."""
    named = proxies.get("https")
    if not named:
        return None
    try:
        parts = urlsplit(named if "://" in named else f"http://{named}")
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        parts, host, port = None, None, 0
    if parts is None or parts.scheme != "http" or not host:
        raise BadProxy("HTTPS_PROXY must be an address as in http://proxy.example:3128; no other kind can be used.")
    if parts.username is None:
        return Proxy(host, port)
    both = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return Proxy(host, port, b"Proxy-Authorization: Basic " + b64encode(both) + b"\r\n")


async def connect(there: Target, make: Callable[[], P]) -> P:
    """A connection, ready to be asked. Raises OSError or TimeoutError; nothing of any question has left then."""
    loop = asyncio.get_running_loop()
    made = await _plain(*((there.proxy.host, there.proxy.port) if there.proxy else (there.host, there.port)))
    try:
        if there.proxy:
            await _let_through(made, there, there.proxy)
        name = there.host if there.tls else None
        _, protocol = await loop.create_connection(make, sock=made, ssl=there.tls, server_hostname=name)
    except BaseException:
        made.close()
        raise
    return protocol


async def _plain(host: str, port: int) -> socket.socket:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return await first_of([(family, address) for family, _, _, _, address in found])


async def first_of(addresses: Sequence[tuple[int, tuple[Any, ...]]]) -> socket.socket:
    """A socket connected to the first of these (family, address) that answers; only the last is waited for longer."""
    loop = asyncio.get_running_loop()
    trouble = OSError("no such name")
    for left, (family, address) in zip(range(len(addresses) - 1, -1, -1), addresses, strict=True):
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            made.setblocking(False)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            async with asyncio.timeout(PATIENCE if left else None):
                await loop.sock_connect(made, address)
        except BaseException as error:
            made.close()
            if not isinstance(error, OSError):  # TimeoutError is one
                raise
            trouble = error
        else:
            return made
    raise trouble


async def _let_through(made: socket.socket, there: Target, proxy: Proxy) -> None:
    """Ask the proxy for the way. What Telegram is asked goes through TLS: the proxy never sees it."""
    loop = asyncio.get_running_loop()
    aim = f"{there.host}:{there.port}".encode("idna" if not there.host.isascii() else "ascii")
    await loop.sock_sendall(made, b"CONNECT %b HTTP/1.1\r\nHost: %b\r\n%b\r\n" % (aim, aim, proxy.shown))
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        # One byte at a time: what follows the head is TLS, and not ours to read.
        piece = await loop.sock_recv(made, 1)
        if not piece or len(head) > MOST_HEAD:
            raise OSError("the proxy said nothing")
        head += piece
    if head.split(b" ", 2)[1:2] != [b"200"]:
        raise OSError("the proxy refuses")
