"""Telegram loses patience and brings an update again while the first is still in hand: one effect, in order."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from emulator import webhook
from emulator.phone import Phone
from emulator.server import Emulator
from helpline.delivery import Worked
from helpline.ports import Incoming
from storage.errors import StorageTrouble
from storage.store import Store
from tests.haven.running import RunningHouse, running, said_to, settings_for
from tests.postgres import apart, emptied

#: Seconds Telegram waits for an answer here, and seconds a unit takes at most: several tries meet in the house.
IMPATIENCE, SLOW = 0.08, 0.24
TALK = ("/start", "English", "/help", "It's about me")


class SlowDatabase:
    """A unit takes a while before or after its commit; keeps which updates were tried, and which are durable."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, failing: int = 0) -> None:
        self.tried: list[int] = []
        self.durable: list[tuple[str, int]] = []
        self.failing = failing
        real = Store.work_off

        async def slowly(store: Store, incoming: Incoming, *more: object) -> Worked:
            if incoming.update in [number for _, number in self.durable]:
                return await real(store, incoming, *more)  # type: ignore[arg-type]
            self.tried.append(incoming.update)
            before = SLOW * (len(self.tried) % 3) / 2
            await asyncio.sleep(before)
            if self.failing:
                self.failing -= 1
                raise StorageTrouble("not now")
            worked = await real(store, incoming, *more)  # type: ignore[arg-type]
            if worked.fresh:
                self.durable.append((incoming.address.plain, incoming.update))
            await asyncio.sleep(SLOW - before)
            return worked

        monkeypatch.setattr(Store, "work_off", slowly)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "sqlite":
        return {}
    urls = request.getfixturevalue("postgres_urls")
    apart(emptied(*urls))
    return {"HAVEN_DATABASE_URL": urls[0], "HAVEN_KEYSTORE_URL": urls[1]}


async def talked(house: RunningHouse, phones: list[Phone]) -> list[list[str]]:
    for words in TALK:
        for phone in phones:
            await phone.says(words)
    await house.all_sent(60)
    return [await said_to(phone, 0) for phone in phones]


async def calm(folder: Path) -> list[str]:
    async with Emulator(pace=0.05) as emulator, running(settings_for(emulator, folder, "webhook"), emulator) as house:
        return (await talked(house, [emulator.phone(language="en")]))[0]


async def test_what_comes_again_while_it_is_in_hand_is_done_once_and_in_order(
    where: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = await calm(tmp_path / "calm")
    monkeypatch.setattr(webhook, "_PATIENCE", IMPATIENCE)
    slow = SlowDatabase(monkeypatch)
    async with (
        Emulator(pace=0.01) as emulator,
        running(settings_for(emulator, tmp_path, "webhook", **where), emulator) as house,
    ):
        confirmed: list[int] = []
        confirm = emulator.telegram.updates.confirm

        def look(update: object) -> None:
            number = update.update_id  # type: ignore[attr-defined]
            assert number in [done for _, done in slow.durable], "200 only after the commit"
            confirmed.append(number)
            confirm(update)  # type: ignore[arg-type]

        monkeypatch.setattr(emulator.telegram.updates, "confirm", look)
        phones = [emulator.phone(language="en") for _ in range(2)]
        assert await talked(house, phones) == [expected] * len(phones)
        again = sum(update.attempts for update in emulator.updates) - len(emulator.updates)
        assert again > len(emulator.updates), "updates did come again"
        # on a busy machine patience may end before a try has arrived
        assert again / 2 < await house.number("haven_updates_seen_before_total") <= again
    assert len(slow.tried) == len(set(slow.tried)), "whatever came again waited for the try in hand"
    assert sorted(confirmed) == sorted(update.update_id for update in emulator.updates)
    for phone in phones:
        mine = [number for chat, number in slow.durable if chat == str(phone.chat_id)]
        assert mine == sorted(mine)
        assert len(mine) == len(TALK)


async def test_a_try_that_fails_fails_for_all_who_wait_for_it_and_the_next_one_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_PATIENCE", IMPATIENCE)
    slow = SlowDatabase(monkeypatch, failing=2)
    async with Emulator(pace=0.01) as emulator, running(settings_for(emulator, tmp_path, "webhook"), emulator) as house:
        phone = emulator.phone(language="en")
        await phone.says("hello")
        await said_to(phone, 0)
        await house.all_sent()
        assert await house.number('haven_failures_total{kind="storage_trouble"}') == 2
        assert len(slow.durable) == 1
        assert emulator.updates[0].attempts > len(slow.tried) - 1
