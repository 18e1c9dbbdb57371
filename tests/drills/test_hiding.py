"""/hide on a real wire: nothing she or the bot wrote stays on the phone that Telegram lets anybody take back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from emulator.phone import Phone
from emulator.server import Emulator
from tests.drills.finding import Finding, amount
from tests.haven.running import RunningHouse, running, settings_for
from tests.road import to_the_queue
from tests.soon import counting

NOTE = "This chat is emptied."
#: Of so many messages, so often, and the seconds in which 95 of 100 times they are gone.
MESSAGES, WITHIN = 100, 3.0


@asynccontextmanager
async def house(folder: Path, urls: tuple[str, str]) -> AsyncIterator[tuple[Emulator, RunningHouse]]:
    async with Emulator() as emulator:
        given = settings_for(emulator, folder, HAVEN_DATABASE_URL=urls[0], HAVEN_KEYSTORE_URL=urls[1])
        async with running(given, emulator) as opened:
            yield emulator, opened


def texts(phone: Phone) -> list[str]:
    return [message.text for message in phone.screen()]


async def full_of(phone: Phone, opened: RunningHouse, count: int) -> None:
    """She has written and been answered, until so many messages stand there."""
    while (missing := count - len(phone.screen())) > 0:
        for number in range(missing):
            await phone.says(f"and then {number}")
        await opened.all_sent(60)


async def emptied(phone: Phone, patience: float = 60) -> None:
    """Until nothing but the note of it stands there."""
    async with asyncio.timeout(patience):
        while not (len(left := texts(phone)) == 1 and left[0].startswith(NOTE)):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_many_messages_and_a_case_leave_one_harmless_line(
    engine_urls: tuple[str, str], tmp_path: Path, engine: str
) -> None:
    count = 250 if engine == "sqlite" else amount(250, 110)  # Telegram takes back a hundred at once
    async with house(tmp_path, engine_urls) as (emulator, opened):
        phone = emulator.phone(language="en")
        await to_the_queue(phone)
        await full_of(phone, opened, count)
        assert len(phone.screen()) >= count
        await phone.says("/hide")
        await emptied(phone)
        await phone.says("/hide")
        await opened.all_sent()
        await emptied(phone)
        await phone.says("hello")
        await phone.sees("language")
        assert "PIN" not in "".join(texts(phone))


async def test_what_was_on_its_way_is_taken_back_when_it_arrives(engine_urls: tuple[str, str], tmp_path: Path) -> None:
    async with house(tmp_path, engine_urls) as (emulator, opened):
        phone = emulator.phone(language="en")
        await phone.says("/start")
        await phone.sees("language")
        await opened.all_sent()
        emulator.faults.add(method="sendMessage", kind="slow", times=1, delay=0.8)
        await phone.says("hello there")
        await asyncio.sleep(0)
        await phone.says("/hide")
        await opened.all_sent()
        await emptied(phone)


async def test_a_hundred_messages_are_gone_within_three_seconds(
    engine_urls: tuple[str, str], tmp_path: Path, engine: str
) -> None:
    finding = Finding(f"{MESSAGES} messages hidden", amount(20, 5), engine=engine, mode="polling")
    took = list[float]()
    async with house(tmp_path, engine_urls) as (emulator, opened):
        for _ in range(finding.count):
            phone = emulator.phone(language="en")
            await full_of(phone, opened, MESSAGES)
            async with counting() as counted:
                await phone.says("/hide")
                await emptied(phone)
            took.append(counted.seconds)
    p95 = sorted(took)[-1 - len(took) // 20]
    finding.seen.update(p95_ms=int(p95 * 1000), slowest_ms=int(max(took) * 1000))
    if p95 > WITHIN:
        finding.add("too slow", 0)
    print(finding.done())
    assert finding.holds, finding
