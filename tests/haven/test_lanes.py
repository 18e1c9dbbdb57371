"""Sending, over the real outbox: each contact's order is kept, whatever happens to single messages."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from haven import premises
from haven.chance import Chance
from haven.loops import claim_forever, settle_forever
from haven.settings import read_settings
from helpline.contact import Address, Contact, Words
from helpline.delivery import Delivery, Fate
from helpline.lanes import Lanes
from helpline.ports import Changes, House, Incoming, Loaded, Outgoing
from storage.store import Store, open_store

HOUSE = premises.furnish(read_settings({}), {1: premises.library(("nl", "fr", "en"))}, Chance(lambda c, p: b""))


@pytest.fixture
async def store(engine_urls: tuple[str, str], keys_folder: Path) -> AsyncIterator[Store]:
    one = await open_store(*engine_urls, keys_folder, process="test")
    yield one
    await one.close()


def now() -> datetime:
    return datetime.now(UTC)


def says(*texts: str) -> Any:
    """A decision that says these things, whatever came in."""

    def decide(loaded: Loaded, incoming: Incoming, at: datetime, house: House) -> Changes:
        contact = loaded.contact or Contact(house.chance.id(), incoming.address)
        return Changes(contact, outgoing=tuple(Outgoing(house.chance.id(), Words(text)) for text in texts))

    return decide


class Weather:
    """Stands where Telegram stands: notes what arrives, and lets a drawn share of attempts go wrong."""

    def __init__(self, seed: int = 0, bad: float = 0.0) -> None:
        self.arrived: dict[str, list[str]] = defaultdict(list)
        self.bad, self.random, self.attempts = bad, Random(seed), 0
        self.blocked: set[str] = set()

    async def send(self, delivery: Delivery) -> Fate:
        self.attempts += 1
        chat, text = delivery.address.plain, delivery.outgoing.text.plain
        await asyncio.sleep(self.random.random() * 0.004)
        if chat in self.blocked:
            return Fate(delivery.id, "blocked", now())
        soon = now() + timedelta(milliseconds=5)
        if self.random.random() < self.bad:
            kind = self.random.choice(["retry", "ambiguous"])
            if kind == "retry":
                return Fate(delivery.id, "retry", now(), due=soon)
            self.arrived[chat].append(text)
            return Fate(delivery.id, "ambiguous", now(), due=None if delivery.ambiguous else soon)
        self.arrived[chat].append(text)
        return Fate(delivery.id, "sent", now(), message_id=self.attempts)


@asynccontextmanager
async def sending(store: Store, weather: Weather) -> AsyncIterator[Lanes]:
    async with asyncio.TaskGroup() as group:
        lanes = Lanes(store, weather.send, now, group.create_task, None, lambda *_: None)
        loops = [group.create_task(settle_forever(lanes)), group.create_task(claim_forever(lanes))]
        yield lanes
        await lanes.close(1.0)
        for loop in loops:
            loop.cancel()
        await asyncio.wait(loops)
        await lanes.settle()


def updates() -> Iterator[int]:
    yield from range(1, 1_000_000)


async def hear(store: Store, lanes: Lanes, chat: int, update: int, *texts: str) -> None:
    incoming = Incoming("telegram", update, Address("telegram", str(chat)), "text", now(), Words("x"))
    worked = await store.work_off(incoming, now(), HOUSE, says(*texts))
    lanes.put(worked.deliveries)


async def all_sent(store: Store) -> None:
    async with asyncio.timeout(60):
        while (await store.counts())["outbox"]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def without_repeats(texts: list[str]) -> list[str]:
    return [text for at, text in enumerate(texts) if at == 0 or texts[at - 1] != text]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_order_is_kept_and_nothing_is_lost_while_things_go_wrong(store: Store, seed: int) -> None:
    weather, numbers = Weather(seed, bad=0.2), updates()
    async with sending(store, weather) as lanes:
        for turn in range(10):
            units = [hear(store, lanes, chat, next(numbers), f"{turn}a", f"{turn}b") for chat in range(1, 9)]
            await asyncio.gather(*units)
            await asyncio.sleep(weather.random.random() * 0.02)
        await all_sent(store)
    expected = [f"{turn}{part}" for turn in range(10) for part in "ab"]
    assert all(without_repeats(weather.arrived[str(chat)]) == expected for chat in range(1, 9))
    assert weather.attempts > 160  # some did go wrong
    swapped = [expected[1], expected[0], *expected[2:]]
    assert without_repeats(swapped) != expected  # the measure sees disorder, and loss
    assert without_repeats(expected[1:]) != expected


async def test_one_slow_contact_holds_up_nobody_else(store: Store) -> None:
    weather, numbers, release = Weather(), updates(), asyncio.Event()
    send = weather.send

    async def slow_for_one(delivery: Delivery) -> Fate:
        if delivery.address.plain == "1":
            await release.wait()
        return await send(delivery)

    weather.send = slow_for_one  # type: ignore[method-assign]
    async with sending(store, weather) as lanes:
        await hear(store, lanes, 1, next(numbers), "slow")
        await hear(store, lanes, 2, next(numbers), "quick")
        async with asyncio.timeout(60):
            while not weather.arrived["2"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert not weather.arrived["1"]
        release.set()
        await all_sent(store)


async def test_someone_who_blocked_us_is_tried_once(store: Store) -> None:
    weather, numbers = Weather(), updates()
    weather.blocked.add("1")
    async with sending(store, weather) as lanes:
        await hear(store, lanes, 1, next(numbers), "a", "b", "c")
        await all_sent(store)
    assert weather.attempts == 1


async def test_what_waits_at_the_end_is_sent_by_the_next_start_without_a_repeat(store: Store) -> None:
    weather, numbers = Weather(), updates()
    async with sending(store, weather) as lanes:
        await hear(store, lanes, 1, next(numbers), *map(str, range(200)))
        await asyncio.sleep(0.02)
    assert 0 < len(weather.arrived["1"]) < 200
    async with sending(store, weather):
        await all_sent(store)
    assert weather.arrived["1"] == [str(number) for number in range(200)]
    assert (await store.counts())["ambiguous"] == 0


async def test_what_hangs_at_the_end_is_ambiguous_once(store: Store) -> None:
    weather, numbers, reached = Weather(), updates(), asyncio.Event()
    send = weather.send

    async def hangs(delivery: Delivery) -> Fate:
        reached.set()
        await asyncio.sleep(3600)
        return await send(delivery)

    weather.send = hangs  # type: ignore[method-assign]
    async with asyncio.TaskGroup() as group:
        lanes = Lanes(store, weather.send, now, group.create_task, None, lambda *_: None)
        await hear(store, lanes, 1, next(numbers), "a", "b")
        await reached.wait()
        await lanes.close(0.05)
        await lanes.settle()
    counts = await store.counts()
    assert (counts["ambiguous"], counts["outbox"], counts["sending"]) == (1, 2, 0)


async def test_a_store_that_fails_to_note_fates_is_asked_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    weather, numbers, settle = Weather(), updates(), store.settle
    failing = [True] * 3

    async def fails(fates: Any, lazy: bool) -> None:
        if failing:
            failing.pop()
            raise OSError("disk full")
        await settle(fates, lazy)

    monkeypatch.setattr(store, "settle", fails)
    async with asyncio.TaskGroup() as group:
        lanes = Lanes(store, weather.send, now, group.create_task, None, lambda *_: None)
        await hear(store, lanes, 1, next(numbers), "a")
        for _ in range(3):
            await lanes.unsettled.wait()
            with pytest.raises(OSError, match="disk full"):
                await lanes.settle()
        assert await lanes.settle() == 1
    assert (await store.counts())["outbox"] == 0
