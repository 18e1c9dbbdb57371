"""What is seldom done with a case, in a real browser: kept longer, shut out, erased after showing who one is."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.eventually import eventually
from tests.web.case_states import STATES, case_page
from tests.web.curtain import Curtain
from tests.web.stage import Stage
from tests.web.test_case_page import ACT, opens


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Curtain(Stage()) as opened:
        yield opened


async def asks(page: Page, verb: str, answer: str, yes: str) -> None:
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name=verb).click()
    await page.get_by_role("dialog").get_by_label(answer).check()
    await page.get_by_role("dialog").get_by_role("button", name=yes, exact=True).click()


async def test_a_case_is_kept_longer_for_a_reason_and_says_so(page: Page, stage: Stage) -> None:
    await opens(page, stage, STATES["mine"])
    await expect(page.get_by_text("Erased by itself on 22 November 2027")).to_be_visible()
    stage.answer("GET /cases/c-7K2M", case_page(kept_for="legal", kept_until=None))
    await asks(page, "Keep it longer", "A legal procedure needs it", "Note it")
    await stage.heard(ACT, {"verb": "keep", "reason": "legal"})
    await expect(page.get_by_text("Kept beyond its time: A legal procedure needs it.")).to_be_visible()
    await asks(page, "Kept beyond its time", "No longer: let its time run again", "Note it")
    await stage.heard(ACT, {"verb": "keep", "reason": None})


async def test_a_chat_is_shut_out_for_a_while_and_let_in_again(page: Page, stage: Stage) -> None:
    await opens(page, stage, STATES["mine"])
    stage.answer("GET /cases/c-7K2M", case_page(barred_until="2126-11-23T20:00:00Z"))
    await asks(page, "Shut the chat out for a while", "For a day", "Shut it out")
    await stage.heard(ACT, {"verb": "block", "hours": 24})
    until = "Shut out until 23 Nov, 21:00: what is written there reaches nobody."
    await expect(page.get_by_text(until)).to_be_visible()
    await asks(page, "The chat is shut out", "Let it in again", "Let it in again")
    await stage.heard(ACT, {"verb": "block", "hours": 0})


async def test_a_chat_that_is_not_shut_out_is_not_let_in_again(page: Page, stage: Stage) -> None:
    await opens(page, stage, STATES["mine"])
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="Shut the chat out for a while").click()
    await expect(page.get_by_role("dialog").get_by_label("For a week")).to_be_visible()
    await expect(page.get_by_role("dialog").get_by_label("Let it in again")).to_have_count(0)
    await expect(page.get_by_text("reaches nobody.")).to_have_count(0)


async def test_asked_again_who_she_is_she_finds_the_question_as_she_left_it_and_only_once(
    page: Page, stage: Stage
) -> None:
    await opens(page, stage, STATES["mine"])
    stage.refuse(ACT, 403, "step_up")
    await asks(page, "Erase the case", "The law asks for it", "Erase for good")
    await expect(page).to_have_url(f"{stage.origin}/console/step-up")
    stage.answer(ACT, {"row": None, "fresh": True})
    await page.goto(f"{stage.origin}/console/")
    await expect(page.get_by_role("dialog").get_by_label("The law asks for it")).to_be_checked()
    stage.refuse("GET /cases/c-7K2M", 404, "no_such_case")
    await page.get_by_role("dialog").get_by_role("button", name="Erase for good").click()
    await expect(page.get_by_role("heading", name="This case is not here.")).to_be_visible()
    await stage.heard_only(ACT, *2 * [{"verb": "erase", "reason": "law"}])
    await eventually(lambda: page.evaluate("sessionStorage.getItem('haven.erasing')"), None)


async def test_whoever_copied_from_it_is_named_before_it_is_erased(page: Page, stage: Stage) -> None:
    await opens(page, stage, STATES["mine"])
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="Erase the case").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Copied from the evidence by: Sam.")
