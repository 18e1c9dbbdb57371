"""Two processes on one PostgreSQL: her messages come in at one, the counsellor's console is open at the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser

from emulator.server import Emulator
from tests.drills.haven_process import HavenProcess
from tests.journeys.contact import Contact
from tests.journeys.counsellor import Counsellor
from tests.journeys.story import TOLD, goes_on, pass_on, talk_both_ways, the_bot_is_back, told_since_the_takeover
from tests.journeys.token_house import at_work, house, invited, sent_to, with_a_phone

#: Seconds until news is on a screen at another process, which would look by itself only after some more.
SOON = 1.0


@pytest.fixture
def engine() -> str:
    return "postgresql"


@asynccontextmanager
async def two_houses(
    emulator: Emulator, folder: Path, urls: tuple[str, str]
) -> AsyncIterator[tuple[HavenProcess, HavenProcess, list[str]]]:
    """The one that Telegram calls, the other one, and invitations for Lotte and Amélie."""
    shared = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), urls, strict=True))
    called, other = (house(emulator, folder / name, "webhook", **shared) for name in ("called", "other"))
    for one in (called, other):
        one.extra |= {"HAVEN_KEYS": str(folder / "keys"), "HAVEN_PUBLIC_URL": f"http://127.0.0.1:{called.port}"}
    ways = await invited(called, "Lotte", "Amélie")
    try:
        await asyncio.gather(called.start(), other.start())
        yield called, other, ways
    finally:
        await asyncio.gather(asyncio.to_thread(called.stop), asyncio.to_thread(other.stop))


@pytest.mark.timeout(240)
async def test_the_contact_at_one_process_and_counsellors_at_two_hear_of_each_other(
    tmp_path: Path, browser: Browser, engine_urls: tuple[str, str]
) -> None:
    async with (
        Emulator() as emulator,
        two_houses(emulator, tmp_path, engine_urls) as (called, other, ways),
        at_work(browser, other, ways[0]) as lotte,
        at_work(browser, called, ways[1]) as amelie,
        with_a_phone(browser, emulator, "Noor") as noor,
    ):
        number = await noor.asks_for_a_person()
        await lotte.sees_waiting(number)
        await talk_both_ways(lotte, noor, number)
        await reads_soon(noor, lotte)
        await pass_on(lotte, noor)
        await goes_on(amelie, lotte, noor, number)
        await the_bot_is_back(noor)
        assert told_since_the_takeover(sent_to(emulator, noor.chat)) == TOLD


async def reads_soon(noor: Contact, lotte: Counsellor, often: int = 3, most: int = 15) -> None:
    """So often at least of so many times: now and then the machine has other things to do."""
    took: list[float] = []
    while len(took) < most and sum(one < SOON for one in took) < often:
        took.append(await until_read(noor, lotte, f"woord {len(took)}"))
    assert sum(one < SOON for one in took) == often, took


async def until_read(noor: Contact, lotte: Counsellor, words: str) -> float:
    """Seconds from her pressing Enter until the words stand on the counsellor's screen."""
    began = time.monotonic()
    await noor.says(words)
    await lotte.talk.get_by_text(words, exact=True).wait_for()
    return time.monotonic() - began
