"""Steps of a draft in a real browser: by pointer and by keys alone; what the check says; everybody can use it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.eventually import eventually
from tests.web.curtain import Curtain
from tests.web.editor_stage import CLEAN, EditorStage
from tests.web.looking import looked_at
from tests.web.stage import Json

AT = "2026-11-22T20:00:00Z"
#: How far the form sticks out of its place to the side.
WIDER = "(() => { const form = document.querySelector('.form'); return form.scrollWidth - form.clientWidth })()"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[EditorStage]:
    async with Curtain(EditorStage()) as open_stage:
        yield open_stage


def broken(content: Json) -> Json:
    """A minor reaches the links."""
    told = ["Language: English", "How old are you? → Under 18", "Where is it? (links are taken)"]
    promise = {"promise": "P1", "flow": "triage", "step": "age", "message": "A minor comes to where links are taken."}
    issue = {"level": "error", "flow": "triage", "step": "age", "field": "say", "language": "nl"}
    issues = [issue | {"message": "There is a word we do not use.", "code": "wording"}]
    return CLEAN | {"issues": issues, "refuted": [promise | {"conversation": told, "talk": {"at": AT, "moves": []}}]}


async def opened(page: Page, stage: EditorStage, place: str = "/step/triage.age") -> None:
    await page.goto(f"{stage.origin}/console/#/drafts/d-1{place}")
    await page.get_by_role("tree").wait_for()


async def test_every_page_of_the_editor_is_open_to_everyone(page: Page, stage: EditorStage) -> None:
    stage.check = broken
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto(f"{stage.origin}/console/#/conversation")
    await page.get_by_role("heading", name="What Haven says").wait_for()
    await looked_at(page, "the conversation")
    for place in ("/step/triage", "/step/triage.age", "/step/triage.age_known", "/step/minor.own"):
        await opened(page, stage, place)
        await looked_at(page, f"the draft at {place}")
        assert await page.evaluate(WIDER) == 0, f"the form is wider than its place at {place}"
    await page.get_by_role("button", name="problems").click()
    await page.get_by_text("The talk in which it happens").click()
    await looked_at(page, "what the check says")
    await page.get_by_role("button", name="Step after this").click()
    await looked_at(page, "a new step")
    assert [text for text in said if "Content Security Policy" in text or "Trusted" in text] == []


async def test_what_the_check_finds_stands_at_its_step_its_words_and_in_a_list(page: Page, stage: EditorStage) -> None:
    stage.check = broken
    await opened(page, stage, "/step/triage.own_age")
    await expect(
        page.get_by_role("treeitem", name="How old are you? It only decides who can help you best. 2 problems")
    ).to_have_count(1)
    await page.get_by_role("button", name="2 problems").click()
    await expect(page.get_by_text("Nothing of a minor, or of an image that may show one, is kept.")).to_be_visible()
    await page.get_by_text("The talk in which it happens").click()
    await expect(page.get_by_text("How old are you? → Under 18")).to_be_visible()
    await page.get_by_role("button", name="Go to the step").click()
    words = page.get_by_role("group", name="What Haven says")
    await expect(words).to_contain_text("There is a word we do not use.")
    stage.check = lambda content: CLEAN
    await words.get_by_label("Nederlands").fill("Hoe oud ben je?")
    await expect(page.get_by_text("Nothing stands in the way.")).to_be_visible()


async def test_by_keys_alone_a_step_is_found_copied_moved_renamed_removed_and_all_of_it_undone(
    page: Page, stage: EditorStage
) -> None:
    before = stage.content
    await opened(page, stage, "")
    keys = page.keyboard
    await page.locator("[role=treeitem][tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "Control+d"):
        await keys.press(key)
    copied = page.locator("[data-place='triage.language_2']")
    await expect(copied).to_have_attribute("aria-selected", "true")
    await copied.focus()
    await keys.press("Alt+ArrowUp")
    await expect(page.get_by_role("status").filter(has_text="Now at place 2 of 30.")).to_have_count(1)
    await expect(copied).to_be_focused()
    await keys.press("F2")
    await page.get_by_role("dialog", name="Another short name").get_by_label("Short name").fill("Which language")
    await keys.press("Enter")
    renamed = page.locator("[data-place='triage.which_language']")
    await expect(renamed).to_have_attribute("aria-selected", "true")
    await eventually(lambda: list(stage.content["flows"]["triage"]["steps"])[1], "which_language")
    await renamed.focus()
    await keys.press("Delete")
    await expect(page.get_by_role("dialog", name="Remove this step?")).to_be_visible()
    for key in ("Tab", "Enter"):
        await keys.press(key)
    await expect(renamed).to_have_count(0)
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.locator("[role=treeitem][tabindex='0']").focus()
    for left in (3, 2, 1, 0):
        await keys.press("Control+z")
        await expect(page.get_by_role("button", name="Undo")).to_be_enabled(enabled=left > 0)
        await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await eventually(lambda: stage.content == before, True)
    await keys.press("Control+y")
    await expect(copied).to_have_count(1)


async def test_a_step_that_others_lead_to_is_removed_once_it_is_said_where_they_lead(
    page: Page, stage: EditorStage
) -> None:
    await opened(page, stage, "/step/triage.limits")
    await page.get_by_role("button", name="Remove", exact=True).click()
    asked = page.get_by_role("dialog")
    await asked.get_by_label("Where should what leads to it lead instead?").select_option("")
    await expect(asked.get_by_role("button", name="Remove")).to_be_disabled()
    await asked.get_by_label("Where should what leads to it lead instead?").select_option("for_whom")
    await asked.get_by_role("button", name="Remove").click()
    await expect(page.locator("[data-place='triage.limits']")).to_have_count(0)
    await eventually(lambda: "limits" in stage.content["flows"]["triage"]["steps"], False)
    assert {one["go"] for one in stage.step("triage.language")["choices"]} >= {"for_whom"}


async def shows_answers(page: Page, stage: EditorStage, *keys: str) -> None:
    """In this order, on the page and in the draft."""
    shown = "all => all.map((one) => one.dataset.choice)"
    await eventually(lambda: page.locator("[data-choice]").evaluate_all(shown), [*keys])
    await eventually(lambda: [one["key"] for one in stage.step("triage.age")["choices"]], [*keys])
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()


async def test_answers_change_places_by_dragging_and_by_keys(page: Page, stage: EditorStage) -> None:
    await page.set_viewport_size({"width": 1440, "height": 1600})
    await opened(page, stage)
    handles = page.locator("[data-handle]")
    await handles.nth(2).drag_to(page.locator("[data-choice=minor]"))
    await expect(handles.nth(0)).to_have_attribute("data-handle", "unsaid")
    await shows_answers(page, stage, "unsaid", "minor", "adult")
    await handles.nth(0).focus()
    await page.keyboard.press("ArrowDown")
    await expect(handles.nth(1)).to_be_focused()
    await shows_answers(page, stage, "minor", "unsaid", "adult")


async def test_a_new_branch_leads_through_a_new_part(page: Page, stage: EditorStage) -> None:
    await opened(page, stage)
    await page.get_by_role("button", name="New part").click()
    await page.get_by_label("What is it called?").fill("Older people")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-place=older_people]")).to_have_attribute("aria-selected", "true")
    await page.locator("[data-place='triage.age']").click()
    await page.get_by_role("button", name="Add an answer").click()
    answer = page.locator("[data-choice=answer]")
    await answer.locator("[data-words=en]").fill("Over 80")
    await answer.get_by_label("Where does it lead?").select_option("#new")
    await page.get_by_role("dialog").get_by_role("button", name="Go through another part").click()
    await page.get_by_label("Which part?").select_option("older_people")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    over_80 = {"key": "answer", "label": "Over 80", "go": "call"}
    await eventually(lambda: stage.step("triage.age")["choices"][-1], over_80)
    await eventually(lambda: stage.step("triage.call"), {"type": "call", "flow": "older_people"})


@pytest.mark.parametrize("may", [True, False])
async def test_only_editors_are_led_to_it_and_only_they_load_it(page: Page, stage: EditorStage, may: bool) -> None:
    stage.me["staff"]["permissions"] = ["edit_flows"] if may else ["see_queue"]
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    await page.goto(f"{stage.origin}/console/#/drafts/d-1")
    await page.get_by_role("banner").wait_for()
    await expect(page.get_by_role("link", name="Conversation")).to_have_count(2 if may else 0)
    if may:
        await page.get_by_role("tree").wait_for()
    else:
        await page.get_by_role("heading", name="Good that you are here").wait_for()
    await eventually(lambda: any("/Editing-" in url for url in loaded), may)
    assert any("editing" in asked for asked, _ in stage.asked) == may


async def test_a_step_is_dragged_among_its_own_and_moved_to_another_part(page: Page, stage: EditorStage) -> None:
    await page.set_viewport_size({"width": 1440, "height": 1600})
    await opened(page, stage, "/step/triage.tips")
    tips = page.locator("[data-place='triage.tips']")
    await tips.drag_to(page.locator("[data-place='triage.hello']"))
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    await eventually(lambda: next(iter(stage.content["flows"]["triage"]["steps"])), "tips")
    said = stage.text("triage.tips.say")
    await page.get_by_role("button", name="Move", exact=True).click()
    asked = page.get_by_role("dialog")
    await asked.get_by_label("To which part?").select_option("finish")
    await asked.get_by_label("Where should what leads to it lead instead?").select_option("finish")
    await asked.get_by_role("button", name="Move it").click()
    await expect(page.locator("[data-place='finish.tips']")).to_have_attribute("aria-selected", "true")
    await stage.says("finish.tips.say", said)
    assert {one["go"] for one in stage.step("triage.want_tips")["choices"]} == {"finish"}


async def test_what_haven_brings_and_the_house_changed_alike_is_shown_before_the_draft(
    page: Page, stage: EditorStage
) -> None:
    stage.answer("GET /editing/overview", stage.overview() | {"shipped_differs": True})
    met = {"path": ["translations", "nl", "triage.age.say"], "before": "Oud?", "theirs": "Jarig?", "yours": "Hoe oud?"}
    stage.answer("POST /editing/drafts", {"id": "d-1", "content": stage.content, "clashes": [met]})
    await page.goto(f"{stage.origin}/console/#/conversation")
    await page.get_by_role("button", name="Bring it together with ours, in a draft").click()
    await page.get_by_role("dialog", name="A new draft").get_by_role("button", name="Begin").click()
    asked = page.get_by_role("dialog", name="Changed here and in Haven")
    await expect(asked).to_contain_text("Hoe oud?")
    await expect(asked).to_contain_text("Jarig?")
    assert stage.bodies("POST /editing/drafts")[0]["from"] == "shipped"
    await asked.get_by_role("button", name="To the draft").click()
    await page.get_by_role("tree").wait_for()
