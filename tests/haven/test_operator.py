"""What the operator sees: alive, ready, numbers, and published flows taken up without a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.telegram import polling as polling_module
from emulator.server import Emulator
from flows.flow import Revision
from haven import premises
from haven import run as run_module
from haven.chance import ALPHABET, Chance
from haven.health import Health, Numbers
from haven.metrics import Metrics
from haven.premises import Premises
from haven.settings import WrongSetting, read_settings
from helpline import directory
from storage.errors import StorageTrouble
from storage.store import Store, open_store
from tests.haven.running import RunningHouse, alerted, running, said_to, settings_for
from tests.road import to_the_queue
from tests.soon import counting, until

NOW = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
LIBRARY = premises.library(("nl", "fr", "en"))
DIRECTORY = directory.load(premises.DIRECTORY)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as one:
        yield one


@pytest.fixture
async def house(emulator: Emulator, tmp_path: Path) -> AsyncIterator[RunningHouse]:
    async with running(settings_for(emulator, tmp_path), emulator) as one:
        yield one


@pytest.fixture
async def store(engine_urls: tuple[str, str], keys_folder: Path) -> AsyncIterator[Store]:
    one = await open_store(*engine_urls, keys_folder, process="test")
    yield one
    await one.close()


async def test_it_is_alive_and_ready(house: RunningHouse) -> None:
    assert await house.page("/healthz") == (200, "live\n")
    assert await house.page("/healthz/ready") == (200, "ready\n")
    assert (await house.page("/nowhere"))[0] == 404


async def test_alive_but_not_ready_without_its_database() -> None:
    there = [True]

    async def storage() -> None:
        if not there:
            raise StorageTrouble("CANARY")

    health = Health(storage, lambda: True)
    assert await health.ready() == (200, b"ready\n")
    there.clear()
    assert await health.live() == (200, b"live\n")
    assert await health.ready() == (503, b"the database does not answer\n")


async def test_alive_but_not_ready_while_telegram_refuses_the_token(emulator: Emulator, house: RunningHouse) -> None:
    phone = emulator.phone()
    emulator.faults.add(method="sendMessage", kind="401", times=1)
    emulator.faults.add(method="getUpdates", kind="401", times=None)
    await phone.says("hallo")
    while (found := await house.page("/healthz/ready"))[0] == 200:
        pass
    assert found == (503, "telegram refuses the token\n")
    assert '"token_refused"' in house.log.getvalue()


async def test_a_token_that_telegram_does_not_know_stops_the_start(emulator: Emulator, tmp_path: Path) -> None:
    settings = replace(settings_for(emulator, tmp_path), telegram_token="1:stranger")
    with pytest.raises(WrongSetting, match="HAVEN_TELEGRAM_TOKEN is not known"):
        async with running(settings, emulator) as house:
            await house.task


async def test_the_numbers_tell_what_happened(emulator: Emulator, house: RunningHouse) -> None:
    phone = emulator.phone(language="nl")
    await phone.says("hallo")
    await said_to(phone, 0)
    await house.all_sent()
    assert await house.number('haven_updates_total{kind="text"}') == 1
    assert await house.number('haven_deliveries_total{fate="sent"}') == len(await said_to(phone, 0))
    assert await house.number("haven_confirm_seconds_count") == 1
    assert await house.number("haven_reply_seconds_count") >= 1
    for name in ("outbox", "parked", "ambiguous", "oldest_due", "oldest_waiting", "waiting"):
        assert f'haven_stored{{what="{name}"}}' in (await house.page("/metrics"))[1]


def changed(revision: Revision) -> Revision:
    flow = revision.flows["danger"].model_copy(update={"note": "For editors."})
    return replace(revision, flows={**revision.flows, "danger": flow})


def test_a_new_revision_runs_and_the_old_ones_stay_for_those_in_them() -> None:
    house = Premises(premises.furnish(read_settings({}), {1: LIBRARY}, Chance(lambda case, pin: b"")))
    assert not house.renew({1: LIBRARY})
    assert house.renew({1: LIBRARY, 2: changed(LIBRARY)})
    assert (house().running, house().revisions.keys()) == (2, {1, 2})


def test_chance_draws_what_can_be_written_down() -> None:
    chance = Chance(lambda case, pin: f"{case}/{pin}".encode())
    numbers = [chance.case_number() for _ in range(500)]
    assert len(set(numbers)) == 500
    assert set("".join(numbers)) <= set(ALPHABET + "-")
    assert not set(ALPHABET) & set("01OIL")
    assert not any(number.replace("-", "").isalpha() or number.replace("-", "").isdigit() for number in numbers)
    pins = [chance.pin() for _ in range(500)]
    assert all(len(pin) == 8 and pin.isdigit() for pin in pins)
    assert len(set(pins)) > 490
    assert all(len(chance.token()) == 8 for _ in range(100))
    assert chance.pin_digest("a", "1") == b"a/1"


async def test_with_a_webhook_it_is_ready_only_when_telegram_knows_where_to_call(
    emulator: Emulator, tmp_path: Path
) -> None:
    emulator.faults.add(method="setWebhook", kind="5xx", times=None)
    async with running(settings_for(emulator, tmp_path, "webhook"), emulator) as house, asyncio.timeout(60):
        while '"setup_trouble"' not in house.log.getvalue():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert await house.page("/healthz/ready") == (503, "the webhook is not set yet\n")
        emulator.faults.clear()
        while (await house.page("/healthz/ready"))[0] != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await emulator.phone(language="nl").says("hallo")
        await emulator.settled()


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_it_is_ready_again_soon_after_the_token_is_good_again(
    emulator: Emulator, tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "KNOCK", 0.3)
    monkeypatch.setattr(polling_module, "KNOCK", 0.3)
    async with running(settings_for(emulator, tmp_path, mode), emulator) as house, asyncio.timeout(60):
        while (await house.page("/healthz/ready"))[0] != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        method = "getUpdates" if mode == "polling" else "sendMessage"
        emulator.faults.add(method=method, kind="401", times=1)
        await emulator.phone(language="nl").says("hallo")
        while '"token_refused"' not in house.log.getvalue():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        async with counting() as counted:
            while (await house.page("/healthz/ready"))[0] != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert counted.seconds < 3


async def test_polling_is_ready_again_although_nobody_writes(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_module, "KNOCK", 0.3)
    async with running(settings_for(emulator, tmp_path), emulator) as house, asyncio.timeout(60):
        phone = emulator.phone(language="nl")
        await phone.says("hallo")
        await phone.sees("taal")
        emulator.faults.add(method="getUpdates", kind="401", times=1)
        emulator.raw_update({"something_new": {}})  # ends the question that is open, and is answered by nothing
        while '"token_refused"' not in house.log.getvalue():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        while (await house.page("/healthz/ready"))[0] != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        asked = [entry for entry in emulator.ledger if entry.method == "getUpdates"]
        refused = next(number for number, entry in enumerate(asked) if not entry.ok)
        assert asked[refused + 1].params["timeout"] == 0  # or she who writes next would be the first to tell us


async def test_the_numbers_of_the_process_are_there_without_its_database() -> None:
    held: dict[str, int | float] = {"outbox": 7}

    async def stored() -> dict[str, int | float]:
        if not held:
            raise StorageTrouble("CANARY")
        return held

    numbers = Numbers(Metrics(), stored, lambda: 3)
    assert b'haven_stored{what="outbox"} 7.0' in (await numbers.page())[1]
    held.clear()
    code, text = await numbers.page()
    assert (code, b"haven_stored{" in text, b"haven_deliveries_in_hand 3.0" in text) == (200, False, True)


async def test_who_waits_is_told_of_once_at_the_start(emulator: Emulator, tmp_path: Path) -> None:
    told = tmp_path / "told"
    settings = replace(settings_for(emulator, tmp_path), alert_command=("/bin/sh", "-c", f'echo "$0" >> {told}'))
    phone = emulator.phone(language="en")
    async with running(settings, emulator) as house:
        await to_the_queue(phone)
        await house.all_sent()
        await alerted(told, "waiting")
    assert told.read_text().split().count("waiting") == 1  # she asked; when the house opened nobody waited yet
    async with running(settings, emulator):
        await until(lambda: told.read_text().split().count("waiting") >= 2)
    assert told.read_text().split().count("waiting") == 2
