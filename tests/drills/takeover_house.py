"""Houses with staff in them, for the drill of the takeover: on PostgreSQL two at one database, she writes to the first.

All of it is real: the desk, the lanes, the wire, the loops. Only Telegram is the emulator, on a line that takes its
time before a message has arrived.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from emulator.phone import Phone
from emulator.server import Emulator
from haven.logs import Log
from haven.loops import Loops
from haven.run import _start_loops
from haven.settings import Settings, read_settings
from haven.wiring import At, Parts, assemble, furnish, open_database
from helpline.contact import Address, Contact
from helpline.events import Event
from helpline.ports import Changes, House, Incoming, Loaded
from helpline.staff import Staff
from storage.people import People
from storage.store import Store
from tests.console.desk import new_case

#: Who works here. Mia and Noor may take what nobody has, Sofie what a colleague has, too.
ROLES = {"mia": "counsellor", "noor": "counsellor", "sofie": "supervisor"}
#: Seconds a message is on its way at most, and the share of those that take the longest.
WIRE, LONG, OFTEN = 0.025, 0.2, 0.1
HERE_AGAIN = 15.0


@dataclass
class Street:
    """`houses[0]` hears Telegram. `staff`: by login."""

    emulator: Emulator
    houses: Sequence[Parts]
    staff: Mapping[str, Staff]
    log: io.StringIO
    updates: count[int] = field(default_factory=lambda: count(1_000_000_000))

    async def case(self, phone: Phone, kind: str, holder: str = "", late: bool = False) -> str:
        """A case of whoever has this phone: with the bot, in line, or with one of the staff. `late`: who has it should
        have answered by now."""
        store, house = self.houses[0].store, self.houses[0].premises()
        return await put_case(store, house, phone.chat_id, next(self.updates), kind, self.staff.get(holder), late)

    async def quiet(self, patience: float = 60) -> None:
        """Until every update is worked off and nothing is left to send."""
        await self.emulator.settled(patience)
        async with asyncio.timeout(patience):
            while (await self.houses[0].store.counts())["outbox"]:  # noqa: ASYNC110 - the table is what counts
                await asyncio.sleep(0.02)
        for house in self.houses:
            await house.lanes.settle()


async def put_case(
    store: Store, house: House, chat: int, update: int, kind: str, holder: Staff | None = None, late: bool = False
) -> str:
    """A case as it stands after a talk with the bot. Returns its id."""
    case = new_case(house, "helpline", holder, kind, now())
    case = replace(case, pin_digest=b"noted", answer_by=now() - timedelta(seconds=1) if late else None)

    def decide(loaded: Loaded, incoming: Incoming, at: datetime, house: House) -> Changes:
        contact = Contact(house.chance.id(), incoming.address)
        return Changes(contact, case=case, events=(Event(house.chance.id(), "case_opened", at, case.id, {}),))

    where = Address("telegram", str(chat))
    await store.work_off(Incoming("telegram", update, where, "text", now()), now(), house, decide)
    return case.id


def slow_line(emulator: Emulator, chance: Random) -> None:
    """From now on a message is a while on its way."""
    calls: Any = emulator._calls
    carry_out = calls._carry_out

    async def later(method: Any, params: dict[str, Any]) -> Any:
        if method.name != "sendMessage":
            return await carry_out(method, params)
        await asyncio.sleep(chance.random() * (LONG if chance.random() < OFTEN else WIRE))
        return await carry_out(method, params)

    calls._carry_out = later


@asynccontextmanager
async def street(folder: Path, urls: tuple[str, str], seed: int) -> AsyncIterator[Street]:
    houses = 2 if urls[0].startswith("postgresql") else 1
    async with Emulator() as emulator, AsyncExitStack() as stack:
        slow_line(emulator, Random(seed))
        log, settings = io.StringIO(), settings_of(emulator, folder, urls)
        stop = asyncio.Event()
        found = [await stack.enter_async_context(opened(settings, log, number)) for number in range(houses)]
        parts = [parts for parts, _ in found]
        staff = await hired(parts[0].store.people)
        for one, loops in found:
            loops.every(HERE_AGAIN, "present", lambda one=one: present(one, staff))  # type: ignore[misc]
        await all_there(parts, staff)
        found[0][1].spawn(parts[0].polling.run(stop))
        yield Street(emulator, parts, staff, log)
        stop.set()


def settings_of(emulator: Emulator, folder: Path, urls: tuple[str, str]) -> Settings:
    return read_settings(
        {
            "HAVEN_TELEGRAM_TOKEN": emulator.bot_token,
            "HAVEN_TELEGRAM_API": emulator.url,
            "HAVEN_DATA": str(folder / "data"),
            "HAVEN_KEYS": str(folder / "keys"),
            "HAVEN_PACING": "off",
            "HAVEN_DATABASE_URL": urls[0],
            "HAVEN_KEYSTORE_URL": urls[1],
        }
    )


@asynccontextmanager
async def opened(settings: Settings, log: io.StringIO, number: int) -> AsyncIterator[tuple[Parts, Loops]]:
    """One house with everything that goes on by itself in it; nothing polls yet."""
    store = await open_database(settings, f"house {number}")
    try:
        house = await furnish(settings, store, now)
        async with asyncio.TaskGroup() as group:
            loops = Loops(group, Log(log))
            parts = assemble(settings, Log(log), now, store, house, loops, At("http://localhost:8080"))
            _start_loops(parts, loops)
            try:
                yield parts, loops
            finally:
                parts.office.hub.close()
                await parts.lanes.close(0.4)
                await loops.close()
                await parts.api.close()
                await parts.lanes.settle()
    finally:
        await store.close()


async def hired(people: People) -> dict[str, Staff]:
    found = {}
    for login, role in ROLES.items():
        found[login], _ = await people.add(login, login.capitalize(), (role,), ("helpline",), ("en",), "house", now())
    return found


async def present(house: Parts, staff: Mapping[str, Staff]) -> None:
    for one in staff.values():
        await house.store.be_here(f"sign-in of {one.login}", one.id, None, True, now())
    house.office.presence.changed.set()


async def all_there(houses: Sequence[Parts], staff: Mapping[str, Staff]) -> None:
    """Until every house knows that they are."""
    ids = {one.id for one in staff.values()}
    async with asyncio.timeout(60):
        while any(house.premises().here != ids for house in houses):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def now() -> datetime:
    return datetime.now(UTC)
