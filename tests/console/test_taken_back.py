"""She takes back or erases what one of the staff has open: the console is cleared, and nothing of it is left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from emulator.phone import Phone
from storage.statements import ask
from tests.console.desk import Browser, Desk, opened
from tests.console.test_live import Listener, listening
from tests.road import press, to_the_queue

CASES = "/console/api/cases"


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    stop = asyncio.Event()
    async with opened(tmp_path) as house:
        house.loops.keep("polling", lambda: house.parts.polling.run(stop))
        yield house
        stop.set()


async def in_hand(desk: Desk) -> tuple[Phone, Browser, Listener, str]:
    """A contact waits, and Lotte takes her over and reads what she writes."""
    phone, lotte = desk.phone(), await desk.browser("lotte")
    hears = await listening(desk, lotte)
    await to_the_queue(phone)
    [case] = await desk.until(lambda: set(hears.rows()))
    taken = await lotte.post(f"{CASES}/{case}/act", {"verb": "take_over"})
    assert taken.status == 200
    await phone.sees("Lotte", 60)
    await phone.says("words for Lotte alone")

    async def read() -> bool:
        return "words for Lotte alone" in (await lotte.get(f"{CASES}/{case}")).body.decode()

    await desk.until(read)
    return phone, lotte, hears, case


async def rows(desk: Desk, table: str) -> int:
    [row] = await desk.parts.store.database.read(lambda: ask(f"SELECT COUNT(*) FROM {table}"))
    return int(row[0])


async def test_to_erase_clears_the_console_and_leaves_no_row(desk: Desk) -> None:
    phone, lotte, hears, case = await in_hand(desk)
    await phone.says("/delete")
    await phone.sees("Everything that lies open in this chat goes", 60)
    await press(phone, "Yes, erase everything")
    await desk.until(lambda: case in hears.gone())
    assert (await lotte.get(f"{CASES}/{case}")).status == 404
    assert (await lotte.post(f"{CASES}/{case}/act", {"verb": "take_over"})).status == 404
    for table in ("cases", "line", "item", "note", "kept_back", "consent"):
        assert await rows(desk, table) == 0, table
    await phone.sees("unreadable from now on", 60)


@pytest.mark.parametrize("label", ["Take back 2. A person reads along", "Take back 1. Keeping your answers"])
async def test_to_take_a_consent_back_takes_it_from_the_console_too(desk: Desk, label: str) -> None:
    phone, lotte, hears, case = await in_hand(desk)
    await phone.says("/consent")
    await phone.sees("This is what you agreed to", 60)
    await press(phone, label)
    await desk.until(lambda: case in hears.gone())
    assert (await lotte.get(f"{CASES}/{case}")).status == 404
    assert await rows(desk, "line") == 0
    assert await rows(desk, "cases") == (1 if label.startswith("Take back 2") else 0)
