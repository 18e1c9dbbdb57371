"""Before a draft goes to work, in a real browser: what becomes different, for whom, who looks at it; and back again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.web.curtain import Curtain
from tests.web.editor_stage import CLEAN
from tests.web.looking import looked_at
from tests.web.publishing_stage import PublishingStage

AGE = "triage.age"
WORDS = "How old are you right now?"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[PublishingStage]:
    async with Curtain(PublishingStage()) as open_stage:
        before = open_stage.step(AGE)["say"]
        open_stage.edit("Noor", 1, {"edit": "write", "place": AGE, "field": "say", "before": before, "after": WORDS})
        yield open_stage


async def opened(page: Page, stage: PublishingStage) -> None:
    await page.goto(f"{stage.origin}/console/#/drafts/d-1/publish")
    await page.get_by_role("heading", name="What becomes different").wait_for()


async def test_what_changes_is_told_word_by_word_with_who_is_there_now_and_then_runs(
    page: Page, stage: PublishingStage
) -> None:
    stage.people = [{"place": AGE, "people": 5}]
    await opened(page, stage)
    await expect(page.locator(".told ins")).to_contain_text(["right now?"])
    await expect(page.get_by_text("5 or more people are here now")).to_be_visible()
    await expect(page.get_by_text("Nothing stands in the way. All promises hold.")).to_be_visible()
    await looked_at(page, "publishing")
    await page.get_by_label("What changed, in a line").fill("Kinder.")
    await page.get_by_role("button", name="Publish now").click()
    await expect(page.get_by_role("heading", name="Version 3 runs now.")).to_be_visible()
    await expect(page.get_by_text("Published", exact=True)).to_be_visible()
    await expect(page.get_by_text("This draft is not there any more.")).to_have_count(0)
    await expect(page.get_by_role("navigation", name="Views of the draft")).to_have_count(0)
    await stage.heard_only("POST /editing/drafts/d-1/publish", {"version": 2, "note": "Kinder."})


async def test_where_the_look_at_everything_fails_she_can_have_it_done_again(
    page: Page, stage: PublishingStage
) -> None:
    look = "GET /editing/drafts/d-1/publishing"
    stage.refuse(look, 503, "trouble")
    await page.goto(f"{stage.origin}/console/#/drafts/d-1/publish")
    await expect(page.get_by_role("alert")).to_contain_text("That did not work. Try again in a moment.")
    del stage.answers[look]
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("heading", name="What becomes different")).to_be_visible()
    await expect(page.get_by_role("button", name="Try again")).to_have_count(0)


async def test_where_nothing_changed_she_is_led_back_to_the_steps(page: Page, stage: PublishingStage) -> None:
    stage.refusal = "unchanged"
    await opened(page, stage)
    await expect(page.get_by_text("There is nothing to publish.")).to_be_visible()
    await expect(page.get_by_role("button", name="Publish now")).to_have_count(0)
    await page.get_by_role("button", name="To the steps").click()
    await expect(page.get_by_text("Choose a step to change it.")).to_be_visible()


async def test_what_is_said_to_a_minor_is_asked_of_a_second_person_with_the_reasons(
    page: Page, stage: PublishingStage
) -> None:
    stage.second = [{"flow": "triage", "step": "age", "key": "triage.age.say", "why": "minor"}]
    await opened(page, stage)
    await expect(page.get_by_text("It is said to somebody under 18, or decides who is taken for one.")).to_be_visible()
    await expect(page.get_by_role("button", name="Publish now")).to_have_count(0)
    await page.get_by_label("What changed, in a line").fill("Please look.")
    await page.get_by_role("button", name="Ask a second person").click()
    await expect(page.get_by_text("You have asked for a second person.")).to_be_visible()
    await expect(page.get_by_role("button", name="Publish now")).to_have_count(0)
    await looked_at(page, "asking")
    await page.get_by_role("button", name="Take back").click()
    await expect(page.get_by_role("button", name="Ask a second person")).to_be_enabled()


async def test_who_is_asked_agrees_and_reads_what_she_is_asked(page: Page, stage: PublishingStage) -> None:
    stage.asked_for = {
        "version": 2,
        "by": "Wout",
        "mine": False,
        "at": "2026-11-22T20:00:00Z",
        "note": "For the young.",
    }
    await opened(page, stage)
    await expect(page.get_by_text("Wout asks you to look at this and agree.")).to_be_visible()
    await expect(page.get_by_text("For the young.")).to_be_visible()
    await page.get_by_role("button", name="Agree and publish").click()
    await expect(page.get_by_role("heading", name="Version 3 runs now.")).to_be_visible()


async def test_showing_once_more_who_she_is_she_comes_back_with_her_note(page: Page, stage: PublishingStage) -> None:
    stage.proven = False
    await opened(page, stage)
    await page.get_by_label("What changed, in a line").fill("Kinder.")
    await page.get_by_role("button", name="Publish now").click()
    await expect(page.get_by_role("heading", name="/console/step-up")).to_be_visible()
    stage.proven = True
    await page.goto(f"{stage.origin}/console/")
    await expect(page.get_by_label("What changed, in a line")).to_have_value("Kinder.")
    await page.get_by_role("button", name="Publish now").click()
    await expect(page.get_by_role("heading", name="Version 3 runs now.")).to_be_visible()


async def test_a_broken_promise_cannot_be_published_and_is_shown_in_one_click(
    page: Page, stage: PublishingStage
) -> None:
    promise = {"promise": "P1", "flow": "triage", "step": "age", "message": "A minor comes to where links are taken."}
    talk = {"at": "2026-11-22T20:00:00Z", "moves": []}
    refuted = [promise | {"conversation": ["Language: English", "How old are you? → Under 18"], "talk": talk}]
    stage.check = lambda content: CLEAN | {"refuted": refuted}
    stage.refusal = "broken"
    await opened(page, stage)
    await expect(page.get_by_role("button", name="Publish now")).to_be_disabled()
    await expect(page.get_by_text("It cannot be published like this, by anybody.")).to_be_visible()
    await looked_at(page, "refused")
    await page.get_by_role("button", name="Show me").click()
    await expect(page.get_by_role("complementary", name="Try it")).to_be_visible()
