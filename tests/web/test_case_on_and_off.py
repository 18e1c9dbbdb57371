"""A case whose line fails for a moment, or whose question was refused: nothing is stale, and nothing is lost."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, Route, expect

from tests.web.case_states import STATES, case_page, line
from tests.web.stage import Stage, row
from tests.web.test_case_page import ACT, answer_box, opens, shows, stage, talk

__all__ = ["stage"]


async def test_what_could_not_be_fetched_for_a_moment_is_fetched_by_itself(stage: Stage, page: Page) -> None:
    """Her line stands, and brings news; the case itself cannot be had just then."""
    await opens(page, stage, case_page(lines=[line("l1", "contact", "dag", 1)]))
    lost = 2

    async def lose(route: Route) -> None:
        nonlocal lost
        lost -= 1
        await (route.abort() if lost >= 0 else route.continue_())

    await page.route("**/console/api/cases/c-7K2M", lose)
    shows(stage, case_page(lines=[line("l1", "contact", "dag", 1), line("l2", "contact", "ben je er nog?", 2)]))
    await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["contact_wrote"]}]})
    await expect(talk(page)).to_contain_text("ben je er nog?")
    assert lost < 0


async def test_a_machine_without_network_says_so_and_catches_up(stage: Stage, page: Page) -> None:
    """A browser keeps a line open long after it has lost the network, and nothing comes by it."""
    await opens(page, stage, case_page(lines=[line("l1", "contact", "dag", 1)]))
    await stage.line()
    stage.linked.clear()
    await page.context.set_offline(True)
    await answer_box(page).fill("Ik ben hier.")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("No connection since")).to_be_visible()
    shows(stage, case_page(lines=[line("l1", "contact", "dag", 1), line("l2", "contact", "hallo?", 2)]))
    await page.context.set_offline(False)
    await expect(talk(page)).to_contain_text("hallo?")
    await stage.heard(ACT, *stage.bodies(ACT)[:1])
    await expect(page.get_by_text("Up to date again")).to_be_visible()


async def test_a_note_for_a_colleague_who_has_just_gone_home_is_there_for_the_next_one(
    stage: Stage, page: Page
) -> None:
    await opens(page, stage, STATES["mine"])
    dialog = page.get_by_role("dialog")

    async def passes_on(note: str = "") -> None:
        await page.locator("button[data-verb=transfer]").click()
        await dialog.get_by_role("radio").first.check()
        if note:
            await dialog.get_by_label("Note for whoever takes it").fill(note)

    stage.refuse(ACT, 409, "colleague_away")
    await passes_on("Mornings only.")
    await dialog.get_by_role("button", name="Pass on").click()
    await expect(page.get_by_text("That colleague is not here any more. Choose somebody else.")).to_be_visible()
    await passes_on()
    await expect(dialog.get_by_label("Note for whoever takes it")).to_have_value("Mornings only.")
    stage.answer(ACT, {"row": STATES["mine"]["row"], "fresh": True})
    await dialog.get_by_role("button", name="Pass on").click()
    await expect(dialog).to_have_count(0)
    await passes_on()
    await expect(dialog.get_by_label("Note for whoever takes it")).to_have_value("")


async def test_the_keyboard_is_in_the_case_once_it_is_open_and_in_its_row_once_it_is_left(
    stage: Stage, page: Page
) -> None:
    await opens(page, stage, STATES["mine"])
    await expect(page.get_by_role("region", name="Case HV-7K2M")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("section.case").get_by_role("button", name="Back to the queue")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("a[data-case='c-7K2M']")).to_be_focused()


async def test_who_has_blocked_the_bot_is_known_before_anything_is_written_to_her(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["blocked by her"])
    await expect(page.get_by_text("The bot is blocked there: nothing arrives")).to_be_visible()
    shows(stage, STATES["mine"])
    await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["contact_wrote"]}]})
    await expect(page.get_by_text("The bot is blocked there")).to_have_count(0)


async def test_what_is_typed_while_a_case_goes_opens_no_other(stage: Stage, page: Page) -> None:
    """She erases everything in the middle of an answer."""
    await opens(page, stage, STATES["mine"])
    stage.rows = [*stage.rows, row("P3WL")]
    await stage.tell("news", {"rows": [row("P3WL")]})
    await page.locator("a[data-case='c-P3WL']").wait_for()
    await answer_box(page).press_sequentially("Ik ")
    stage.refuse("GET /cases/c-7K2M", 404, "no_such_case")
    await stage.tell("news", {"gone": ["c-7K2M"]})
    gone = page.get_by_role("heading", name="This case is not here.")
    await expect(gone).to_be_focused()
    for key in ("j", "k", "Enter"):
        await page.keyboard.press(key)
    await expect(gone).to_be_focused()
    assert page.url.endswith("c-7K2M")
    assert [asked for asked, _ in stage.asked if asked.endswith("c-P3WL/open")] == []


@pytest.mark.parametrize(("width", "height", "language"), [(768, 1024, "fr"), (720, 450, "en"), (1440, 900, "en")])
async def test_everything_that_can_be_done_is_on_the_screen(
    stage: Stage, page: Page, width: int, height: int, language: str
) -> None:
    """Also where the button wraps to the left, and on a page that is enlarged twice."""
    stage.me["language"] = language
    stage.answer(
        f"GET /words/{language}", {"Put back in the queue": "Remettre ce dossier dans la file d'attente de tous"}
    )
    await page.set_viewport_size({"width": width, "height": height})
    await opens(page, stage, STATES["mine"])
    await page.locator(".menu > button").click()
    menu = await page.locator(".menu ul").bounding_box()
    assert menu
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= width
    assert menu["y"] + menu["height"] <= height
    last = page.locator(".menu li:visible button").last
    await last.scroll_into_view_if_needed()
    await last.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_what_the_house_says_by_itself_is_no_new_message(stage: Stage, page: Page) -> None:
    long = [line(f"m{number}", "contact", f"woord {number}", 1) for number in range(40)]
    await opens(page, stage, case_page(lines=long))
    await expect(page.get_by_text("woord 39")).to_be_in_viewport()
    await talk(page).evaluate("talk => talk.scrollTo(0, 200)")
    more = [line("n1", "bot", "Noor is nu hier bij je.", 2), line("n2", "contact", "ben je er nog?", 3)]
    for number in (1, 2):
        shows(stage, case_page(lines=[*long, *more[:number]]))
        await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["contact_wrote"]}]})
        await expect(talk(page)).to_contain_text(more[number - 1]["text"])
        label = "1 new message" if number == 2 else "To the newest"
        await expect(page.get_by_role("button", name=label)).to_be_visible()
