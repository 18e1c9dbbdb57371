"""What was made on her own device, as staff see it in a real browser; and the look for the same picture elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.web.case_states import ITEMS, case_page
from tests.web.curtain import Curtain
from tests.web.looking import looked_at
from tests.web.stage import Json, Stage
from tests.web.test_case_page import opens

LOOK = "Look for the same picture in other cases"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Curtain(Stage()) as opened:
        yield opened


def made(name: str, algorithm: str, label: str, **more: Any) -> Json:
    """A hash of one picture, made on her own device."""
    told: Json = {"id": name, "algorithm": algorithm, "label": label, "quality": None, "shown": f"{label}: {'5a' * 32}"}
    page = {"origin": "page", "tool": "haven-page 1", "media": "image", "size": "1-10MB", "file": "f1", "raw": False}
    return ITEMS[1] | told | page | more


PICTURE = [
    made("p1", "pdq", "PDQ", quality=100),
    made("p2", "pdq", "PDQ", quality=100, raw=True),
    made("p3", "sha256", "SHA-256"),
]


def entrusted(**more: Any) -> Json:
    return case_page(**({"items": [*ITEMS, *PICTURE], "match": True} | more))


def evidence(page: Page) -> Locator:
    return page.get_by_role("complementary", name="About the case")


async def test_the_hashes_of_one_file_stand_together_with_what_made_them(stage: Stage, page: Page) -> None:
    await opens(page, stage, entrusted(match=False))
    picture = page.get_by_role("group", name="Picture")
    await expect(picture.get_by_role("article")).to_have_count(3)
    for told in ("hashes made on their own device", "1 to 10 MB", "with haven-page 1"):
        await expect(picture.get_by_text(told)).to_be_visible()
    await expect(picture.get_by_text("as it lies in the file")).to_have_count(1)
    await expect(page.get_by_text("Quality 100 of 100")).to_have_count(2)
    await expect(evidence(page).get_by_role("article")).to_have_count(5)
    await expect(page.get_by_role("button", name=LOOK)).to_have_count(0)


async def test_a_new_hash_appears_while_the_case_is_open(stage: Stage, page: Page) -> None:
    await opens(page, stage, entrusted(items=ITEMS))
    await expect(page.get_by_role("group", name="Picture")).to_have_count(0)
    stage.answer("GET /cases/c-7K2M", entrusted())
    await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["item_kept"]}]})
    await expect(page.get_by_role("group", name="Picture")).to_be_visible()


def hit(sure: str, bits: int | None, turn: str = "upright", asked: str = "p1") -> Json:
    return {"asked": asked, "sure": sure, "bits": bits, "turn": turn}


FOUND: Json = {
    "hashes": 41,
    "cases": 9,
    "found": [
        {"id": "c-9XBD", "number": "HV-9XBD", "state": "closed", "hits": [hit("same_file", None, asked="p3")]},
        {
            "id": "c-P3WL",
            "number": "HV-P3WL",
            "state": "open",
            "hits": [hit("almost_surely", 4), hit("probably", 29, "mirrored")],
        },
    ],
}


async def looks(page: Page, stage: Stage, found: Json) -> None:
    await opens(page, stage, entrusted())
    stage.answer("POST /cases/c-7K2M/match", found)
    await page.get_by_role("button", name=LOOK).focus()
    await page.keyboard.press("Enter")


async def test_what_is_found_is_said_in_words_and_opened_for_a_reason(stage: Stage, page: Page) -> None:
    await looks(page, stage, FOUND)
    cases = page.get_by_role("list", name="Cases with the same picture or file").get_by_role("listitem")
    await expect(cases).to_have_count(2)
    await expect(cases.nth(0)).to_contain_text("The same file, byte for byte.")
    await expect(cases.nth(0)).to_contain_text("Closed")
    await expect(cases.nth(1)).to_contain_text("Almost surely the same picture. PDQ · 4 of 256 bits differ")
    await expect(cases.nth(1)).to_contain_text(
        "Probably the same picture; it may be one much like it. PDQ · mirrored · 29 of 256 bits"
    )
    await looked_at(page, "found in other cases")
    stage.refuse("POST /cases/c-P3WL/open", 403, "reason_needed")
    await page.get_by_role("link", name="HV-P3WL").click()
    await expect(page.get_by_role("dialog")).to_contain_text("What do you open this case for?")
    await page.keyboard.press("Escape")
    await stage.heard_only("POST /cases/c-7K2M/match", {})


async def test_that_nothing_is_the_same_is_said_plainly(stage: Stage, page: Page) -> None:
    await looks(page, stage, {"found": [], "hashes": 41, "cases": 9})
    await expect(page.get_by_text("Nothing is the same. Hashes compared: 41; cases: 9.")).to_be_visible()
    await expect(page.get_by_text("is not found this way")).to_be_visible()
    stage.answer("POST /cases/c-7K2M/match", {"found": [], "hashes": 0, "cases": 0})
    await page.get_by_role("button", name=LOOK).click()
    await expect(page.get_by_text("No other case of this team holds a hash.")).to_be_visible()
    stage.refuse("POST /cases/c-7K2M/match", 403, "reason_needed")
    await page.get_by_role("button", name=LOOK).click()
    await expect(page.get_by_text("Open the case again first, with a reason.")).to_be_visible()


async def test_a_case_that_is_erased_goes_from_what_was_found(stage: Stage, page: Page) -> None:
    await looks(page, stage, FOUND)
    await expect(page.get_by_role("link", name="HV-9XBD")).to_be_visible()
    await stage.tell("news", {"gone": ["c-9XBD"]})
    await expect(page.get_by_role("link", name="HV-9XBD")).to_have_count(0)
    await expect(page.get_by_role("link", name="HV-P3WL")).to_be_visible()
    stage.answer("GET /cases/c-7K2M", entrusted(items=ITEMS, match=False))
    await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["evidence_erased"]}]})
    await expect(page.get_by_role("link", name="HV-P3WL")).to_have_count(0)


async def test_on_a_small_phone_all_of_it_fits(stage: Stage, page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await opens(page, stage, entrusted())
    stage.answer("POST /cases/c-7K2M/match", FOUND)
    await page.get_by_role("button", name="The case", exact=True).click()
    await page.get_by_role("button", name=LOOK).click()
    await expect(page.get_by_role("link", name="HV-P3WL")).to_be_visible()
    await looked_at(page, "found, on a small phone")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
