"""What time does: nobody is there when she asks, and nobody answers in time. The demo's clock is moved for it."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from haven.alerts import KINDS
from helpline.hours import BRUSSELS
from tests.journeys.contact import PickUp
from tests.journeys.counsellor import Counsellor, SitDown
from tests.journeys.open_demo import Demo


async def nobody_takes_cases(demo: Demo, sit_down: SitDown) -> Counsellor:
    """A supervisor who looks, and takes none herself; whoever was there before has gone."""
    karim = await sit_down("Karim")
    await karim.is_there(taking=False)
    demo.later(minutes=2)
    await expect(karim.page.get_by_text("No colleague takes cases now")).to_be_visible()
    return karim


@pytest.mark.timeout(240)
async def test_at_night_her_place_is_kept_and_she_is_written_to_in_the_morning_she_chose(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    open_demo.until(23)
    karim = await nobody_takes_cases(open_demo, sit_down)
    noor = await pick_up("nl", "Nachtuil")
    number = await noor.asks_for_a_person()
    await noor.sees("Je plaats in de rij blijft van jou zolang er niemand is.")
    await noor.presses("Ochtend, 8–12 u")
    await noor.sees("Goed: ze schrijven je hier tussen 8:00 en 12:00")
    await karim.sees_waiting(number)
    open_demo.until(6)
    lotte = await sit_down("Lotte")
    await lotte.takes_over(number)
    await expect(lotte.case).to_contain_text("In the morning, 8–12 h")
    await lotte.writes("Goeiemorgen, hier is Lotte.")
    await expect(lotte.case).to_contain_text("Messages that wait for the safe time")
    assert not any("Lotte" in text for text in open_demo.sent_to(noor.chat)), "nothing comes before her hour"
    assert open_demo.until(8).astimezone(BRUSSELS).hour == 8
    await noor.sees_last("Goeiemorgen, hier is Lotte.")
    await lotte.page.reload()
    assert any("Lotte" in text for text in open_demo.sent_to(noor.chat))
    await noor.says("goeiemorgen")
    await lotte.reads("goeiemorgen")
    await lotte.closes_the_case()


@pytest.mark.timeout(240)
async def test_where_nobody_answers_in_time_she_is_told_so_and_the_supervisor_sees_it(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    karim, lotte = await sit_down("Karim"), await sit_down("Lotte")
    sam = await pick_up("en", "Sam")
    number = await sam.asks_for_a_person()
    await lotte.takes_over(number)
    await sam.sees_last("Lotte is here with you now")
    await karim.sees_holder(number, "Lotte has it")
    await sam.says("are you there?")
    await lotte.reads("are you there?")
    open_demo.later(minutes=16)
    await sam.sees("Nobody answered you here in time, and we are sorry. You are in line again")
    await karim.sees_waiting(number)
    await expect(lotte.case).to_contain_text("You do not have this case any more.")
    await called(open_demo, "lapsed")
    await karim.opens(number, "Supervision", look=True)
    await expect(karim.case).to_contain_text("No answer in time: it went back to the queue.")
    await karim.looks_accessible()
    await karim.does("take_over")
    await sam.sees("Karim is here with you now")
    await karim.closes_the_case("Referred to somebody else")


async def called(demo: Demo, kind: str, patience: float = 15) -> None:
    """Whoever is on call is told, in one word out of the list and nothing more."""
    async with asyncio.timeout(patience):
        while kind not in demo.alerts():  # noqa: ASYNC110 - another process' file
            await asyncio.sleep(0.05)
    assert set(demo.alerts()) <= set(KINDS)
