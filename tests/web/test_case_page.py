"""The case page in a real browser: what a counsellor sees and does, in every state, by mouse and by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser import assert_accessible
from tests.web.case_states import FATES, STATES, case_page, line
from tests.web.curtain import Curtain
from tests.web.stage import Json, Stage

NOW = "2026-11-22T20:07:10Z"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Curtain(Stage()) as opened:
        yield opened


def shows(stage: Stage, page: Json) -> None:
    stage.rows = [page["row"]]
    stage.answer("POST /cases/c-7K2M/open", page)
    stage.answer("GET /cases/c-7K2M", page)
    stage.answer("POST /cases/c-7K2M/act", {"row": page["row"], "fresh": True})


async def opens(page: Page, stage: Stage, state: Json) -> None:
    shows(stage, state)
    await page.clock.set_fixed_time(NOW)
    await page.goto(f"{stage.origin}/console/#/cases/c-7K2M")
    if state["row"]["holder"]["staff"] != stage.me["staff"]["id"]:
        await page.get_by_role("dialog").get_by_role("button", name="To take it over").click()
    await expect(page.get_by_role("region", name="Case HV-7K2M")).to_be_visible()


ACT, UNFOLD = "POST /cases/c-7K2M/act", "POST /cases/c-7K2M/unfold"


def acts(stage: Stage) -> list[Json]:
    return stage.bodies(ACT)


def answer_box(page: Page) -> Any:
    return page.get_by_label("Answer to the contact")


def talk(page: Page) -> Any:
    return page.get_by_role("log", name="Conversation")


async def test_who_answers_no_question_is_back_where_she_was(stage: Stage, page: Page) -> None:
    stage.answer("GET /cases/c-7K2M/replies", [{"key": "k", "title": "Dag", "text": "Dag, ik ben Noor."}])
    await opens(page, stage, STATES["mine"])
    for button in ("Hand back to the bot", "Pass on", "Put back in the queue", "Close the case"):
        await page.get_by_role("button", name=button).click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(page.get_by_role("button", name=button)).to_be_focused()
    await page.get_by_role("button", name="More").click()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Ready-made replies").click()
    await expect(page.get_by_label("Find a reply")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("Find a reply")).to_have_count(0)
    for seldom in ("Safe time to write", "A minor is involved"):
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("button", name=seldom).click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
    assert acts(stage) == []


async def test_on_a_small_phone_nothing_is_cut_off_and_the_parts_are_tabs(stage: Stage, page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await opens(page, stage, STATES["crisis"])
    for tab, shown in (("The case", "Evidence"), ("Notes (1)", "Notes for colleagues"), ("Conversation", None)):
        await page.get_by_role("button", name=tab, exact=True).click()
        await expect(page.get_by_role("heading", name=shown) if shown else talk(page)).to_be_visible()
        await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_she_takes_a_case_over_with_one_key_and_can_write_at_once(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["waiting"])
    await expect(answer_box(page)).to_have_count(0)
    await expect(page.get_by_text("Take the case over to write.")).to_be_visible()
    shows(stage, STATES["mine"])
    await page.keyboard.press("t")
    await expect(answer_box(page)).to_be_focused()
    await expect(page.get_by_text("You have it since 21:04.")).to_be_visible()
    await expect(page.get_by_text("Answer within 6 min.")).to_be_visible()
    await stage.heard_only(ACT, {"verb": "take_over"})


async def test_when_a_colleague_was_faster_she_is_told_who_it_was(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["waiting"])
    stage.refuse("POST /cases/c-7K2M/act", 409, "already_taken", staff="s-sam", alias="Sam")
    stage.answer("GET /cases/c-7K2M", STATES["a colleague's"])
    await page.get_by_role("button", name="Take over").click()
    await expect(page.get_by_role("alert").get_by_text("Sam took this case a moment ago.")).to_be_visible()
    await expect(page.get_by_text("Sam has it since 21:04.")).to_be_visible()
    await expect(page.get_by_role("button", name="Take over")).to_have_count(0)


async def test_when_a_case_leaves_or_reaches_her_by_other_hands_she_is_told(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await answer_box(page).fill("Ik ben hi")
    stage.answer("GET /cases/c-7K2M", STATES["a colleague's"])
    await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["case_taken_over"]}]})
    await expect(page.get_by_text("You do not have this case any more.")).to_be_visible()
    await expect(answer_box(page)).to_have_value("Ik ben hi")
    await expect(answer_box(page)).to_be_disabled()
    stage.answer("GET /cases/c-7K2M", STATES["mine"])
    await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["case_transferred"]}]})
    await expect(page.get_by_text("This case was passed to you.")).to_be_visible()
    await expect(answer_box(page)).to_be_enabled()


async def test_each_action_asks_what_it_needs_and_sends_only_that(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    press = page.get_by_role("dialog")
    await page.get_by_role("button", name="Hand back to the bot").click()
    await page.get_by_label("Stay quiet until the contact writes").check()
    await press.get_by_role("button", name="Hand back").click()
    await page.get_by_role("button", name="Pass on").click()
    await page.get_by_label("Sam").check()
    await page.get_by_label("Note for whoever takes it").fill("Ze belt liever niet.")
    await press.get_by_role("button", name="Pass on").click()
    await page.get_by_role("button", name="Put back in the queue").click()
    await press.get_by_role("button", name="Put it back").click()
    await page.get_by_role("button", name="Close the case").click()
    await page.get_by_label("Helped").check()
    await press.get_by_role("button", name="Close the case").click()
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="A minor is involved").click()
    await page.get_by_label("Somebody in the image is under 18").check()
    await press.get_by_role("button", name="Erase the evidence and reroute").click()
    await expect(press).to_have_count(0)
    await page.get_by_role("button", name="More").click()
    await talk(page).click(position={"x": 5, "y": 5})
    await expect(page.get_by_role("button", name="Mark as urgent")).to_have_count(0)
    await stage.heard_only(
        ACT,
        {"verb": "hand_back", "to": "rest"},
        {"verb": "transfer", "staff": "s-sam", "team": None, "note": "Ze belt liever niet."},
        {"verb": "release"},
        {"verb": "close", "outcome": "helped"},
        {"verb": "minor", "who": "image"},
    )


async def test_every_fate_of_a_message_is_told_in_words(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["every fate"])
    await expect(talk(page).locator(".foot")).to_have_count(len(FATES))
    told = await talk(page).locator(".foot").all_inner_texts()
    words = {text.replace("21:01", "").strip() for text in told}
    assert len(words) == len(FATES)
    assert "not delivered: refused by Telegram" in words
    assert "waits for the safe time" in words


async def test_hard_words_stay_folded_until_she_wants_to_read_them(stage: Stage, page: Page) -> None:
    stage.answer(UNFOLD, {"exposures": 4})
    await opens(page, stage, STATES["mine"])
    await expect(page.get_by_text("ik kan niet meer")).to_have_count(0)
    await page.keyboard.press("u")
    await expect(page.get_by_text("ik kan niet meer")).to_be_visible()
    await expect(page.get_by_text("4 hard messages read this shift")).to_be_visible()
    await stage.heard_only(UNFOLD, {})
    await expect(page.get_by_text("ze dreigen met foto's")).not_to_be_visible()
    await page.get_by_text("In short").click()
    await expect(page.get_by_text("ze dreigen met foto's")).to_be_visible()
    await page.get_by_text("In short").click()
    await page.get_by_text("In short").click()
    await stage.heard_only(UNFOLD, {}, {})


async def test_a_link_is_copied_only_after_a_warning_and_can_never_be_followed(stage: Stage, page: Page) -> None:
    stage.answer("POST /cases/c-7K2M/items/i1/copy", {"text": "https://t.me/example/12"})
    await opens(page, stage, STATES["mine"])
    await page.get_by_role("button", name="Copy…").first.click()
    await expect(page.get_by_text("This leads to the images themselves.")).to_be_visible()
    assert stage.bodies("POST /cases/c-7K2M/items/i1/copy") == []
    await page.get_by_role("dialog").get_by_role("button", name="Copy it").click()
    await expect(page.get_by_text("The copy is noted").or_(page.get_by_text("Select it here"))).to_be_visible()
    await stage.heard_only("POST /cases/c-7K2M/items/i1/copy", {})
    assert await page.get_by_role("region", name="Case HV-7K2M").get_by_role("link").count() == 0


async def test_new_words_do_not_pull_her_away_from_what_she_reads(stage: Stage, page: Page) -> None:
    long = [line(f"m{number}", "contact", f"woord {number}", 1) for number in range(40)]
    await opens(page, stage, case_page(lines=long))
    await expect(page.get_by_text("woord 39")).to_be_in_viewport()
    await talk(page).evaluate("talk => talk.scrollTo(0, 200)")
    await expect(page.get_by_role("button", name="To the newest")).to_be_visible()
    before = await talk(page).evaluate("talk => talk.scrollTop")
    shows(stage, case_page(lines=[*long, line("new", "contact", "ben je er nog?", 2)]))
    await stage.tell("news", {"cases": [{"id": "c-7K2M", "kinds": ["contact_wrote"]}]})
    await page.get_by_role("button", name="1 new message").wait_for()
    assert await talk(page).evaluate("talk => talk.scrollTop") == before
    await page.get_by_role("button", name="1 new message").click()
    await expect(page.get_by_text("ben je er nog?")).to_be_in_viewport()


async def test_what_was_on_the_screen_counts_as_seen_and_nothing_else_does(stage: Stage, page: Page) -> None:
    long = [line(f"m{number}", "contact", f"woord {number}", 1) for number in range(60)]
    await opens(page, stage, case_page(lines=long, wrote=60, unseen=40))
    await expect(page.get_by_text("New words")).to_be_in_viewport()
    assert stage.bodies("POST /cases/c-7K2M/seen") == []
    await talk(page).evaluate("talk => talk.scrollTo(0, talk.scrollHeight)")
    await stage.heard_only("POST /cases/c-7K2M/seen", {"wrote": 60})


async def test_keys_rest_while_she_types_and_esc_leads_back(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await page.keyboard.press("n")
    await expect(page.get_by_label("Note for colleagues")).to_be_focused()
    await page.keyboard.type("tnru")
    await expect(page.get_by_label("Note for colleagues")).to_have_value("tnru")
    await page.keyboard.press("Escape")
    await page.keyboard.press("r")
    await expect(answer_box(page)).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("region", name="Case HV-7K2M")).to_have_count(0)
    assert acts(stage) == []


async def test_who_else_is_looking_is_heard_at_once(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    await stage.tell("here", {"looking": {"c-7K2M": [{"id": "s-sam", "alias": "Sam"}]}, "present": []})
    await expect(page.get_by_text("Also looking: Sam")).to_be_visible()


async def test_a_colleague_who_came_later_can_be_passed_the_case(stage: Stage, page: Page) -> None:
    nobody = case_page(colleagues=[], teams=[])
    await opens(page, stage, nobody)
    await page.get_by_role("button", name="Pass on").click()
    await expect(page.get_by_role("dialog")).to_contain_text("No colleague is here now.")
    stage.answer("GET /cases/c-7K2M", case_page(teams=[]))
    await stage.tell("here", {"looking": {}, "present": [{"id": "s-sam", "alias": "Sam", "available": True}]})
    await page.get_by_role("dialog").get_by_label("Sam").check()
    await page.get_by_role("button", name="Pass on", exact=True).last.click()
    await stage.heard("POST /cases/c-7K2M/act", {"verb": "transfer", "staff": "s-sam", "team": None, "note": ""})
