"""The door: who may come in. Only this machine, and in a browser only the emulator's own page."""

from __future__ import annotations

import ipaddress
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
#: What a browser says of a call's origin when it is our own page, or an address typed by hand.
_OWN = frozenset({b"same-origin", b"none"})


def is_loopback(host: str) -> bool:
    """Whether this name or address can only be this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_enter(scope: Scope, *, may_look: bool) -> bool:
    """No other site may steer the demo through somebody's browser. `may_look`: reading is harmless here, so a link
    from elsewhere may lead in; on the Bot API a GET acts too, and even the address of a picture could be a call."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    host = headers.get(b"host", b"")
    if not _is_here(host):
        return False
    if may_look and scope["method"] in ("GET", "HEAD"):
        return True
    origin = headers.get(b"origin")
    if origin is not None and origin.partition(b"://")[2] != host:
        return False
    return headers.get(b"sec-fetch-site", b"none") in _OWN


@lru_cache(maxsize=64)
def _is_here(host: bytes) -> bool:
    """Another name that leads to this machine may be somebody else's: the page behind it must not call us."""
    try:
        parts = urlsplit(f"//{host.decode('latin-1')}")
        return "@" not in parts.netloc and is_loopback(parts.hostname or "")
    except ValueError:
        return False
