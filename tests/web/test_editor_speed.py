"""A conversation of 500 steps in three languages stays quick under the hand, from a key or a press to what is seen."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, expect

from tests.web.curtain import Curtain
from tests.web.editor_stage import CLEAN, EditorStage, shipped

#: Milliseconds from an interaction to the next paint that editors may have to wait for.
MOST = 200
STEPS = 500
WATCH = """() => {
  window.seen = [];
  const observer = new PerformanceObserver((list) => window.seen.push(
    ...list.getEntries().filter((one) => one.interactionId).map((one) => [one.name, one.duration])));
  observer.observe({ type: "event", durationThreshold: 16, buffered: false });
}"""
#: All that was seen once the last interaction has been painted.
SEEN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.seen), 100)))"


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


async def test_with_500_steps_every_interaction_is_painted_within_200_ms(page: Page) -> None:
    """Measured on a machine that does other things too: the calmest of three rounds counts."""
    rounds: list[list[tuple[str, float]]] = []
    for _ in range(3):
        rounds.append(await measured(page))
        if rounds[-1][0][1] <= MOST:
            break
    calmest = min(rounds, key=lambda seen: seen[0][1])
    print(f"slowest of {len(calmest)} interactions of 16 ms and more, with {STEPS} steps: {calmest[:5]}")
    assert calmest[0][1] <= MOST, calmest[:5]


async def measured(page: Page) -> list[tuple[str, float]]:
    """The interactions of one round of work, the slowest first."""
    async with Curtain(EditorStage(content=long_content(), check=found_much)) as stage:
        await page.goto(f"{stage.origin}/console/#/drafts/d-1/step/long.step_100")
        await expect(page.get_by_role("button", name="300 problems")).to_be_visible()
        await page.evaluate(WATCH)
        await work(page)
        await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
        seen: list[tuple[str, float]] = await page.evaluate(SEEN)
    assert seen, "the watch saw nothing, so it shows nothing"
    return sorted(seen, key=lambda one: -one[1])


async def work(page: Page) -> None:
    """What an editor does all day, one after the other."""
    keys = page.keyboard
    await page.locator("[data-place='long.step_101']").click()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Alt+ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowRight"):
        await keys.press(key)
    words = page.get_by_role("group", name="What Haven says").get_by_label("Nederlands")
    await words.click()
    await keys.type("Wat meer woorden. ")
    await page.get_by_label("Where does it lead?").first.focus()
    await page.locator("[data-place='long.step_103']").click()
    await page.get_by_role("button", name="Add an answer").click()
    await expect(page.locator("[data-choice=answer]")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("button", name="300 problems").click()
    await page.get_by_label("Short names").click()
    await page.locator("[data-place='long.step_104']").click()
