"""Asking Telegram for updates: side by side, in order, and nothing forgotten before it is durable."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.telegram import polling as module
from bot.telegram.api import BotApi
from emulator.server import Emulator
from helpline.ports import Incoming
from helpline.receiving import NotNow
from tests.bot.poller import Poller


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as one:
        yield one


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSES", (0.01,))


async def test_a_chat_is_worked_in_order_while_others_go_on(emulator: Emulator) -> None:
    heard: list[tuple[str, str]] = []
    slow_is_heard = asyncio.Event()

    async def receive(incoming: Incoming) -> str | None:
        assert incoming.words is not None
        if incoming.words.plain == "slow":
            await slow_is_heard.wait()
        heard.append((incoming.address.plain, incoming.words.plain))
        return None

    one, two = emulator.phone(), emulator.phone()
    async with asyncio.TaskGroup() as group:
        for words in ("slow", "second", "third"):
            await one.says(words)
        await two.says("other")
        poller = Poller(emulator, group, receive)
        async with asyncio.timeout(30):
            while not heard:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert heard == [(str(two.chat_id), "other")]
        await two.says("goes on")
        async with asyncio.timeout(30):
            while len(heard) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert emulator.updates[0].confirmed_at is None
        slow_is_heard.set()
        await emulator.settled()
        await poller.end()
    assert [words for chat, words in heard if chat == str(one.chat_id)] == ["slow", "second", "third"]


@pytest.mark.usefixtures("quick")
async def test_what_could_not_be_made_durable_is_tried_again_and_comes_again_after_a_stop(emulator: Emulator) -> None:
    tries: list[int] = []

    async def receive(incoming: Incoming) -> str | None:
        tries.append(incoming.update)
        raise NotNow

    phone = emulator.phone()
    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        await phone.says("hallo")
        async with asyncio.timeout(30):
            while len(tries) < 5:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await poller.end()
    assert emulator.updates[0].confirmed_at is None
    again: list[int] = []

    async def works(incoming: Incoming) -> str | None:
        again.append(incoming.update)
        return None

    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, works)
        await emulator.settled()
        await poller.end()
    assert again == [emulator.updates[0].update_id]


async def test_what_was_worked_off_is_confirmed_before_the_end(emulator: Emulator) -> None:
    heard = asyncio.Event()

    async def receive(incoming: Incoming) -> str | None:
        heard.set()
        return None

    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        await emulator.phone().says("hallo")
        await asyncio.wait_for(heard.wait(), 30)
        await poller.end()
    assert emulator.updates[0].confirmed_at is not None


@pytest.mark.parametrize("fault", ["5xx", "429", "bad_json", "drop_after_accept", "401"])
async def test_bad_weather_passes(emulator: Emulator, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.1)
    heard: list[int] = []

    async def receive(incoming: Incoming) -> str | None:
        heard.append(incoming.update)
        return None

    emulator.faults.add(method="getUpdates", kind=fault, times=2, retry_after=0)
    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        await emulator.phone().says("hallo")
        await emulator.settled()
        await poller.end()
    assert heard == [emulator.updates[0].update_id]
    assert poller.told


async def test_a_webhook_left_behind_is_removed_and_what_waits_is_kept(emulator: Emulator) -> None:
    heard: list[int] = []

    async def receive(incoming: Incoming) -> str | None:
        heard.append(incoming.update)
        return None

    api = BotApi(emulator.url, emulator.bot_token)
    await api.call("setWebhook", {"url": "http://127.0.0.1:9/nobody"})
    await api.close()
    await emulator.phone().says("hallo")
    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        await emulator.settled()
        await poller.end()
    assert len(heard) == 1
    assert poller.told == ["webhook_removed"]


async def test_a_second_poller_is_noticed_and_both_live(emulator: Emulator) -> None:
    async def receive(incoming: Incoming) -> str | None:
        return None

    async with asyncio.TaskGroup() as group:
        first, second = Poller(emulator, group, receive), Poller(emulator, group, receive)
        async with asyncio.timeout(30):
            while "polling_conflict" not in first.told + second.told:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await first.end()
        await second.end()


async def test_garbage_among_updates_is_confirmed_and_passed_over(emulator: Emulator) -> None:
    heard: list[int] = []

    async def receive(incoming: Incoming) -> str | None:
        heard.append(incoming.update)
        return None

    bodies: list[dict[str, object]] = [{"message": {"chat": 5}}, {"poll": []}, {"my_chat_member": {"chat": {}}}]
    for body in bodies:
        emulator.raw_update(body, 1)
    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        await emulator.phone().says("hallo")
        await emulator.settled()
        await poller.end()
    assert len(heard) == 1
