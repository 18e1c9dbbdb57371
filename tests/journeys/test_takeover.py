"""She asks for a person; people talk with her, one after the other; then the bot is back. On real screens."""

from __future__ import annotations

import pytest

from tests.journeys.contact import PickUp
from tests.journeys.counsellor import SitDown
from tests.journeys.open_demo import Demo
from tests.journeys.story import TOLD, goes_on, pass_on, talk_both_ways, the_bot_is_back, told_since_the_takeover


@pytest.mark.timeout(120)
async def test_two_people_talk_with_her_one_after_the_other_and_the_bot_is_back(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    lotte, amelie = await sit_down("Lotte"), await sit_down("Amélie")
    await lotte.looks_accessible()
    noor = await pick_up("nl", "Noor")
    number = await noor.asks_for_a_person()
    await lotte.sees_waiting(number, patience=5_000)  # by itself: nobody loaded the page again
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
