"""The console's way in, as it stands in a house: real storage, real routes, a clock that is moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pyotp
from argon2 import PasswordHasher
from playwright.async_api import CDPSession, Page

from console.app import create_console
from console.guarding import App
from console.parts import ConsoleParts
from console.signed_in import COOKIE
from haven.http import listen, make_server
from haven.premises import LOCALES
from helpline.languages import load_catalogue
from helpline.people import Invitation
from storage import Store
from storage.passphrases import Passphrases
from storage.people import HOUSE, People
from tests.storage.people import NOW

PHRASE = "three green boats at noon"
LANGUAGES = ("en", "nl", "fr")
WORDS = load_catalogue(LOCALES, LANGUAGES)


@dataclass
class Threshold:
    """`demo_links`: the demo's ways in, where it is one."""

    store: Store
    origin: str = "http://localhost:8080"
    demo_links: dict[str, str] | None = None
    now: datetime = NOW
    broken: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people.passphrases = Passphrases(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    @property
    def people(self) -> People:
        return self.store.people

    def later(self, minutes: float) -> datetime:
        self.now += timedelta(minutes=minutes)
        return self.now

    def app(self) -> App:
        nothing = ("store", "drafts", "editing", "shipped", "books", "house", "act", "typing", "hub", "presence")
        told: dict[str, Any] = dict.fromkeys(nothing, cast(Any, None))
        return create_console(
            ConsoleParts(
                **told,
                people=self.people,
                clock=lambda: self.now,
                origin=self.origin,
                operator="Haven",
                languages=LANGUAGES,
                say=WORDS.say,
                dist=Path("/nowhere"),
                demo=self.demo_links is not None,
                demo_links=self.demo_links or {},
                failed=self.broken.append,
            )
        )

    # ── people ────────────────────────────────────────────────────────────────────────────────────────────────────
    async def invited(self, login: str = "an", *roles: str) -> tuple[str, Invitation]:
        """A link's token, and what it says."""
        _, token = await self.people.add(login, login.title(), roles or ("counsellor",), (), (), HOUSE, self.now)
        found = await self.people.open_invitation(token, self.now)
        assert found is not None
        return token, found

    async def joined(self, login: str = "an", *roles: str) -> tuple[str, str]:
        """Somebody who is in by passphrase: her cookie's token, and the seed of her codes."""
        token, found = await self.invited(login, *roles)
        opened = await self.people.join_with_passphrase(token, PHRASE, self.code(found.seed), self.now)
        return opened.token, found.seed

    def code(self, seed: str) -> str:
        return pyotp.TOTP(seed).at(self.now)

    # ── browsers ──────────────────────────────────────────────────────────────────────────────────────────────────
    def client(self, token: str = "", **headers: str) -> httpx.AsyncClient:
        """A browser without scripts, signed in or not, on a page of the console."""
        told = {"origin": self.origin, "sec-fetch-site": "same-origin", "user-agent": "Firefox/140 Linux", **headers}
        cookie = {"cookie": f"{COOKIE}={token}"} if token else {}
        transport = httpx.ASGITransport(self.app())
        return httpx.AsyncClient(transport=transport, base_url=self.origin, headers=told | cookie)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Opened to real browsers; yields its address."""
        listening = listen("127.0.0.1", 0)
        listening.listen()  # whoever comes before the server is up waits
        self.origin = f"http://localhost:{listening.getsockname()[1]}"
        server = make_server(self.app())
        serving = asyncio.ensure_future(server.serve(sockets=[listening]))
        try:
            yield self.origin
        finally:
            server.should_exit = True
            await serving
            listening.close()


def token_in(answer: httpx.Response) -> str:
    """The cookie it sets, if it is one that a browser keeps to itself."""
    set_ = answer.headers.get("set-cookie", "")
    assert set_.startswith(f"{COOKIE}="), answer.text
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=strict"} <= {part.strip() for part in set_.split(";")}
    assert "domain" not in set_.lower()
    return str(set_.removeprefix(f"{COOKIE}=").partition(";")[0])


async def device(page: Page, verifies: bool = True) -> tuple[CDPSession, str]:
    """A device that keeps passkeys; `verifies`: it checks that it is she."""
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    made = await session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verifies,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session, str(made["authenticatorId"])
