"""The pages of the directory in a real browser: what asks to be looked at, an entry with its card, hours, own words."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.eventually import eventually
from tests.web.book_stage import BookStage
from tests.web.curtain import Curtain
from tests.web.looking import looked_at

INSTITUTE = "lines.institute"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[BookStage]:
    async with Curtain(BookStage()) as open_stage:
        open_stage.show_cards()
        yield open_stage


async def opened(page: Page, stage: BookStage, place: str = INSTITUTE) -> None:
    await page.goto(f"{stage.origin}/console/#/drafts/d-1/step/{place}")
    await expect(page.locator("h2").first).to_be_visible()


async def test_the_directory_says_what_is_flagged_out_of_date_or_due_and_finds_what_is_sought(
    page: Page, stage: BookStage
) -> None:
    await page.goto(f"{stage.origin}/console/#/directory")
    await expect(page.get_by_text("Haven came with newer entries than those that count here.")).to_be_visible()
    for state, name in (("Flagged as wrong", "Écoute-Enfants 103"), ("To be looked at soon", "Centre de prévention")):
        await page.get_by_role("button", name=state).click()
        await expect(page.get_by_role("listitem").filter(has_text=name).first).to_be_visible()
        await page.get_by_role("button", name=state).click()
    await looked_at(page, "directory")
    await page.get_by_label("Search").fill("116 000")
    await expect(page.get_by_role("button", name="Change Child Focus").first).to_be_visible()
    await expect(page.get_by_role("button", name="Change Police 101")).to_have_count(0)


async def test_what_an_edition_changed_is_told_beside_it(page: Page, stage: BookStage) -> None:
    await page.goto(f"{stage.origin}/console/#/directory")
    await page.get_by_role("button", name="What it changes Edition 2").click()
    second = page.get_by_role("listitem").filter(has_text="Edition 2").first
    await expect(second.locator("del")).to_have_text("106")
    await expect(second.locator("ins")).to_have_text("107")
    await expect(second).to_contain_text("Tele-Onthaal")
    await expect(page.get_by_role("listitem").filter(has_text="The line that listens")).to_have_count(1)
    await expect(page.get_by_role("button", name="What it changes Edition 1")).to_have_count(0)
    await looked_at(page, "editions")
    await page.get_by_role("button", name="A draft from it Edition 1").click()
    await expect(page).to_have_url(re.compile("#/drafts/"))


async def test_an_entry_is_changed_with_its_card_beside_it_and_its_hours_in_a_week(
    page: Page, stage: BookStage
) -> None:
    await opened(page, stage)
    card = page.get_by_role("group", name="How it looks on a phone")
    await expect(card).to_contain_text("0800/12 800")
    await page.get_by_label("Monday").fill("8:00-12:00, 13:00 – 17:00")
    await page.get_by_label("Monday").press("Tab")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await eventually(lambda: stage.content["lines"]["institute"]["hours"]["mon"], ["8:00-12:00", "13:00-17:00"])
    await page.get_by_role("button", name="While it is closed").click()
    await page.get_by_role("button", name="I looked at it today").click()
    await expect(page.get_by_text("Looked at on 23 November 2026, by Noor.")).to_be_visible()
    await eventually(lambda: stage.content["lines"]["institute"]["reviewer"], "Noor")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("by nobody yet.")).to_be_visible()
    await looked_at(page, "entry")


async def test_words_outside_the_conversation_are_put_otherwise_and_given_back(page: Page, stage: BookStage) -> None:
    await opened(page, stage, "words")
    field = page.get_by_role("group", name="Closed now.").get_by_label("Nederlands")
    before = await field.input_value()
    await field.fill("Even dicht.")
    await field.press("Tab")
    await expect(page.get_by_text("our own", exact=True)).to_be_visible()
    await eventually(lambda: stage.content["words"]["nl"], {"Closed now.": "Even dicht."})
    await looked_at(page, "words")
    await field.fill("")
    await field.press("Tab")
    await expect(field).to_have_value(before)
    await eventually(lambda: stage.content["words"]["nl"], {})


async def test_days_languages_and_who_has_not_looked_are_told_in_words(page: Page, stage: BookStage) -> None:
    hours = {
        "path": ["lines", "tele_onthaal", "hours", "mon"],
        "before": "9:00-17:00",
        "after": ["9:00-12:00", "13:00-17:00"],
    }
    who = {"path": ["lines", "tele_onthaal", "reviewer"], "before": "none yet", "after": "Noor"}
    when = {"path": ["lines", "tele_onthaal", "checked_on"], "before": "2026-11-21", "after": "2026-11-23"}
    words = {"path": ["words", "nl", "Closed now."], "after": "Even dicht."}
    stage.answer("GET /editing/published/directory/1/difference/2", [hours, who, when, words])
    await page.goto(f"{stage.origin}/console/#/directory")
    await page.get_by_role("button", name="What it changes Edition 2").click()
    second = page.get_by_role("listitem").filter(has_text="Edition 2").first
    for told in (
        "Hours · Monday",
        "9:00-12:00, 13:00-17:00",
        "nobody yet",
        "23 November 2026",
        "Nederlands · Closed now.",
    ):
        await expect(second).to_contain_text(told)


async def test_what_came_of_a_flag_far_down_is_seen(page: Page, stage: BookStage) -> None:
    stage.answer("POST /editing/flag", {"edition": {}, "hidden": True, "instead": []})
    await page.set_viewport_size({"width": 900, "height": 500})
    await page.goto(f"{stage.origin}/console/#/directory")
    await page.get_by_role("button", name="This is wrong Take It Down").click()
    await page.get_by_role("button", name="Show it to nobody").click()
    await expect(page.get_by_text("Take It Down is shown to nobody any more.")).to_be_in_viewport()


async def test_a_draft_is_asked_about_before_it_is_thrown_away(page: Page, stage: BookStage) -> None:
    stage.answer("POST /editing/drafts/d-1/discard", {"ok": True})
    await page.goto(f"{stage.origin}/console/#/directory")
    throw = page.get_by_role("button", name="Throw away New numbers")
    await throw.click()
    asked = page.get_by_role("dialog", name="Throw away “New numbers”?")
    await expect(asked).to_contain_text("gone, for everybody")
    await asked.get_by_role("button", name="Cancel").click()
    await expect(throw).to_be_focused()
    assert stage.bodies("POST /editing/drafts/d-1/discard") == []
    await throw.click()
    await asked.get_by_role("button", name="Throw away").click()
    await eventually(lambda: len(stage.bodies("POST /editing/drafts/d-1/discard")), 1)


async def test_where_haven_and_the_house_changed_the_same_entry_it_is_shown_by_name(
    page: Page, stage: BookStage
) -> None:
    clash = {"path": ["lines", "tele_onthaal", "phone"], "before": "106", "yours": "107", "theirs": "108"}
    row = stage.overview()["drafts"][0]
    stage.answer("POST /editing/drafts", row | stage._page() | {"kind": "directory", "clashes": [clash]})
    await page.goto(f"{stage.origin}/console/#/directory")
    await page.get_by_role("button", name="Bring it together with ours, in a draft").click()
    asked = page.get_by_role("dialog", name="Changed here and in Haven")
    await expect(asked.get_by_role("heading", level=3)).to_contain_text("Tele-Onthaal")
    await expect(asked).to_contain_text("108")
    await asked.get_by_role("button", name="To the draft").click()
    await expect(page).to_have_url(re.compile("#/drafts/d-1"))


async def test_two_who_change_the_same_number_are_shown_both_by_the_name_of_the_line(
    page: Page, stage: BookStage
) -> None:
    await opened(page, stage)
    await expect(page.get_by_text("All well")).to_be_visible()
    change = {"path": ["lines", "institute", "name", "en"], "before": stage.content["lines"]["institute"]["name"]["en"]}
    stage.edit("Lou", stage.saves, {"edit": "put", "changes": [change | {"after": "The Institute of Lou"}]})
    field = page.get_by_role("group", name="Name").get_by_label("English")
    await field.fill("The Institute of Noor")
    await field.press("Tab")
    asked = page.get_by_role("dialog", name="Lou changed the same")
    await expect(asked.get_by_role("heading", level=3)).to_contain_text("Lines to call · Institute for the Equality")
    await expect(asked).to_contain_text("The Institute of Lou")


async def test_by_keys_alone_an_entry_is_found_and_opened(page: Page, stage: BookStage) -> None:
    await page.goto(f"{stage.origin}/console/#/drafts/d-1")
    search = page.get_by_role("navigation", name="Entries").get_by_role("searchbox")
    await search.focus()
    await page.keyboard.type("0800/12 800")
    await page.keyboard.press("Tab")
    for _ in range(12):
        if "Institute" in await page.evaluate("document.activeElement.textContent"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#entry-title")).to_be_focused()
