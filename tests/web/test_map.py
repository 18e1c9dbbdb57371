"""The map of a draft, in a real browser: walked by keys, one with the outline, quick with 500 steps, open to all."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.eventually import eventually
from tests.web.curtain import Curtain
from tests.web.editor_stage import CLEAN, EditorStage
from tests.web.looking import looked_at
from tests.web.stage import Json
from tests.web.test_editor_speed import MOST, STEPS, found_much, long_content
from tests.web.thinking import Thinking

AGE = "triage.age"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[EditorStage]:
    async with Curtain(EditorStage(check=wrong)) as open_stage:
        open_stage.answer("GET /editing/numbers", numbers(open_stage.content))
        yield open_stage


def wrong(content: Json) -> Json:
    issue = {"level": "error", "flow": "triage", "step": "age", "field": "say", "language": "nl"}
    return CLEAN | {"issues": [issue | {"message": "Say it shorter.", "code": "words"}]}


def numbers(content: Json) -> Json:
    steps = [f"{key}.{step}" for key, flow in content["flows"].items() for step in flow["steps"]]
    few = {"came": 0, "answered": 0, "left": 0, "human": 0, "here": 0}
    many = {"came": 120, "answered": 100, "left": 15, "human": 0, "here": 5}
    return {"revision": 2, "steps": {place: many if place == AGE else few for place in steps}}


def node(page: Page, place: str) -> Locator:
    return page.locator(f"button.step[data-place='{place}']")


async def opened(page: Page, stage: EditorStage, place: str = AGE) -> list[str]:
    """What her browser complains of."""
    told: list[str] = []
    page.on("console", lambda one: told.append(one.text) if one.type in ("error", "warning") else None)
    await page.goto(f"{stage.origin}/console/#/drafts/d-1/graph/step/{place}")
    await expect(node(page, place)).to_be_in_viewport()
    return told


async def test_a_step_tells_what_is_wrong_who_is_there_and_in_fives_how_many_came(
    page: Page, stage: EditorStage
) -> None:
    told = await opened(page, stage)
    await expect(node(page, AGE)).to_contain_text("1 problem")
    await expect(node(page, AGE)).to_contain_text("5 People here now")
    await page.get_by_label("Show how many came").check()
    await expect(node(page, AGE)).to_contain_text("120 came · 100 answered · 15 left · <5 asked for a person")
    await expect(node(page, "triage.own_age")).to_contain_text("Fewer than 5 came")
    await looked_at(page, "the map")
    await page.get_by_role("button", name="Steps").click()
    await page.get_by_label("How many came", exact=True).check()
    row = page.locator(f"[role=treeitem][data-place='{AGE}']")
    await expect(row).to_contain_text("120 came · 100 answered · 15 left · <5 asked for a person")
    await looked_at(page, "the outline with numbers")
    assert not told, "the policy of the page, or a script, refused something"


async def test_by_keys_alone_the_ways_are_walked_and_a_step_opened(page: Page, stage: EditorStage) -> None:
    first, second = "triage.language", "triage.limits"
    await opened(page, stage, first)
    await node(page, first).focus()
    await page.keyboard.press("ArrowDown")
    below = page.locator("button.step[aria-pressed=true]")
    await expect(below).to_have_attribute("data-place", second)
    await expect(below).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(below).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("treeitem", selected=True)).to_have_attribute("data-place", second)
    await page.locator(f"[role=treeitem][data-place='{AGE}']").click()
    await page.get_by_role("button", name="Map").click()
    await expect(node(page, AGE)).to_have_attribute("aria-pressed", "true")


async def at_the_top(page: Page, place: str) -> bool:
    """With a little room above, and as much on one side as on the other."""
    step, room = await node(page, place).bounding_box(), await page.locator(".map").bounding_box()
    assert step
    assert room
    aside = step["x"] + step["width"] / 2 - room["x"] - room["width"] / 2
    return abs(aside) < 2 and 20 < step["y"] - room["y"] < 100


async def test_it_opens_with_the_first_step_at_the_top_so_that_what_follows_is_seen(
    page: Page, stage: EditorStage
) -> None:
    await page.goto(f"{stage.origin}/console/#/drafts/d-1/graph")
    await expect(node(page, "triage.hello")).to_be_in_viewport(ratio=0.9)
    await eventually(lambda: at_the_top(page, "triage.hello"), True)


async def test_a_step_that_goes_through_another_part_leads_into_it(page: Page, stage: EditorStage) -> None:
    place = next(
        f"triage.{key}" for key, step in stage.content["flows"]["triage"]["steps"].items() if step["type"] == "call"
    )
    await opened(page, stage, place)
    into = stage.step(place)["flow"]
    await node(page, place).press("Enter")
    start = stage.content["flows"][into]["start"]
    await expect(node(page, f"{into}.{start}")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_label("Part")).to_have_value(into)


async def on_the_map(page: Page, thinking: Thinking) -> None:
    await thinking.over("a step", node(page, "long.step_100").click())
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown"):
        await thinking.over(key, page.keyboard.press(key))
    for button in ("Farther", "Nearer"):
        await thinking.over(button, page.get_by_role("button", name=button).click())


async def test_with_500_steps_the_map_is_busy_for_no_more_than_200_ms_with_what_she_does(page: Page) -> None:
    async with Curtain(EditorStage(content=long_content(), check=found_much)) as stage:
        await opened(page, stage, "long.step_100")
        thinking = await Thinking.of(page)
        await thinking.at_best(lambda: on_the_map(page, thinking), MOST)
        assert await page.locator("button.step").count() < STEPS / 2, "what is out of sight is drawn"
    print(f"slowest interactions on the map with {STEPS} steps: {thinking.slowest}")
    assert thinking.slowest[0][1] <= MOST, thinking.slowest
