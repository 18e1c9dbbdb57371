"""A draft tried in a real browser: a chat that follows the draft, by pointer and by keys, and tests kept of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.web.curtain import Curtain
from tests.web.editor_stage import CLEAN
from tests.web.looking import looked_at
from tests.web.rehearsing_stage import RehearsingStage
from tests.web.stage import Json

AT = "2026-11-23T09:30:00Z"
WIDE = {"width": 1440, "height": 900}


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[RehearsingStage]:
    async with Curtain(RehearsingStage()) as open_stage:
        yield open_stage


async def tries(page: Page, stage: RehearsingStage, place: str = "") -> Locator:
    """She has the draft open, and the chat beside it."""
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    await page.goto(f"{stage.origin}/console/#/drafts/d-1{place}")
    chat = page.get_by_role("log", name="The talk")
    await expect(chat).to_contain_text("good that you are here")
    return chat


async def presses(chat: Locator, *labels: str) -> None:
    for label in labels:
        await chat.locator(".press").get_by_text(label, exact=True).last.click()
        await expect(chat).to_have_attribute("aria-busy", "false")


def breaks(content: Json) -> Json:
    """A promise breaks where a minor says her age."""
    hello = [{"move": "say", "words": "hi"}, {"move": "press", "place": "triage.language", "key": "en"}]
    minor = [
        {"move": "press", "place": "triage.for_whom", "key": "self"},
        {"move": "press", "place": "triage.age", "key": "minor"},
    ]
    about = {"promise": "P1", "flow": "triage", "step": "age", "message": "A minor comes to where links are taken."}
    return CLEAN | {"refuted": [about | {"conversation": ["…"], "talk": {"at": AT, "moves": hello + minor}}]}


async def test_she_holds_the_talk_a_contact_would(page: Page, stage: RehearsingStage) -> None:
    chat = await tries(page, stage)
    await presses(chat, "English", "It's about me", "18 or older", "No, everyone was 18 or older")
    await expect(chat).to_contain_text("Institute for the Equality of Women and Men")
    known = page.locator(".known")
    await expect(known).to_contain_text("18 or older")
    await page.get_by_label("What the person types").fill("/human")
    await page.get_by_role("button", name="Send").click()
    await presses(chat, "Yes, ask a person")
    await expect(chat).to_contain_text("The case joined a queue")
    await expect(known.locator(".fresh").first).to_be_visible()
    await page.get_by_role("button", name="One back").click()
    await expect(chat).not_to_contain_text("The case joined a queue")
    await page.get_by_role("button", name="A day later").click()
    await expect(chat).to_contain_text("Nothing is known of this person any more")


async def test_the_talk_follows_the_draft_as_it_is_changed(page: Page, stage: RehearsingStage) -> None:
    chat = await tries(page, stage, "/step/triage.age")
    await presses(chat, "English", "It's about me")
    words = page.locator("[data-words=en]").first
    await words.fill("And how old are you, if you like to say?")
    await words.blur()
    await expect(chat).to_contain_text("And how old are you, if you like to say?")


async def test_it_is_held_in_another_house_at_another_hour(page: Page, stage: RehearsingStage) -> None:
    chat = await tries(page, stage)
    await page.get_by_text("The house and the hour").click()
    await page.get_by_label("It begins at").fill("2026-11-22T03:00")
    await page.get_by_label("It begins at").blur()
    await expect(chat).to_have_attribute("aria-busy", "false")
    await presses(chat, "English", "It's about me", "18 or older", "No, everyone was 18 or older")
    await expect(chat).to_contain_text("Closed now")
    await page.get_by_label("Do the lines answer?").select_option("all")
    await expect(chat).not_to_contain_text("Closed now")
    await page.get_by_label("Language of the phone").select_option("fr")
    await page.get_by_label("People of Child Focus work in this house").check()
    await page.get_by_role("button", name="Begin again").click()
    await presses(chat, "Français")
    await expect(chat).to_contain_text("De qui s")
    last = stage.bodies("POST /editing/play")[-1]["talk"]  # what the chat shows was answered to it
    assert last["teams"] == ["helpline", "child_focus"]
    assert last["language"] == "fr"


async def test_straight_to_the_step_that_is_open(page: Page, stage: RehearsingStage) -> None:
    chat = await tries(page, stage, "/step/intake.links")
    await page.get_by_label("Who comes there").select_option("agreed")
    await page.get_by_role("button", name="Start at this step").click()
    await expect(chat).to_contain_text("Send the links as you have them")
    await page.get_by_label("What the person types").fill("https://example.com/a")
    await page.keyboard.press("Enter")
    await expect(chat).to_contain_text("A link was kept")


async def test_a_broken_promise_is_shown_in_one_click_up_to_where_it_breaks(page: Page, stage: RehearsingStage) -> None:
    stage.check = breaks
    chat = await tries(page, stage)
    await page.get_by_role("button", name="1 problem").click()
    await page.get_by_role("button", name="Show me").click()
    await expect(chat.locator(".broken")).to_contain_text("A minor comes to where links are taken.")
    await expect(chat.locator(".bubble.wrong")).to_have_count(1)
    await page.get_by_role("button", name="1 problem").click()
    await page.get_by_role("button", name="Try it").click()
    await expect(chat).to_contain_text("Under 18")
    await presses(chat, "English")
    await expect(chat.locator(".broken")).to_have_count(0)


async def test_a_draft_that_cannot_be_read_says_so_and_the_talk_stays(page: Page, stage: RehearsingStage) -> None:
    stage.content["flows"]["triage"]["steps"]["age"]["choices"] = "none"
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    await page.goto(f"{stage.origin}/console/#/drafts/d-1")
    await expect(page.get_by_text("The draft cannot be tried as it stands.")).to_be_visible()


async def test_a_talk_becomes_a_test_that_notices_what_changes(page: Page, stage: RehearsingStage) -> None:
    chat = await tries(page, stage)
    await presses(chat, "English", "It's about me")
    await page.get_by_role("button", name="Save as a test").click()
    await page.get_by_label("What does it show?").fill("Asked for an age")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Tests").click()
    test = page.get_by_role("article").filter(has_text="Asked for an age")
    await expect(test).to_contain_text("As expected")
    stage.edit(
        "Lou",
        stage.saves,
        {
            "edit": "write",
            "place": "triage.for_whom",
            "field": "choices.self.go",
            "before": "age_known",
            "after": "over",
        },
    )
    await expect(test).to_contain_text("Goes another way")
    await test.get_by_text("What is not as it was").click()
    await expect(test).to_contain_text("How old are you?")
    await expect(test).not_to_contain_text("triage.age")
    await test.get_by_role("button", name="It is right like this").click()
    await expect(test).to_contain_text("As expected")
    await test.get_by_role("button", name="Remove").click()
    await test.get_by_role("button", name="Remove for good").click()
    await expect(page.get_by_text("No talk is saved yet.")).to_be_visible()


async def test_everybody_can_use_it_by_day_and_night_wide_and_narrow(page: Page, stage: RehearsingStage) -> None:
    chat = await tries(page, stage, "/step/triage.age")
    await page.get_by_text("The house and the hour").click()
    await presses(chat, "English", "It's about me", "18 or older", "No, everyone was 18 or older")
    await page.get_by_role("button", name="A day later").click()
    await looked_at(page, "a talk that is tried")
    await page.get_by_role("button", name="Save as a test").click()
    await page.get_by_label("What does it show?").fill("The Institute")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Tests").click()
    await page.locator(".tests article").wait_for()
    await looked_at(page, "the tests")


async def test_with_the_keyboard_alone_one_answers_after_another(page: Page, stage: RehearsingStage) -> None:
    chat = await tries(page, stage)
    await chat.get_by_role("button", name="English", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(chat).to_contain_text("Who is this about?")
    focused = page.locator(":focus")
    await expect(focused).to_have_text("I'm in danger now")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(chat).to_contain_text("How old are you?")
    await expect(focused).to_have_text("Under 18")
