"""An update is confirmed to Telegram only after all that came of it is durable; what fails comes again, or parks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.telegram import polling
from emulator.phone import Phone
from emulator.server import Emulator
from helpline import intake
from helpline.ports import Changes
from storage.errors import StorageTrouble
from storage.store import Store
from tests.haven.running import alerted, running, said_to, settings_for

MODES = ["polling", "webhook"]
Decide = Callable[..., Changes]


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(pace=0.05) as one:
        yield one


@pytest.mark.parametrize("mode", MODES)
async def test_nothing_is_confirmed_before_it_is_durable(
    mode: str, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, reached, work_off = asyncio.Event(), asyncio.Event(), Store.work_off

    async def held_back(*given: object) -> object:
        reached.set()
        await release.wait()
        return await work_off(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "work_off", held_back)
    async with running(settings_for(emulator, tmp_path, mode), emulator):
        phone = emulator.phone()
        await phone.says("hallo")
        await asyncio.wait_for(reached.wait(), 60)
        with pytest.raises(TimeoutError):
            await emulator.settled(1.0)
        assert not phone.screen()[-1].from_bot
        release.set()
        await emulator.settled(20)  # the same update, now durable, is confirmed: the wait above could see it
        await said_to(phone, 0)


def poisoned(decide: Decide, failures: list[str]) -> Decide:
    def decide_or_fail(loaded: object, incoming: object, *more: object) -> Changes:
        words = getattr(incoming, "words", None)
        if words is not None and "poison" in words.plain:
            failures.append(words.plain)
            raise ZeroDivisionError(words.plain)
        return decide(loaded, incoming, *more)

    return decide_or_fail


async def hears_all(phone: Phone, *parts: str) -> None:
    for part in parts:
        await phone.hears_until(part, timeout=60)


@pytest.mark.parametrize("mode", MODES)
async def test_a_poisonous_update_is_parked_at_its_third_failure_and_the_chat_goes_on(
    mode: str, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[str] = []
    monkeypatch.setattr(intake, "decide", poisoned(intake.decide, failures))
    told = tmp_path / "told"
    command = f"/bin/sh -c 'echo \"$0\" >> {told}'"
    settings = settings_for(emulator, tmp_path, mode, HAVEN_ALERT_COMMAND=command)
    async with running(settings, emulator) as house:
        phone, other = emulator.phone(language="en"), emulator.phone(language="en")
        await phone.says("CANARY poison")
        await phone.says("/help")
        await other.says("/help")
        await hears_all(other, "")
        await hears_all(phone, "once more", "")
        await house.all_sent()
        assert len(failures) == 3
        assert await house.number('haven_stored{what="parked"}') == 1
        assert await house.number('haven_alerts_total{kind="parked"}') == 1
        assert "CANARY" not in house.log.getvalue()
        assert "ZeroDivisionError" in house.log.getvalue()
        await alerted(told, "parked")
    assert told.read_text().split() == ["parked"]


@pytest.mark.parametrize("mode", MODES)
async def test_trouble_of_storage_parks_nobody_however_long_it_lasts(
    mode: str, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_off, broken = Store.work_off, [True] * 4
    monkeypatch.setattr(polling, "PAUSES", (0.1, 0.3))

    async def breaks(*given: object) -> object:
        if broken:
            broken.pop()
            raise StorageTrouble("disk full")
        return await work_off(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "work_off", breaks)
    async with running(settings_for(emulator, tmp_path, mode), emulator) as house:
        phone = emulator.phone()
        await phone.says("hallo")
        await said_to(phone, 0, 60)
        assert not broken
        assert await house.number('haven_stored{what="parked"}') == 0
        assert await house.number('haven_failures_total{kind="storage_trouble"}') == 4


async def test_an_update_that_comes_twice_is_done_once(emulator: Emulator, tmp_path: Path) -> None:
    async with running(settings_for(emulator, tmp_path, "webhook"), emulator) as house:
        phone = emulator.phone(language="nl")
        await phone.says("hallo")
        await said_to(phone, 0)
        await house.all_sent()
        heard = len(phone.screen())
        emulator.raw_update(emulator.updates[-1].payload, phone.chat_id)
        await house.all_sent()
        assert len(phone.screen()) == heard
        assert await house.number("haven_updates_seen_before_total") == 1
