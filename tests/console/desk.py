"""A house with an emulator and staff, and browsers without a screen: each signed in, asking the console over ASGI."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from emulator.phone import Phone
from emulator.server import Emulator
from haven.logs import Log
from haven.loops import Loops, claim_forever, settle_forever
from haven.settings import read_settings
from haven.wiring import At, Parts, assemble, furnish, open_database
from helpline.case import Case, Holder
from helpline.contact import Address, Contact
from helpline.events import Event
from helpline.ports import Changes, House, Incoming, Loaded
from helpline.staff import Staff
from tests import shipped  # noqa: F401  what is shipped is read once
from tests.bot.asgi import Answered, call
from tests.soon import until

ORIGIN = "http://localhost:8080"
HOST = (b"host", b"localhost:8080")


@dataclass
class Said:
    """What the console answered."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    """One sign-in of one of the staff; without a cookie, a stranger's."""

    parts: Parts
    staff: Staff | None = None
    cookie: str = ""
    sign_in: str = ""

    async def get(self, path: str, **query: str) -> Said:
        return await self.ask("GET", path, query=query)

    async def post(self, path: str, body: object = None, **headers: str) -> Said:
        return await self.ask("POST", path, {} if body is None else body, headers=headers)

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        query: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Said:
        given = {"host": "localhost:8080", "content-type": "application/json", "origin": ORIGIN}
        given |= {"cookie": f"__Host-haven={self.cookie}"} if self.cookie else {}
        given |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = [(name.encode(), value.encode()) for name, value in given.items() if value]
        answered = await call(_with_query(self.parts.site, urlencode(query or {})), method, path, lines, sent)
        return _said(answered)


def _said(answered: Answered) -> Said:
    return Said(answered.status, answered.headers, answered.body)


def _with_query(site: Any, query: str) -> Any:
    async def asked(scope: Any, receive: Any, send: Any) -> None:
        more = {"query_string": query.encode(), "raw_path": scope["path"].encode(), "scheme": "http", "root_path": ""}
        await site(scope | more | {"client": None, "server": ("localhost", 8080), "http_version": "1.1"}, receive, send)

    return asked


@dataclass
class Desk:
    """`parts`: the house. Everything that goes on by itself in it goes on."""

    parts: Parts
    emulator: Emulator
    loops: Loops
    log: io.StringIO
    members: dict[str, Staff] = field(default_factory=dict)

    async def member(self, login: str, *roles: str, teams: tuple[str, ...] = ("helpline",)) -> Staff:
        """Somebody new who works here."""
        added, _ = await self.parts.store.people.add(
            login, login.capitalize(), roles or ("counsellor",), teams, ("en",), "house", now()
        )
        self.members[login] = added
        return added

    async def browser(self, login: str, *roles: str, teams: tuple[str, ...] = ("helpline",)) -> Browser:
        """A sign-in of hers; she is made where nobody is called so yet."""
        staff = self.members.get(login) or await self.member(login, *roles, teams=teams)
        opened = await self.parts.store.people.sign_in_for_show(staff.id, now())
        return Browser(self.parts, staff, opened.token, opened.visit.sign_in)

    def stranger(self) -> Browser:
        return Browser(self.parts)

    async def case(self, team: str = "helpline", staff: Staff | None = None, kind: str = "queue") -> str:
        """A case of a new contact, of this team; held by `staff`, or else as `kind` says."""
        number = len(self.emulator.phones) + 1 if hasattr(self.emulator, "phones") else 1
        made: list[str] = []

        def decide(loaded: Loaded, incoming: Incoming, at: datetime, house: House) -> Changes:
            case = new_case(house, team, staff, kind, at)
            made.append(case.id)
            contact = loaded.contact or Contact(house.chance.id(), incoming.address)
            happened = Event(house.chance.id(), "handoff_queued", at, case.id, {"team": team})
            return Changes(contact, case=case, events=(happened,))

        self._updates = getattr(self, "_updates", 0) + 1
        where = Address("telegram", str(900_000 + self._updates + number))
        incoming = Incoming("telegram", 10_000_000 + self._updates, where, "text", now())
        await self.parts.store.work_off(incoming, now(), self.parts.premises(), decide)
        return made[-1]

    async def until(self, what: Any, patience: float = 30) -> Any:
        """Wait until `what()` holds; returns it."""
        return await until(what, patience)

    def phone(self) -> Phone:
        return self.emulator.phone(language="en")


def new_case(house: House, team: str, staff: Staff | None, kind: str, at: datetime) -> Case:
    """Of an adult who agreed to be helped by people."""
    from helpline.consent import Consent

    agreed = tuple(
        Consent(house.chance.id(), scope, "wording", house.running, "Yes?", "en", at) for scope in ("keep", "handoff")
    )
    facts = {"age": "adult", "age_in_image": "adult", "for_whom": "self"}
    if team == "child_focus":
        facts |= {"age": "minor", "age_in_image": "minor"}
    closed = kind == "closed"
    free = Holder("bot" if closed else kind, team, None, 1, at)
    holder = Holder("staff", team, staff.id, 1, at) if staff else free
    state, outcome = ("closed", "helped") if closed else ("open", None)
    waiting = at if holder.kind == "queue" else None
    return Case(
        house.chance.id(),
        house.chance.case_number(),
        at,
        "en",
        holder,
        facts=facts,
        consents=agreed,
        waiting_since=waiting,
        state=state,
        outcome=outcome,
    )


@asynccontextmanager
async def opened(folder: Path, **settings: str) -> AsyncIterator[Desk]:
    """The house with its console, its loops running; nothing polls unless a test asks for it."""
    async with Emulator() as emulator:
        given = {
            "HAVEN_TELEGRAM_TOKEN": emulator.bot_token,
            "HAVEN_TELEGRAM_API": emulator.url,
            "HAVEN_DATA": str(folder / "data"),
            "HAVEN_KEYS": str(folder / "keys"),
            "HAVEN_PACING": "off",
            "HAVEN_TEAMS": "helpline,child_focus",
        }
        read, log = read_settings(given | settings), io.StringIO()
        store = await open_database(read, "desk")
        try:
            house = await furnish(read, store, now)
            async with asyncio.TaskGroup() as group:
                loops = Loops(group, Log(log))
                parts = assemble(read, Log(log), now, store, house, loops, At(ORIGIN))
                parts.office.start(loops)
                loops.keep("numbering", store.number_forever)
                loops.keep("news", store.news.listen)
                loops.keep("settle", lambda: settle_forever(parts.lanes))
                loops.keep("claim", lambda: claim_forever(parts.lanes))
                try:
                    yield Desk(parts, emulator, loops, log)
                finally:
                    parts.office.hub.close()
                    await parts.lanes.close(0.4)
                    await loops.close()
                    await parts.api.close()
                    await parts.lanes.settle()
        finally:
            await store.close()


def now() -> datetime:
    return datetime.now(UTC)
