"""She makes fingerprints on her own device, from the button on her phone to what her counsellor sees; or says that
somebody in the picture was under 18, and Child Focus comes in the place of all of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.journeys.contact import Contact, PickUp
from tests.journeys.counsellor import SitDown
from tests.journeys.open_demo import Demo
from tests.oracle.published import expected
from tests.web.hash_page_stories import Files
from tests.web.hash_pictures import pixels


async def opens_the_page(noor: Contact) -> Page:
    """By the button, as in the app."""
    button = noor.log.get_by_role("button", name="Open the page").last
    await expect(button).to_be_visible()
    async with noor.page.context.expect_page() as opening:
        await button.click()
    page = await opening.value
    await expect(page.get_by_text("Nobody in this picture was under 18.")).to_be_visible()
    return page


async def makes(page: Page, *files: Path) -> None:
    for count, file in enumerate(files):
        await page.set_input_files("input[type=file]", file)
        await expect(page.locator(".item")).to_have_count(count + 1)


def fingerprints(file: Path) -> list[str]:
    """What any other program makes of it."""
    content = file.read_bytes()
    return [hashlib.md5(content, usedforsecurity=False).hexdigest(), hashlib.sha256(content).hexdigest()]


@pytest.mark.timeout(240)
async def test_what_she_makes_on_her_device_is_what_her_counsellor_sees_until_somebody_was_under_18(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp, tmp_path: Path
) -> None:
    files = Files(tmp_path)
    lotte, noor = await sit_down("Lotte"), await pick_up("en", "Noor")
    number = await noor.asks_for_a_person()
    await noor.says("/hash")
    await noor.presses("Yes, keep them")
    page = await opens_the_page(noor)
    await makes(page, files.photo, files.film)
    await page.get_by_role("button", name="Send 5 fingerprints to the chat").click()
    await expect(page.get_by_text("5 fingerprints are with your case now.")).to_be_visible()
    await noor.sees("5 fingerprints received")
    await lotte.takes_over(number)
    case = lotte.page.url.rpartition("/")[2]
    pdq = expected(pixels(Image.open(files.photo))).value
    for value in (pdq, *fingerprints(files.photo), *fingerprints(files.film)):
        await expect(lotte.beside).to_contain_text(value)
    assert entrusted(open_demo, case) == 5
    await page.get_by_role("button", name="Someone was under 18").click()
    await expect(page.get_by_text("The chat knows, and goes on with this.")).to_be_visible()
    await expect(page.get_by_text("116 000")).to_be_visible()
    await noor.sees_last("Someone of Child Focus can also write with you here")
    await noor.sees("116 000")
    await expect(lotte.page.get_by_text(pdq[:16])).to_have_count(0)
    assert entrusted(open_demo, case) == 0


def entrusted(demo: Demo, case: str) -> int:
    return int(demo.kept("SELECT count(*) FROM item WHERE case_id = ?", case)[0][0])
