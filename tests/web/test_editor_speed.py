"""A conversation of 500 steps in three languages stays quick under the hand, from a key or a press to what is seen."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, expect

from tests.web.curtain import Curtain
from tests.web.editor_stage import CLEAN, EditorStage, shipped
from tests.web.thinking import Thinking

#: Milliseconds that a page may be busy with one thing an editor does, until it is seen.
MOST = 200
STEPS = 500
#: What keeps a page from all else, for a second and a half.
STANDS_STILL = "for (const from = performance.now(); performance.now() - from < 1500; );"


def long_content() -> dict[str, Any]:
    """The shipped conversation with one more part, so that there are 500 steps."""
    content = shipped()
    count = STEPS - sum(len(flow["steps"]) for flow in content["flows"].values())
    steps: dict[str, Any] = {}
    for number in range(count):
        go = f"step_{number + 1}" if number + 1 < count else f"step_{number}"
        choices = [{"key": key, "label": f"{key} {number}", "go": go} for key in ("yes", "no", "unsaid")]
        steps[f"step_{number}"] = {"type": "choose", "say": f"Question {number}? It takes no time.", "choices": choices}
        for language in ("nl", "fr"):
            words = content["translations"][language]
            words[f"long.step_{number}.say"] = f"Vraag {number}? Het kost geen tijd."
            words |= {f"long.step_{number}.{one['key']}.label": f"{one['label']} {language}" for one in choices}
    content["flows"]["long"] = {"flow": "long", "format": 1, "start": "step_0", "steps": steps}
    return content


def found_much(content: Any) -> Any:
    at = {"level": "error", "flow": "long", "field": "say", "language": "nl", "message": "Say it shorter.", "code": "w"}
    return CLEAN | {"issues": [at | {"step": f"step_{number}"} for number in range(300)]}


async def test_with_500_steps_no_interaction_keeps_the_page_busy_for_more_than_200_ms(page: Page) -> None:
    async with Curtain(EditorStage(content=long_content(), check=found_much)) as stage:
        await page.goto(f"{stage.origin}/console/#/drafts/d-1/step/long.step_100")
        await expect(page.get_by_role("button", name="300 problems")).to_be_visible()
        thinking = await Thinking.of(page)
        await thinking.at_best(lambda: work(page, thinking), MOST)
        await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    print(f"slowest of {len(thinking.took)} interactions, with {STEPS} steps: {thinking.slowest[:5]}")
    assert thinking.slowest[0][1] <= MOST, thinking.slowest[:5]
    await thinking.over("standing still", page.evaluate(STANDS_STILL))
    assert thinking.slowest[0][1] > MOST, "a page that stands still would not be noticed"


async def work(page: Page, thinking: Thinking) -> None:
    """What an editor does all day, one after the other."""
    keys = page.keyboard
    await thinking.over("a step", page.locator("[data-place='long.step_101']").click())
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Alt+ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowRight"):
        await thinking.over(key, keys.press(key))
    words = page.get_by_role("group", name="What Haven says").get_by_label("Nederlands")
    await thinking.over("a field", words.click())
    for letter in "Wat meer woorden.":
        await thinking.over(f"the letter {letter}", keys.type(letter))
    await thinking.over("a list", page.get_by_label("Where does it lead?").first.focus())
    await thinking.over("a step", page.locator("[data-place='long.step_103']").click())
    await thinking.over("an answer", page.get_by_role("button", name="Add an answer").click())
    await thinking.over("the answer", expect(page.locator("[data-choice=answer]")).to_be_visible())
    await thinking.over("undo", page.get_by_role("button", name="Undo").click())
    await thinking.over("problems", page.get_by_role("button", name="300 problems").click())
    await thinking.over("short names", page.get_by_label("Short names").click())
    await thinking.over("a step", page.locator("[data-place='long.step_104']").click())
