"""A takeover against replies on their way: what waits is withdrawn, and nothing of the bot follows the notice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from helpline.case import Holder
from helpline.delivery import Delivery, Fate
from helpline.lanes import Lanes
from helpline.ports import Changes, House, Incoming, Loaded
from storage import speaking
from storage.statements import ask
from storage.store import Store, open_store
from tests.haven.test_lanes import HOUSE, Weather, now, sending
from tests.storage.people import case, contact_of, says, session, writes

CHATS, UPDATES = 40, 3
#: Races until one of them was close enough to show what it is there to show.
ROUNDS = 30
NOTICE = "Mia is here now"
MAYBE = 0.006


@dataclass(frozen=True)
class Process:
    store: Store
    lanes: Lanes


@asynccontextmanager
async def processes(
    urls: tuple[str, str], folder: Path, weather: Weather, count: int
) -> AsyncIterator[Sequence[Process]]:
    """So many, and one Telegram."""
    async with AsyncExitStack() as stack:
        found = []
        for number in range(count):
            store = await open_store(*urls, folder, process=f"process {number}")
            stack.push_async_callback(store.close)
            lanes = await stack.enter_async_context(sending(store, weather))
            store.news.hear("due", lanes.wake.set)
            found.append(Process(store, lanes))
        yield found


class Slowly(Weather):
    """Things are on their way for a while."""

    async def send(self, delivery: Delivery) -> Fate:
        await asyncio.sleep(0.01)
        return await super().send(delivery)


def bot_says(*words: str) -> Any:
    """What the bot says while it has the case; nothing once somebody else has."""

    def decide(loaded: Loaded, incoming: Incoming, at: datetime, house: House) -> Changes:
        who, bot = incoming.address.plain, Holder("bot", "helpline", None, 1)
        known = loaded.case or case(id=f"case of {who}", number=who, holder=bot)
        said = says(*words, holder_token=known.holder.token) if known.holder.kind == "bot" else ()
        return Changes(contact_of(loaded, incoming), loaded.session or session(), known, said)

    return decide


def take(loaded: Loaded, at: datetime, house: House) -> Changes:
    assert loaded.contact is not None
    assert loaded.case is not None
    token = loaded.case.holder.token + 1
    held = replace(loaded.case, holder=Holder("staff", "helpline", "mia", token, at))
    return Changes(loaded.contact, loaded.session, held, says(NOTICE, holder_token=token))


async def writes_in(process: Process, who: str, number: int, wait: float) -> None:
    await asyncio.sleep(wait)
    said = bot_says(f"bot {number} a", f"bot {number} b")
    process.lanes.put((await process.store.work_off(writes(number, who), now(), HOUSE, said)).deliveries)


async def takes_over(process: Process, who: str, wait: float) -> None:
    await asyncio.sleep(wait)
    worked = await process.store.act(f"case of {who}", now(), HOUSE, take)
    process.lanes.withdraw(worked.withdrawn)
    process.lanes.put(worked.deliveries)


async def all_sent(store: Store) -> None:
    async with asyncio.timeout(60):
        while await store.database.read(lambda: ask("SELECT 1 FROM outbox LIMIT 1")):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def raced(hers: Process, staffs: Process, seed: int, chats: Sequence[int] = range(CHATS)) -> None:
    """She writes three times, and is taken over in the middle of it; so does everybody else."""
    chance = Random(seed)

    async def chat(number: int) -> None:
        who, first = f"chat {number}", 10 * number
        await writes_in(hers, who, first, 0)
        more = [writes_in(hers, who, first + n + 1, n * MAYBE * chance.random()) for n in range(UPDATES)]
        await asyncio.gather(*more, takes_over(staffs, who, MAYBE * chance.random()))

    await asyncio.gather(*map(chat, chats))
    await all_sent(hers.store)


def after_the_notice(weather: Weather) -> list[str]:
    """What arrived too late; each chat has heard the notice."""
    late: list[str] = []
    for arrived in weather.arrived.values():
        late += [words for words in arrived[arrived.index(NOTICE) + 1 :] if words != NOTICE]
    return late


@pytest.mark.parametrize("bad", [0.0, 0.2])
async def test_after_the_notice_comes_nothing_of_the_bot(
    engine_urls: tuple[str, str], keys_folder: Path, bad: float
) -> None:
    weather = Slowly(4, bad)
    async with processes(engine_urls, keys_folder, weather, 1) as [one]:
        withdrawn = 0
        for rounds in range(ROUNDS):
            await raced(one, one, 4 + rounds, range(rounds * CHATS, (rounds + 1) * CHATS))
            withdrawn = (await one.store.counts())["withdrawn"]
            if withdrawn or bad:
                break
    assert after_the_notice(weather) == []
    assert withdrawn or bad, "nothing was on its way: this race proves nothing"


@pytest.fixture
async def two(
    engine: str, engine_urls: tuple[str, str], keys_folder: Path
) -> AsyncIterator[tuple[Sequence[Process], Weather]]:
    """Two where there can be two, and otherwise one twice."""
    weather = Slowly(5)
    async with processes(engine_urls, keys_folder, weather, 2 if engine == "postgresql" else 1) as found:
        yield (found * 2)[:2], weather


async def test_nor_where_another_process_has_the_chat(two: tuple[Sequence[Process], Weather]) -> None:
    (hers, staffs), weather = two
    await raced(hers, staffs, 5)
    assert after_the_notice(weather) == []


async def test_a_notice_that_does_not_wait_is_overtaken(
    two: tuple[Sequence[Process], Weather], engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: on one process the lane keeps the order all the same."""
    (hers, staffs), weather = two
    monkeypatch.setattr(speaking, "ON_ITS_WAY", "SELECT 1 FROM outbox WHERE contact_id = $1 AND 1 = 0")
    found = False
    for rounds in range(ROUNDS if engine == "postgresql" else 1):
        await raced(hers, staffs, 5 + rounds, range(rounds * CHATS, (rounds + 1) * CHATS))
        if found := bool(after_the_notice(weather)):
            break
    assert found == (engine == "postgresql")


