"""A contact's road through the whole house, by polling and by webhook, in fair weather and in foul."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.haven.running import RunningHouse, running, said_to, settings_for

MODES = ["polling", "webhook"]


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(pace=0.05) as one:
        yield one


@pytest.fixture(params=MODES)
async def house(
    request: pytest.FixtureRequest, emulator: Emulator, engine_urls: tuple[str, str], tmp_path: Path
) -> AsyncIterator[RunningHouse]:
    where = {"HAVEN_DATABASE_URL": engine_urls[0], "HAVEN_KEYSTORE_URL": engine_urls[1]}
    async with running(settings_for(emulator, tmp_path, request.param, **where), emulator) as one:
        yield one


async def walk_to_the_first_question(emulator: Emulator, language: str = "nl", label: str = "Nederlands") -> None:
    phone = emulator.phone(language=language)
    await phone.says("/start")
    await phone.sees("Choose your language", timeout=60)
    await phone.presses(label)
    await phone.sees("?", timeout=60)


async def test_three_contacts_are_met_in_their_languages_at_once(emulator: Emulator, house: RunningHouse) -> None:
    people = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English")]
    await asyncio.gather(*(walk_to_the_first_question(emulator, *one) for one in people))
    await emulator.settled()
    assert await house.number('haven_updates_total{kind="text"}') == 3
    assert await house.number('haven_updates_total{kind="press"}') == 3
    assert [phone.screen()[-1].from_bot for phone in emulator.phones.values()] == [True] * 3


async def test_a_press_is_answered_and_the_spinner_stops(emulator: Emulator, house: RunningHouse) -> None:
    await walk_to_the_first_question(emulator)
    await emulator.settled()
    async with asyncio.timeout(60):  # it goes straight, beside the confirmation
        while not (answers := [one for one in emulator.ledger if one.method.lower() == "answercallbackquery"]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert [entry.ok for entry in answers] == [True]


async def test_a_group_is_left_and_a_bot_is_not_answered(emulator: Emulator, house: RunningHouse) -> None:
    emulator.group_adds_bot()
    emulator.other_bot_says("hello from a bot")
    await walk_to_the_first_question(emulator)
    await emulator.settled()
    left = [entry for entry in emulator.ledger if entry.method.lower() == "leavechat"]
    assert left
    private = {phone.chat_id for phone in emulator.phones.values()}
    spoken_to = {entry.chat_id for entry in emulator.ledger if entry.method.lower() == "sendmessage"}
    assert spoken_to == private


@pytest.mark.parametrize("fault", ["429", "5xx", "drop_after_accept", "bad_json"])
async def test_in_foul_weather_nothing_is_lost_and_the_order_stays(
    emulator: Emulator, house: RunningHouse, fault: str
) -> None:
    phone = emulator.phone(language="nl")
    repeats = fault in ("drop_after_accept", "bad_json")
    calm = emulator.phone(language="nl")
    await calm.says("hallo")
    await calm.sees("Choose your language", timeout=60)
    emulator.faults.add(method="sendMessage", chat_id=phone.chat_id, kind=fault, times=1, retry_after=1)
    await phone.says("hallo")
    await phone.sees("Choose your language", timeout=60)
    await house.all_sent()
    texts = [seen.text for seen in phone.screen() if seen.from_bot]
    expected = [seen.text for seen in calm.screen() if seen.from_bot]
    assert texts == expected * (1 + repeats)
    assert await house.number('haven_deliveries_total{fate="ambiguous"}') == repeats
    assert await house.number('haven_stored{what="ambiguous"}') == repeats


async def test_someone_who_blocks_the_bot_is_left_alone_until_she_is_back(
    emulator: Emulator, house: RunningHouse
) -> None:
    await walk_to_the_first_question(emulator)
    phone = next(iter(emulator.phones.values()))
    await phone.blocks()
    await house.all_sent()
    heard, calls = await said_to(phone, 0), len(emulator.ledger)
    await phone.unblocks()
    await phone.says("/help")
    await said_to(phone, len(heard))
    after = [entry for entry in emulator.ledger[calls:] if entry.method.lower() == "sendmessage"]
    assert after
    assert all(entry.ok for entry in after)


async def test_many_words_of_one_contact_are_answered_in_their_order(emulator: Emulator, house: RunningHouse) -> None:
    phone, others = emulator.phone(language="en"), [emulator.phone(language="fr") for _ in range(10)]
    words = ["/help", "/privacy", "/danger", "/language"] * 3
    for word in words:
        await phone.says(word)
        for other in others:
            await other.says("bonjour")
    await house.all_sent()
    alone, heard = emulator.phone(language="en"), 0
    for word in words:
        await alone.says(word)
        heard = len(await said_to(alone, heard))
        await house.all_sent()
    assert await said_to(phone, 0) == await said_to(alone, 0)
