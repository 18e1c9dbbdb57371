"""A house that people live in: each tells it all there is to tell, a canary in every place, and is helped by staff.

She is asked everything, waits, is taken over, takes her copy along, hides the chat, comes back from another account,
and at last something lies ready for her that has not reached her.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson

from emulator.phone import Phone, Seen
from haven.wiring import Parts
from helpline import chores
from storage.keys import load_keys
from storage.statements import ask
from tests.bot.asgi import call
from tests.console.desk import Browser, Desk, opened
from tests.drills.canary import make
from tests.drills.everything import collected, handed_over
from tests.drills.loud import as_loud_as_can_be
from tests.road import press

#: Where it leaves anything.
PLACES = ("data", "keys", "logs", "tmp")
CASES = "/console/api/cases"
PATIENCE = 60
LINK, PAGE = re.compile(r"/copy#(\S+)"), re.compile(r"/hashes#(\S+)")
ORIGIN = "http://localhost:8080"
BROWSER = ((b"host", b"localhost:8080"), (b"origin", ORIGIN.encode()))
YES = "Yes, erase everything"
SECRET = "s3cret-of-the-webhook-s3cret-of-the-webhook"
#: What is asked and told, in that order, and what must be found of each before it is erased: 22 kinds, words and keys.
WORDS: tuple[str, ...] = (
    "address",
    "address2",
    "number",
    "digest",
    "link",
    "handle",
    "where",
    "hash",
    "story",
    "impact",
)
WORDS += ("queue", "heard", "reply", "note", "remark", "made", "given", "returned", "last")
KEYS = ("key of the case", "key of the first chat", "key of the second chat")
#: What is never kept at all, sealed or not.
NEVER = ("passphrase", "session")


async def sees(phone: Phone, part: str) -> Seen:
    """Wait until the bot has said this. Raises TimeoutError with what is there instead."""
    try:
        return await phone.sees(part, PATIENCE)
    except TimeoutError:
        raise TimeoutError(f"no {part!r}; the phone shows {[one.text for one in phone.screen()][-4:]}") from None


@dataclass
class Person:
    """`first` and `second`: her phones. `words`: her canaries by kind; `keys`: those that seal what is hers."""

    number: int
    first: Phone
    second: Phone
    words: dict[str, str] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    case: str = ""
    key_id: str = ""

    @property
    def hides(self) -> bool:
        """Every other one hides the chat at last; of the rest a message is on its way that Telegram does not take."""
        return self.number % 2 == 1

    @property
    def claim(self) -> str:
        return f"/back {self.words['number']} {self.words['pin']}"


@dataclass
class Lived:
    """The house, and who works there."""

    desk: Desk
    lotte: Browser
    folder: Path
    since: float

    @property
    def engine(self) -> str:
        return self.desk.parts.store.database.dialect

    async def acts(self, who: Person, verb: str, **more: object) -> None:
        said = await self.lotte.post(f"{CASES}/{who.case}/act", {"verb": verb, **more})
        assert said.status == 200, said.body

    async def writes(self, who: Person, verb: str, kind: str) -> None:
        who.words[kind] = make(kind)
        await self.acts(who, verb, id=f"{kind}{who.number:016}"[:24], text=f"It is about {who.words[kind]}")

    async def tells_all(self, who: Person) -> None:
        who.words["address"], who.words["address2"] = str(who.first.chat_id), str(who.second.chat_id)
        await collected(who.first, who.words)
        await handed_over(who.first, who.words)
        lookup = self.desk.parts.store.keys.house.number_lookup(who.words["number"])
        [row] = await self._rows("SELECT id FROM cases WHERE number_lookup = $1", lookup)
        who.case = str(row[0])
        who.words["digest"] = self.desk.parts.store.pin_digest(who.case, who.words["pin"]).hex()

    async def is_helped(self, who: Person) -> None:
        await self.acts(who, "take_over")
        await sees(who.first, "Lotte")
        await self.writes(who, "reply", "reply")
        await sees(who.first, who.words["reply"])
        who.words["heard"] = make("heard")
        await who.first.says(f"Thank you. {who.words['heard']}")
        await self.writes(who, "note", "note")

    async def takes_a_copy(self, who: Person) -> None:
        await who.first.says("/mydata")
        await press(who.first, "A file with everything", PATIENCE)
        found = LINK.search((await sees(who.first, "/copy#")).text)
        assert found is not None
        who.words["ticket"], who.words["passphrase"] = found[1], make("passphrase")
        await press(who.first, "Type it here instead", PATIENCE)
        await sees(who.first, "passphrase of at least")
        await who.first.says(who.words["passphrase"])
        await self.desk.until(lambda: any(one.kind == "document" for one in who.first.screen()), PATIENCE)

    async def makes_a_hash(self, who: Person) -> None:
        """On the page, which stays open."""
        await who.first.says("/hash")
        found = PAGE.search((await sees(who.first, "/hashes#")).text)
        assert found is not None
        leave = await self._page(act="open", secret=found[1])
        who.words["session"], who.words["made"] = leave["session"], secrets.token_hex(16)
        hashes = [{"label": "md5", "value": who.words["made"]}]
        file = {"kind": "video", "size": ">1GB", "tool": "haven-page 1", "hashes": hashes, "adults": True}
        assert (await self._page(act="keep", session=leave["session"], files=[file]))["kept"] == 1

    async def _page(self, **act: object) -> Any:
        answered = await call(self.desk.parts.site, "POST", "/api/hashes", BROWSER, orjson.dumps(act))
        assert answered.status == 200, answered.body
        return orjson.loads(answered.body)

    async def changes_phones(self, who: Person) -> None:
        await self.hides(who.first)
        await self.writes(who, "reply", "given")
        await who.second.says(who.claim)
        await sees(who.second, who.words["given"])
        who.words["returned"] = make("returned")
        await who.second.says(f"Here I am again. {who.words['returned']}")
        await self.writes(who, "note", "remark")

    async def hides(self, phone: Phone) -> None:
        await phone.says("/hide")
        await self.desk.until(lambda: len(phone.screen()) <= 1, PATIENCE)

    async def waits_for(self, who: Person) -> None:
        """Something lies ready: kept back until she is here again, or on its way."""
        if who.hides:
            await self.hides(who.second)
            await self.writes(who, "reply", "last")
            await self.acts(who, "block", hours=1)
            return
        await who.second.says("/delete")
        await self.desk.until(lambda: any(YES in one.labels for one in who.second.screen()), PATIENCE)
        self.desk.emulator.faults.add(kind="429", method="sendMessage", chat_id=who.second.chat_id, times=None)
        await self.writes(who, "reply", "last")

    async def lives(self, number: int) -> Person:
        who = Person(number, self.desk.phone(), self.desk.phone())
        for chapter in (self.tells_all, self.is_helped, self.takes_a_copy, self.makes_a_hash):
            await chapter(who)
        for chapter in (self.changes_phones, self.waits_for):
            await chapter(who)
        who.keys = dict(zip(KEYS, await self._keys(who), strict=True))
        return who

    async def _keys(self, who: Person) -> list[bytes]:
        store = self.desk.parts.store
        [row] = await self._rows("SELECT key_id FROM cases WHERE id = $1", who.case)
        ids = [str(row[0])]
        for phone in (who.first, who.second):
            lookup = store.keys.house.lookup("telegram", str(phone.chat_id))
            [row] = await self._rows("SELECT key_id FROM contact WHERE lookup = $1", lookup)
            ids.append(str(row[0]))
        who.key_id = ids[0]
        found = {key.id: key.secret for key in await store.keys.read(lambda: load_keys(store.keys.masters, ids))}
        return [found[one] for one in ids]

    async def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return [tuple(row) for row in await self.desk.parts.store.database.read(lambda: ask(sql, *values))]


async def take_back(house: Parts) -> None:
    """What was on its way to a phone while she hid the chat goes as soon as it has arrived."""
    await chores.take_back(house.store, await house.store.due_deletions(house.clock()), house.channel.delete)


@asynccontextmanager
async def lived_in(folder: Path, urls: tuple[str, str]) -> AsyncIterator[Lived]:
    """A house with a console, its logs at their loudest; what is temporary lies in its folder, too."""
    for name in PLACES:
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    given: Mapping[str, str] = {
        "HAVEN_DATABASE_URL": urls[0],
        "HAVEN_KEYSTORE_URL": urls[1],
        "HAVEN_PUBLIC_URL": ORIGIN,
        "HAVEN_WEBHOOK_SECRET": SECRET,
    }
    stop, since = asyncio.Event(), time.time() - 1
    async with opened(folder, **given) as desk:
        with as_loud_as_can_be(desk.parts.log), patch.object(tempfile, "tempdir", str(folder / "tmp")):
            desk.loops.keep("polling", lambda: desk.parts.polling.run(stop))
            desk.loops.every(1, "take_back", lambda: take_back(desk.parts))
            yield Lived(desk, await desk.browser("lotte", "supervisor", "counsellor"), folder, since)
            stop.set()
