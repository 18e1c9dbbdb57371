"""She asks for a person; people talk with her, one after the other; then the bot is back. On real screens."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.journeys.contact import Contact, PickUp
from tests.journeys.counsellor import Counsellor, SitDown
from tests.journeys.open_demo import Demo
from tests.journeys.story import TOLD, goes_on, pass_on, talk_both_ways, the_bot_is_back, told_since_the_takeover


@pytest.mark.timeout(240)
async def test_two_people_talk_with_her_one_after_the_other_and_the_bot_is_back(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    lotte, amelie = await sit_down("Lotte"), await sit_down("Amélie")
    await lotte.looks_accessible()
    noor = await pick_up("nl", "Noor")
    number = await noor.asks_for_a_person()
    await lotte.sees_waiting(number)  # by itself: nobody loaded the page again
    await amelie.sees_waiting(number)
    await talk_both_ways(lotte, noor, number)
    await lotte.looks_accessible()
    await pass_on(lotte, noor, look=True)
    await goes_on(amelie, lotte, noor, number)
    await amelie.looks_accessible()
    await the_bot_is_back(noor)
    assert told_since_the_takeover(open_demo.sent_to(noor.chat)) == TOLD
    assert "Ik lees even terug" in open_demo.sent_to_anyone()
    assert "haar broer" not in open_demo.sent_to_anyone()


@pytest.mark.timeout(240)
async def test_of_two_who_take_her_over_in_the_same_moment_one_has_her_and_the_other_is_told_who(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    both = {alias: await sit_down(alias) for alias in ("Lotte", "Amélie")}
    sam = await pick_up("en", "Samira")
    number = await sam.asks_for_a_person()
    for one in both.values():
        await one.opens(number, "To take it over")
    await asyncio.gather(*(one.does("take_over") for one in both.values()))
    await sam.sees("is here with you now")
    # Her phone says who: a console whose page is still being drawn shows no answer box, and proves nothing.
    [notice] = [text for text in open_demo.sent_to(sam.chat) if "is here with you now" in text]
    holder = notice.partition(" ")[0]
    other = both["Amélie" if holder == "Lotte" else "Lotte"]
    await is_seen_typing(both[holder], sam, "Hello, ")
    await both[holder].writes("Hello, here I am.")
    await sam.sees_last("Hello, here I am.")
    await expect(other.case).to_contain_text(f"{holder} has this case. Only one person writes at a time.")
    await expect(other.answer).to_have_count(0)
    notices = [text for text in open_demo.sent_to(sam.chat) if "is here with you now" in text]
    assert notices == [notice]
    await both[holder].closes_the_case()


async def is_seen_typing(her: Counsellor, sam: Contact, words: str) -> None:
    """What she has half typed is still there when the page is loaded again."""
    await her.answer.press_sequentially(words)
    await expect(sam.phone.locator(".status")).to_contain_text("typing")
    await her.page.reload()
    await expect(her.answer).to_have_value(words)
