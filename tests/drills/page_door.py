"""The door of the page on which hashes are made, called without a network: the real store, the real gate, no limits.

People whose pages are open stand behind it, so that there is something to get at; what they do goes right every time.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from bot.telegram.launch import launched
from console.guarding import App, Guarded, Rules
from emulator.launch import signed
from helpline.contact import Words
from helpline.ports import DecideCase, House, Ticket
from helpline.sparing import Sparing, SparingEach
from pages.app import MOST_BODY, create_hash_page, hashes_csp
from pages.parts import PageParts
from storage import Store
from tests.bot.asgi import Answered, call
from tests.helpline.house import LANGUAGES, house
from tests.storage.people import Decision, case, consent, waiting, writes

ORIGIN, TOKEN = "https://help.example", "4711:the-token-of-the-bot"
HEADERS = ((b"host", b"help.example"), (b"origin", ORIGIN.encode()), (b"content-type", b"application/json"))
#: The moment of every call; nothing here gets old by itself.
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
FREE = 1 << 40
#: Chats of people, and updates, begin here.
CHATS, UPDATES = 7_000_000_000, 1_000_000


@dataclass
class Person:
    """`secret`: what would open her page now; `session`: her open page. The rest was good once."""

    chat: int
    case_id: str
    secret: str = ""
    session: str = ""
    kept: int = 0
    spent: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    launches: list[str] = field(default_factory=list)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass
class Door:
    store: Store
    house: House
    app: App
    failures: list[BaseException]
    people: list[Person] = field(default_factory=list)
    updates: int = UPDATES

    async def asks(self, body: bytes, part: int = 65536) -> Answered:
        return await call(self.app, "POST", "/api/hashes", HEADERS, body, part)

    async def does(self, **act: Any) -> Any:
        """What comes of an act that is good; None where it was refused."""
        answered = await self.asks(orjson.dumps(act))
        return orjson.loads(answered.body) if answered.status == 200 else None

    async def comes_in(self, number: int) -> None:
        """Somebody whose hashes may be kept, with an open page."""
        facts = {"age": "adult", "age_in_image": "adult"}
        made = waiting(case(facts=facts, items=(), consents=(consent("keep"), consent("hashes"))))
        made = replace(made, number=f"DRIL-{number:04}", holder=replace(made.holder, team="helpline"))
        one = Person(CHATS + number, made.id)
        await self._writes(one, Decision(case=made))
        self.people.append(one)
        for by_launch in (True, False):
            await self.given(one)
            await self.opens(one, by_launch)
        await self.given(one)

    async def given(self, one: Person) -> None:
        """A new secret in the chat; the one before it is void."""
        one.spent += [one.secret] if one.secret else []
        one.secret = hashlib.sha256(b"%d" % self.updates).hexdigest()[:32]  # near no other one's
        await self._writes(one, Decision(ticket=Ticket(Words(one.secret), "hashes", NOW + timedelta(minutes=60))))

    async def opens(self, one: Person, by_launch: bool) -> bool:
        launch = self.launch(one.chat)
        told = await self.does(act="open", **({"launch": launch} if by_launch else {"secret": one.secret}))
        if told is None:
            return False
        one.spent.append(one.secret)
        one.launches += [launch] if by_launch else []
        self._is_open(one, told["session"])
        return True

    async def keeps(self, one: Person, value: str) -> bool:
        file = {"kind": "file", "size": "<1MB", "tool": "haven-page 1", "adults": True}
        told = await self.does(
            act="keep", session=one.session, files=[file | {"hashes": [{"label": "sha256", "value": value}]}]
        )
        one.kept += told is not None and told["kept"]
        return told is not None and told["kept"] == 1

    async def moves(self, one: Person) -> bool:
        told = await self.does(act="again", session=one.session)
        opened = told and await self.does(act="open", secret=told["secret"])
        if not opened:
            return False
        one.spent.append(told["secret"])
        self._is_open(one, opened["session"])
        return True

    def launch(self, chat: int, token: str = TOKEN, age: float = 0, **more: str) -> str:
        """As Telegram would sign it, each time another one."""
        self.updates += 1
        told = {
            "query_id": f"AAH{self.updates}",
            "user": orjson.dumps({"id": chat, "first_name": "Noor 👩‍👧"}).decode(),
            "auth_date": str(int((NOW - timedelta(seconds=age)).timestamp())),
        }
        return signed(token, {name: value for name, value in (told | more).items() if value})

    def _is_open(self, one: Person, session: str) -> None:
        one.ended += [one.session] if one.session else []
        one.session = session

    async def _writes(self, one: Person, decision: Decision) -> None:
        self.updates += 1
        await self.store.work_off(writes(self.updates, str(one.chat)), NOW, self.house, decision)


async def door(store: Store, people: int) -> Door:
    home, failures = replace(house(), pages=ORIGIN), list[BaseException]()

    async def act(case_id: str, decide: DecideCase) -> Any:
        return await store.act(case_id, NOW, home, decide)

    parts = PageParts(
        store,
        lambda: home,
        lambda: NOW,
        LANGUAGES,
        home.say,
        act,
        lambda data, now: launched(data, TOKEN, now),
        Path(),
        guesses=Sparing(FREE),
        acts=SparingEach(FREE),
    )
    rules = Rules(csp=hashes_csp(ORIGIN), most_body=MOST_BODY, wrong_host=(404, "not_found"), api=(), framed=True)
    app = Guarded(create_hash_page(parts), ORIGIN, False, partial(_note, failures), rules)
    made = Door(store, home, app, failures)
    for number in range(people):
        await made.comes_in(number)
    return made


def _note(failures: list[BaseException], error: BaseException) -> None:
    failures.append(error)
