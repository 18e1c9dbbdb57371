"""She comes back from another account, through the whole house: Telegram on one side, the console on the other."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from emulator.phone import Phone
from tests.console.desk import Browser, Desk, opened
from tests.road import to_the_queue


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as house:
        stop = asyncio.Event()
        house.loops.spawn(house.parts.polling.run(stop))
        yield house
        stop.set()


def shown(phone: Phone, what: str) -> str:
    """Her number, or her PIN, as it stands on her phone."""
    [found] = [one for seen in phone.screen() if (one := re.search(rf"Your {what}: ([0-9A-Z-]{{8,9}})\.", seen.text))]
    return found[1]


def texts(phone: Phone) -> str:
    return "\n".join(seen.text for seen in phone.screen())


async def gone(desk: Desk, phone: Phone, *words: str) -> None:
    """Until none of these stands on the phone any more."""
    await desk.until(lambda: not any(word in texts(phone) for word in words))


async def page_with(desk: Desk, lotte: Browser, case: str, words: str) -> str:
    """The page of the case, as the console is told it, once these words stand in it."""

    async def told() -> str:
        page = (await lotte.get(f"/console/api/cases/{case}")).body.decode()
        return page if words in page else ""

    return str(await desk.until(told))


async def test_from_another_account_with_staff_in_her_case(desk: Desk) -> None:
    first, second = desk.phone(), desk.phone()
    await to_the_queue(first)
    await first.sees("Your PIN:")
    number, pin = shown(first, "number"), shown(first, "PIN")
    lotte = await desk.browser("lotte")
    await desk.until(lambda: desk.parts.premises().colleagues)
    [row] = (await lotte.get("/console/api/queue")).json["rows"]
    case = row["id"]
    assert (await lotte.post(f"/console/api/cases/{case}/act", {"verb": "take_over"})).status == 200
    await first.sees("Lotte")
    await first.says("/hide")
    await gone(desk, first, "Lotte", "PIN", number)

    said = {"verb": "reply", "id": "abcdefghijklmnop", "text": "We found the page. It is being taken down."}
    assert (await lotte.post(f"/console/api/cases/{case}/act", said)).status == 200
    assert "We found" not in texts(first), "it waits for her PIN"

    await second.says("I have a number")
    await second.sees("number first")
    await second.says(f"{number} 00000000")
    await second.sees("do not fit together")
    await second.says(f"my number is {number.lower().replace('-', ' ')}")
    await second.sees("And now the PIN")
    await second.says(f"{pin[:4]} {pin[4:]}")
    await second.sees("We found the page.")
    await second.sees("A person is with you in this chat: Lotte")
    await gone(desk, second, number, pin, pin[4:], "do not fit", "number first")
    assert "We found" not in texts(first)

    await page_with(desk, lotte, case, "case_returned")
    await second.says("thank you, I am here now")
    page = await page_with(desk, lotte, case, "thank you, I am here now")
    assert pin not in page
    assert "my number is" not in page
    assert pin not in desk.log.getvalue()
    assert number not in desk.log.getvalue()
