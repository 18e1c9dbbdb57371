"""The house opened to real browsers and sockets: its console at an address of its own, served as `haven run` does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from console.signed_in import COOKIE
from haven.http import House, listen, make_server, moved_to
from haven.office import furnish_console
from tests.console.desk import Browser, Desk


@dataclass
class Door:
    """`ways`: secret of an address that signs somebody in → her id. `broken`: what no route foresaw."""

    origin: str
    ways: dict[str, str]
    broken: list[BaseException] = field(default_factory=list)

    def way_in(self, staff_id: str) -> str:
        """An address that signs her in, as the demo has them."""
        secret = f"way-{len(self.ways)}-of-{staff_id}"
        self.ways[secret] = staff_id
        return f"{self.origin}/console/demo/{secret}"

    def client(self, browser: Browser | None = None, **headers: str) -> httpx.AsyncClient:
        """A browser without scripts on a page of the console; a stranger's without a sign-in."""
        told = {"origin": self.origin, "sec-fetch-site": "same-origin", **headers}
        cookie = {"cookie": f"{COOKIE}={browser.cookie}"} if browser else {}
        return httpx.AsyncClient(base_url=self.origin, headers=told | cookie, timeout=60, trust_env=False)


@asynccontextmanager
async def opened_to_all(desk: Desk) -> AsyncIterator[Door]:
    """On loopback, until the story is over. What no route foresaw fails the story."""
    listening = listen("127.0.0.1", 0)
    listening.listen()  # whoever comes early waits
    door = Door(f"http://localhost:{listening.getsockname()[1]}", {"nobody": "nobody"})
    parts = desk.parts
    console = furnish_console(parts.settings, parts.office, door.origin, door.broken.append, door.ways)
    pages = {"/metrics": parts.site._pages["/metrics"]}
    server = make_server(House({"/": moved_to("/console/"), "/console": console, "/console/": console}, pages))
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    try:
        yield door
    finally:
        parts.office.hub.close()
        server.should_exit = server.force_exit = True
        await serving
        listening.close()
    assert not door.broken
