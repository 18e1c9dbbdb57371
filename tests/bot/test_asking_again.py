"""Asking for more while chats still work: a slow one delays nobody, and only what is ours and done is confirmed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.telegram import polling as module
from emulator.server import Emulator
from helpline.ports import Incoming
from helpline.receiving import NotNow
from tests.bot.poller import Poller
from tests.soon import until


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as one:
        yield one


def asked(emulator: Emulator) -> int:
    return len([entry for entry in emulator.ledger if entry.method.lower() == "getupdates"])


async def test_a_chat_that_is_stuck_delays_nobody_and_telegram_is_not_pestered(emulator: Emulator) -> None:
    """Telegram answers at once as long as something is in hand: asking without a pause would be asking all the time."""
    stuck, heard = asyncio.Event(), asyncio.Queue[str]()

    async def receive(incoming: Incoming) -> str | None:
        assert incoming.words is not None
        if incoming.words.plain == "slow":
            await stuck.wait()
        heard.put_nowait(incoming.words.plain)
        return None

    slow, other = emulator.phone(), emulator.phone()
    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        await slow.says("slow")
        for number in range(5):
            await other.says(f"{number}")
            assert await asyncio.wait_for(heard.get(), 30) == f"{number}"
        before, began = asked(emulator), time.monotonic()
        await until(lambda: asked(emulator) - before >= 4)
        most = (time.monotonic() - began) / module.PATIENCE + 3
        assert asked(emulator) - before <= most
        stuck.set()
        await emulator.settled()
        await poller.end()
    assert emulator.updates[0].attempts > 3, "it came again, and was known"
    assert heard.get_nowait() == "slow"
    assert heard.empty()


async def test_more_than_telegram_brings_at_once_is_worked_off_behind_a_slow_one(emulator: Emulator) -> None:
    stuck, heard = asyncio.Event(), list[int]()

    async def receive(incoming: Incoming) -> str | None:
        if not heard and not stuck.is_set():
            await stuck.wait()
        heard.append(incoming.update)
        return None

    phones = [emulator.phone() for _ in range(5)]
    for number in range(50):
        for phone in phones:
            await phone.says(f"{number}")
    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        async with asyncio.timeout(30):
            while asked(emulator) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        stuck.set()
        await emulator.settled()
        await poller.end()
    assert sorted(heard) == [update.update_id for update in emulator.updates]
    for phone in phones:
        mine = [update.update_id for update in emulator.updates if update.chat_id == phone.chat_id]
        assert [number for number in heard if number in mine] == mine


async def test_what_still_works_for_an_earlier_run_confirms_nothing_of_the_next_one(emulator: Emulator) -> None:
    """The lease was lost and won again while a chat was still at work: what failed before it must not be skipped."""
    first_try, go_on = asyncio.Event(), asyncio.Event()
    done: list[str] = []

    async def receive(incoming: Incoming) -> str | None:
        assert incoming.words is not None
        words = incoming.words.plain
        if words == "fails" and not go_on.is_set():
            first_try.set()
            raise NotNow
        if words == "takes long" and not done:
            done.append(words)
            await go_on.wait()
        done.append(words)
        return None

    one, two = emulator.phone(), emulator.phone()
    await one.says("fails")
    await two.says("takes long")
    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        await first_try.wait()
        poller.stop.set()
        await poller.task
        emulator.faults.add(method="getUpdates", kind="5xx", times=1)  # time enough for the straggler
        stop = asyncio.Event()
        again = group.create_task(poller.polling.run(stop))
        await asyncio.sleep(0)
        go_on.set()
        await emulator.settled()
        stop.set()
        await again
        await poller.api.close()
    assert "fails" in done


async def test_while_it_is_not_ours_to_ask_telegram_hears_nothing_of_us(emulator: Emulator) -> None:
    ours = True
    heard: list[int] = []

    async def receive(incoming: Incoming) -> str | None:
        nonlocal ours
        heard.append(incoming.update)
        ours = False
        return None

    phone = emulator.phone()
    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        poller.stop.set()
        await poller.task
        stop = asyncio.Event()
        again = group.create_task(poller.polling.run(stop, lambda: ours))
        await phone.says("hallo")
        async with asyncio.timeout(30):
            while not heard:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        before = asked(emulator)
        await asyncio.sleep(0.3)
        assert asked(emulator) == before
        assert emulator.updates[0].confirmed_at is None
        ours = True
        await emulator.settled()
        ours = False
        stop.set()
        await again
        await poller.api.close()
    assert len(heard) == 1


async def test_a_mistake_of_our_own_in_one_chat_is_told_and_tried_again(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSES", (0.01,))
    tries: list[int] = []

    async def receive(incoming: Incoming) -> str | None:
        tries.append(incoming.update)
        if len(tries) < 3:
            raise ZeroDivisionError
        return None

    async with asyncio.TaskGroup() as group:
        poller = Poller(emulator, group, receive)
        await emulator.phone().says("hallo")
        await emulator.settled()
        await poller.end()
    assert len(tries) == 3
    assert poller.told == ["incident", "incident"]