class Slow(Weather):
    """Whatever is sent first is on the wire until `go`."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def send(self, delivery: Delivery) -> Fate:
        await self.go.wait()
        return await super().send(delivery)


async def test_what_is_on_the_wire_arrives_and_what_waits_behind_it_does_not(
    engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    weather = Slow()
    async with processes(engine_urls, keys_folder, weather, 1) as [one]:
        await writes_in(one, "chat 0", 1, 0)
        await asyncio.sleep(0)
        await takes_over(one, "chat 0", 0.01)
        weather.go.set()
        await all_sent(one.store)
    assert weather.arrived["chat 0"] == ["bot 1 a", NOTICE]


async def test_what_was_withdrawn_before_it_was_put_is_not_sent(
    engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    weather = Weather()
    async with processes(engine_urls, keys_folder, weather, 1) as [one]:
        late = await one.store.work_off(writes(1, "chat 0"), now(), HOUSE, bot_says("too late"))
        await takes_over(one, "chat 0", 0)
        one.lanes.put(late.deliveries)
        await all_sent(one.store)
    assert weather.arrived["chat 0"] == [NOTICE]


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_process_that_hears_of_it_keeps_what_it_has_in_hand_to_itself(
    engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    weather = Slow()
    async with processes(engine_urls, keys_folder, weather, 2) as [hers, staffs]:
        await writes_in(hers, "chat 0", 1, 0)
        told = asyncio.Event()
        staffs.store.news.hear("taken", told.set)
        await takes_over(staffs, "chat 0", 0.01)
        assert told.is_set()
        hers.lanes.withdraw(await hers.store.stale_in_hand())
        assert await staffs.store.stale_in_hand() == ()
        weather.go.set()
        await all_sent(hers.store)
    assert weather.arrived["chat 0"] == ["bot 1 a", NOTICE], "one was on the wire, the other was not sent"
