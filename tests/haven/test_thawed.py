"""A process that stood still for longer than its lease: what it had in hand is another's to send."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from haven.loops import claim_forever, settle_forever
from helpline.delivery import Delivery, Fate
from helpline.lanes import Lanes
from storage import Store, open_store
from storage.repositories.lanes import LEASE
from tests.haven.test_lanes import HOUSE, Weather, all_sent, now, says
from tests.storage.people import writes

SECONDS = LEASE.total_seconds()


@pytest.fixture
def engine() -> str:
    return "postgresql"


async def sending(store: Store, weather: Weather, put: tuple[Delivery, ...], ago: float, lease: float | None) -> None:
    """Its lanes at work on what it has had in hand for so many seconds, until nothing is left to send."""
    async with asyncio.TaskGroup() as group:
        lanes = Lanes(store, weather.send, now, group.create_task, None, lambda *_: None, lease)
        lanes.put(put, since=asyncio.get_running_loop().time() - ago)
        loops = [group.create_task(settle_forever(lanes)), group.create_task(claim_forever(lanes))]
        await asyncio.wait({group.create_task(all_sent(store))}, timeout=60)
        await lanes.close(1.0)
        for loop in loops:
            loop.cancel()
        await asyncio.wait(loops)
        await lanes.settle()


async def two(urls: tuple[str, str], folder: Path) -> tuple[Store, Store]:
    return (await open_store(*urls, folder, process="frozen"), await open_store(*urls, folder, process="other"))


async def thawed(urls: tuple[str, str], folder: Path, lease: float | None) -> tuple[Weather, Weather]:
    """Two messages were in hand; another process took both over and sent them. Then the first one goes on."""
    frozen, other = await two(urls, folder)
    here, there = Weather(), Weather()
    try:
        worked = await frozen.work_off(writes(1), now(), HOUSE, says("one", "two"))
        taken = await other.claim(now() + timedelta(seconds=SECONDS + 1))
        assert [delivery.ambiguous for delivery in taken] == [True, True]
        for delivery in taken:
            await other.settle([await there.send(delivery)])
        await sending(frozen, here, worked.deliveries, SECONDS, lease)
    finally:
        await frozen.close()
        await other.close()
    return here, there


async def test_what_another_has_sent_meanwhile_is_not_sent_again(
    engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    here, there = await thawed(engine_urls, keys_folder, SECONDS)
    assert list(there.arrived.values()) == [["one", "two"]]
    assert not here.arrived


async def test_a_process_that_knows_no_lease_would_send_it_again(
    engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    here, _ = await thawed(engine_urls, keys_folder, None)
    assert list(here.arrived.values()) == [["one", "two"]]


async def test_what_is_still_its_own_is_sent_by_way_of_the_table(
    engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    frozen, other = await two(engine_urls, keys_folder)
    weather = Weather()
    try:
        worked = await frozen.work_off(writes(1), now(), HOUSE, says("one", "two"))
        await sending(frozen, weather, worked.deliveries, SECONDS, SECONDS)
        assert list(weather.arrived.values()) == [["one", "two"]]
    finally:
        await frozen.close()
        await other.close()


@pytest.mark.parametrize("kind", ["retry", "ambiguous"])
async def test_a_failed_try_of_what_another_has_in_hand_now_changes_nothing(
    engine_urls: tuple[str, str], keys_folder: Path, kind: str
) -> None:
    frozen, other = await two(engine_urls, keys_folder)
    try:
        worked = await frozen.work_off(writes(1), now(), HOUSE, says("one"))
        late = now() + timedelta(seconds=SECONDS + 1)
        [taken] = await other.claim(late)
        await frozen.settle([Fate(worked.deliveries[0].id, kind, now(), due=now())])
        assert await frozen.claim(late) == []
        await other.settle([Fate(taken.id, "sent", now(), message_id=7)])
        assert (await other.counts())["outbox"] == 0
    finally:
        await frozen.close()
        await other.close()
