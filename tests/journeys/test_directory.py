"""A number is corrected, agreed to by a second person, and read on a phone; a line is flagged, and its card is another;
and it is all taken back. In real browsers and against the real house."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.journeys.contact import PickUp
from tests.journeys.counsellor import SitDown
from tests.journeys.open_demo import Demo, opened


@pytest.fixture(scope="module")
def open_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A house of their own: what is published here is shown to nobody else."""
    with opened(tmp_path_factory.mktemp("directory"), HAVEN_PACING="off") as demo:
        yield demo


async def at_the_directory(page: Page) -> None:
    await page.evaluate("location.hash = '#/directory'")
    await expect(page.get_by_role("heading", name="Numbers, hours and words")).to_be_visible()


async def shows_who_she_is(page: Page, button: str) -> None:
    await page.get_by_role("button", name=button).first.click()
    await page.get_by_role("button", name="It is me").click()
    await page.get_by_role("button", name=button).first.click()


@pytest.mark.timeout(240)
async def test_a_number_that_two_agree_on_is_read_on_a_phone_at_once_and_taken_back(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    sarah, wout, noor = (await sit_down("Sarah")).page, (await sit_down("Wout")).page, await pick_up("nl", "Noor")
    await noor.phone.get_by_role("button", name="Start", exact=True).click()
    await noor.presses("Nederlands")
    await at_the_directory(sarah)
    await sarah.get_by_role("button", name="Change Institute for the Equality of Women and Men").click()
    await expect(sarah.get_by_role("group", name="How it looks on a phone")).to_contain_text("0800/12 800")
    await sarah.get_by_label("Number, digits only").fill("080055555")
    await sarah.get_by_label("Number as people read it").fill("0800/55 555")
    await sarah.get_by_role("button", name="I looked at it today").click()
    await expect(sarah.get_by_role("group", name="How it looks on a phone")).to_contain_text("0800/55 555")
    await sarah.get_by_role("button", name="Publish…").click()
    await sarah.get_by_label("What changed, in a line").fill("They have another number.")
    await shows_who_she_is(sarah, "Ask a second person")
    await expect(sarah.get_by_text("You have asked for a second person.")).to_be_visible()
    await at_the_directory(wout)
    await wout.get_by_role("link", name="Changes of").click()
    await wout.get_by_role("button", name="Publish…").click()
    await expect(wout.get_by_text("They have another number.")).to_be_visible()
    async with open_demo.taking_in():
        await shows_who_she_is(wout, "Agree and publish")
        await expect(wout.get_by_text(re.compile(r"Edition \d+ counts now\."))).to_be_visible()
    for label in ("Het gaat over mij", "18 of ouder", "Nee, iedereen was 18+"):
        await noor.presses(label)
    await noor.sees("0800/55 555")
    assert "0800/12 800" not in await noor.log.inner_text()


@pytest.mark.timeout(240)
async def test_a_line_that_is_flagged_leaves_the_cards_and_comes_back(sit_down: SitDown) -> None:
    sarah = (await sit_down("Sarah")).page
    await at_the_directory(sarah)
    await sarah.get_by_role("button", name="This is wrong Écoute-Enfants 103").click()
    await sarah.get_by_label("What is it about?").fill("Nobody answers.")
    await sarah.get_by_role("button", name="Show it to nobody").click()
    await expect(sarah.get_by_text("Écoute-Enfants 103 is shown to nobody any more.")).to_be_visible()
    await expect(sarah.get_by_role("button", name="Flagged as wrong")).to_be_visible()
    await sarah.get_by_role("button", name="This is wrong Zelfmoordlijn 1813").click()
    await sarah.get_by_role("button", name="Show it to nobody").click()
    await expect(sarah.get_by_text("Without it a contact would be left without anybody.")).to_be_visible()
    await sarah.get_by_role("button", name="Show again Écoute-Enfants 103").click()
    await sarah.get_by_role("dialog").get_by_role("button", name="Show again").click()
    await expect(sarah.get_by_text("Écoute-Enfants 103 is shown again.")).to_be_visible()
    await shows_who_she_is(sarah, "Bring back")
    await expect(sarah.get_by_role("button", name="Flagged as wrong")).to_be_visible()
    await expect(sarah.get_by_role("button", name="Show again Écoute-Enfants 103")).to_be_visible()
