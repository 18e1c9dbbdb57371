"""Writing in a case: sent once, to whom it is meant, and never lost."""

from __future__ import annotations

import re

from playwright.async_api import Page, Route, expect

from tests.eventually import eventually
from tests.web.case_states import STATES, TALK, case_page, line
from tests.web.stage import Stage
from tests.web.test_case_page import acts, answer_box, opens, shows, stage, talk

__all__ = ["stage"]


async def kept(page: Page, count: int) -> None:
    """So many half-typed texts lie sealed in this tab: sealing takes a moment, and a page that goes stops it."""
    drafts = "Object.keys(sessionStorage).filter((name) => name.startsWith('haven.draft')).length"
    await eventually(lambda: page.evaluate(drafts), count)


async def test_enter_sends_and_shift_enter_begins_a_line(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await page.keyboard.press("r")
    await expect(answer_box(page)).to_be_focused()
    await page.keyboard.type("Ik ben hier.")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("Neem je tijd.")
    await page.keyboard.press("Enter")
    await eventually(lambda: len(acts(stage)), 1)
    (sent,) = acts(stage)
    assert sent["verb"] == "reply"
    assert sent["text"] == "Ik ben hier.\nNeem je tijd."
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", sent["id"])
    await expect(answer_box(page)).to_have_value("")
    await expect(talk(page).get_by_text("Neem je tijd.")).to_be_visible()
    shows(stage, case_page(lines=[*TALK, line(sent["id"], "staff", sent["text"], 8, fate="queued")]))
    await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["staff_replied"]}]})
    await expect(talk(page).get_by_text("queued")).to_be_visible()
    await expect(talk(page).get_by_text("Neem je tijd.")).to_have_count(1)


async def test_a_lost_answer_is_asked_for_again_under_the_same_id(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    lost = 1

    async def lose(route: Route) -> None:
        """The server does it; its answer never arrives."""
        nonlocal lost
        if lost:
            lost -= 1
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/act", lose)
    await answer_box(page).fill("Ik ben hier.")
    await page.get_by_role("button", name="Send").click()
    await eventually(lambda: len(acts(stage)), 2)
    first, again = acts(stage)
    assert first == again


async def test_what_cannot_be_sent_stays_and_says_why(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    stage.refuse("POST /cases/c-7K2M/act", 409, "not_hers", holder="staff", staff="s-sam", alias="Sam")
    await answer_box(page).fill("Ik ben hier.")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Sam has this case now, so nothing was done.")).to_be_visible()
    await page.get_by_role("button", name="Back into the answer").click()
    await expect(answer_box(page)).to_have_value("Ik ben hier.")
    assert len(acts(stage)) == 1


async def test_half_typed_text_survives_a_reload_and_belongs_to_its_tab(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await answer_box(page).fill("Ik ben hi")
    await page.get_by_label("Note for colleagues").fill("Bel Sam")
    await kept(page, 2)
    await page.reload()
    await expect(answer_box(page)).to_have_value("Ik ben hi")
    await expect(page.get_by_label("Note for colleagues")).to_have_value("Bel Sam")
    stored = await page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "Ik ben hi" not in stored
    other = await page.context.new_page()
    await opens(other, stage, STATES["mine"])
    await expect(answer_box(other)).to_have_value("")
    await other.get_by_role("button", name="Go on with it here").click()
    await expect(answer_box(other)).to_have_value("Ik ben hi")
    await answer_box(page).fill("")
    await expect(answer_box(other)).to_have_value("Ik ben hi")


async def test_whoever_signs_in_next_at_this_machine_finds_no_draft(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await answer_box(page).fill("Ik ben hi")
    await kept(page, 1)
    stage.me["staff"] |= {"id": "s-sam", "alias": "Sam"}
    await page.reload()
    await page.get_by_role("dialog").get_by_role("button", name="To take it over").click()
    await expect(page.get_by_role("region", name="Case HV-7K2M")).to_be_visible()
    await kept(page, 0)


async def test_a_note_goes_to_colleagues_and_has_no_way_to_the_contact(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await page.keyboard.press("n")
    await expect(page.get_by_label("Note for colleagues")).to_be_focused()
    await page.keyboard.type("Belt liever niet.")
    await page.keyboard.press("Enter")
    assert acts(stage) == []
    await page.get_by_role("button", name="Keep this note").click()
    await eventually(lambda: [act["verb"] for act in acts(stage)], ["note"])
    assert stage.bodies("POST /cases/c-7K2M/typing") == []


async def test_ready_made_replies_are_found_by_keys_and_can_be_changed(stage: Stage, page: Page) -> None:
    replies = [
        {"key": "numbers", "title": "Numéros", "text": "Child Focus: 116 000"},
        {"key": "hello", "title": "Begroeting", "text": "Dag, ik ben Noor."},
    ]
    stage.answer("GET /cases/c-7K2M/replies", replies)
    await opens(page, stage, STATES["mine"])
    await answer_box(page).fill("Wacht even.")
    replies_button, box = page.get_by_role("button", name="Ready-made replies"), page.get_by_label("Find a reply")
    for elsewhere in (replies_button, talk(page)):
        await replies_button.click()
        await expect(box).to_be_focused()
        await elsewhere.click()
        await expect(box).to_have_count(0)
    await replies_button.click()
    await expect(box).to_be_focused()
    await page.keyboard.type("begr")
    found = page.get_by_role("listbox", name="Ready-made replies").get_by_role("option")
    await expect(found).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(answer_box(page)).to_have_value("Wacht even.\nDag, ik ben Noor.")
    await expect(answer_box(page)).to_be_focused()
    assert acts(stage) == []


async def test_the_contact_sees_her_type_but_is_not_told_each_letter(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await page.keyboard.press("r")
    await expect(answer_box(page)).to_be_focused()
    await page.keyboard.type("een heel lange zin")
    await stage.heard_only("POST /cases/c-7K2M/typing", {})


async def test_a_text_that_is_too_long_is_counted_and_not_sent(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await answer_box(page).fill("a" * 4001)
    await expect(page.get_by_text("4001 of 4000 characters")).to_be_visible()
    await expect(page.get_by_role("button", name="Send")).to_be_disabled()
    await answer_box(page).press("Enter")
    assert acts(stage) == []
