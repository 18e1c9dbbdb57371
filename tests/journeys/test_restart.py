"""Haven is stopped and started again in the middle of a talk: the screens catch up, nothing is lost or said twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from emulator.server import Emulator
from tests.drills.haven_process import HavenProcess
from tests.journeys.contact import Contact
from tests.journeys.counsellor import Counsellor
from tests.journeys.story import TOLD, goes_on, pass_on, talk_both_ways, the_bot_is_back, told_since_the_takeover
from tests.journeys.token_house import at_work, house, invited, sent_to, with_a_phone


@pytest.mark.timeout(240)
async def test_a_restart_in_the_middle_of_a_talk_loses_and_doubles_nothing(tmp_path: Path, browser: Browser) -> None:
    async with Emulator() as emulator:
        haven = house(emulator, tmp_path)
        hers, other = await invited(haven, "Lotte", "Amélie")
        await haven.start()
        try:
            async with (
                at_work(browser, haven, hers) as lotte,
                at_work(browser, haven, other) as amelie,
                with_a_phone(browser, emulator, "Noor") as noor,
            ):
                number = await noor.asks_for_a_person()
                await lotte.sees_waiting(number)
                await talk_both_ways(lotte, noor, number)
                await stopped_and_started(haven, lotte, noor)
                await pass_on(lotte, noor)
                await goes_on(amelie, lotte, noor, number)
                await the_bot_is_back(noor)
                await comes_back(lotte)
                told = told_since_the_takeover(sent_to(emulator, noor.chat))
                assert told == [*TOLD[:2], "Ik ben er nog", "Nu is het klaar", *TOLD[2:]]
        finally:
            await asyncio.to_thread(haven.stop)


async def stopped_and_started(haven: HavenProcess, lotte: Counsellor, noor: Contact) -> None:
    """While it is down both write on. Then it is up again, and both have read all of it, once."""
    await asyncio.to_thread(haven.stop)
    await noor.says("ben je daar nog?")
    await lotte.writes("Ik ben er nog.")
    await lotte.answer.fill("Nu is het")
    await expect(lotte.page.get_by_role("status").first).to_contain_text("No connection since")
    await haven.start()
    await expect(lotte.page.get_by_text("Up to date again")).to_be_visible()  # for a while, and then no more
    await noor.sees_last("Ik ben er nog.")
    await lotte.reads("ben je daar nog?")
    await expect(lotte.answer).to_have_value("Nu is het")
    await lotte.answer.press("End")
    await lotte.answer.press_sequentially(" klaar.")
    await lotte.answer.press("Enter")
    await noor.sees_last("Nu is het klaar.")
    for words in ("ben je daar nog?", "Ik ben er nog.", "Nu is het klaar."):
        await expect(lotte.talk.get_by_text(words, exact=True)).to_have_count(1)


async def comes_back(lotte: Counsellor) -> None:
    """Out, and in again with her passkey."""
    await lotte.page.locator(".settings summary").click()
    await lotte.page.get_by_role("button", name="Sign out", exact=True).click()
    await expect(lotte.page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    await lotte.looks_accessible()
    await lotte.page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(lotte.page.get_by_text("Good that you are here, Lotte.")).to_be_visible()
