"""She asks for a person; people talk with her, one after the other; then the bot is back. On real screens."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.journeys.contact import Contact, PickUp
from tests.journeys.counsellor import Counsellor, SitDown
from tests.journeys.open_demo import Demo

NOTE = "Liever niet bellen: haar broer leest mee. Zie punt 7."


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
    await pass_on(lotte, "Amélie", noor)
    await amelie.sees_holder(number, "You have it")
    await amelie.opens(number)
    await amelie.looks_accessible()
    await expect(amelie.notes).to_contain_text(NOTE)
    await amelie.writes("Dag, ik ben Amélie. Ik lees even terug.")
    await noor.sees("Dag, ik ben Amélie. Ik lees even terug.")
    await expect(lotte.case).to_contain_text("Amélie has this case. Only one person writes at a time.")
    await amelie.closes_the_case()
    await amelie.looks_accessible()
    await the_bot_is_back(noor)
    assert all_that_was_said_since_the_takeover(open_demo, noor) == [
        "Lotte is nu hier bij je: iemand van ons team, niet de bot",
        "Ja",
        "Lotte heeft een collega gevraagd om hier met je verder te gaan: Amélie",
        "Dag, ik ben Amélie",
        "Amélie heeft dit gesprek afgerond",
        "Welkom terug",
    ]
    assert "Ik lees even terug" in open_demo.sent_to_anyone()
    assert "haar broer" not in open_demo.sent_to_anyone()


async def talk_both_ways(lotte: Counsellor, noor: Contact, number: str) -> None:
    await lotte.takes_over(number)
    await noor.sees("Lotte is nu hier bij je: iemand van ons team, niet de bot.")
    await lotte.looks_accessible()
    await noor.says("dag, is daar echt iemand?")
    await lotte.reads("dag, is daar echt iemand?")
    await lotte.writes("Ja. Vertel maar, op jouw tempo.")
    await noor.sees_last("Ja. Vertel maar, op jouw tempo.")
    await lotte.sees_sent("Ja. Vertel maar, op jouw tempo.")


async def pass_on(lotte: Counsellor, alias: str, noor: Contact) -> None:
    await lotte.does("transfer")
    await lotte.dialog.get_by_label(alias).check()
    await lotte.dialog.get_by_label("Note for whoever takes it").fill(NOTE)
    await lotte.looks_accessible()
    await lotte.dialog.get_by_role("button", name="Pass on", exact=True).click()
    await noor.sees(f"Lotte heeft een collega gevraagd om hier met je verder te gaan: {alias}.")


async def the_bot_is_back(noor: Contact) -> None:
    await noor.sees_last("Amélie heeft dit gesprek afgerond.")
    await noor.says("hallo")
    await noor.sees_last("Welkom terug.")


def all_that_was_said_since_the_takeover(demo: Demo, noor: Contact) -> list[str]:
    """The first words of each message, from the notice of the takeover on."""
    said = [text.partition(".")[0] for text in demo.sent_to(noor.chat)]
    return said[next(place for place, text in enumerate(said) if text.startswith("Lotte is nu hier")) :]
