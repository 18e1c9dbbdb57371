"""The page of the copy in a real browser: what opens it leaves the address at once, and every state is open to all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from emulator.server import Emulator
from tests.browser import assert_accessible
from tests.haven.running import running, settings_for
from tests.haven.test_copying import CANARY, Taking, opened, taking

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
STORED = "Object.keys(localStorage).length + Object.keys(sessionStorage).length + document.cookie.length"


@pytest.fixture
async def hers(tmp_path: Path) -> AsyncIterator[Taking]:
    async with taking(tmp_path) as one:
        yield one


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """A house in which nobody has written yet."""
    async with Emulator() as emulator, running(settings_for(emulator, tmp_path, "webhook"), emulator) as house:
        yield house.address


async def looked_at(page: Page) -> None:
    """Narrow and wide, light and dark: nobody is shut out, and nothing hangs over the edge."""
    for size in (NARROW, WIDE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def test_she_gets_her_file_and_nothing_of_it_stays(hers: Taking, page: Page, tmp_path: Path) -> None:
    secret = await hers.secret()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{hers.house.address}/copy#{secret}")
    await expect(page.get_by_label("Your passphrase")).to_be_visible()
    await expect(page).to_have_url(f"{hers.house.address}/copy")
    await looked_at(page)
    await page.get_by_label("Your passphrase").fill("short")
    await expect(page.get_by_text("Still 7 characters to go.")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Your passphrase")).to_be_focused()
    await looked_at(page)
    await page.get_by_label("Your passphrase").fill(CANARY)
    await expect(page.get_by_text("Long enough, and strong.")).to_be_visible()
    await page.get_by_label("Hide what I type").check()
    await expect(page.get_by_label("Your passphrase")).to_have_attribute("type", "password")
    async with page.expect_download() as saving:
        await page.keyboard.press("Tab")
        await page.get_by_role("button", name="Make the file").press("Enter")
    saved = await saving.value
    assert saved.suggested_filename == "copy.pdf"
    await saved.save_as(tmp_path / "hers.pdf")
    assert "Your copy" in opened((tmp_path / "hers.pdf").read_bytes())
    await expect(page.get_by_role("link", name="Save the file")).to_be_visible()
    await looked_at(page)
    assert await page.evaluate(STORED) == 0
    assert not [
        url for url in asked if secret in url.partition("#")[0] or not url.startswith((hers.house.address, "blob:"))
    ]
    await page.goto(f"{hers.house.address}/copy#{secret}")
    await expect(page.get_by_label("Your passphrase")).to_be_visible()
    await expect(page).to_have_url(f"{hers.house.address}/copy")
    await page.reload()
    await expect(page.get_by_text("Something of the link is missing.")).to_be_visible()
    await looked_at(page)


async def test_each_way_it_can_go_wrong_is_said_and_leads_on(address: str, page: Page) -> None:
    await page.goto(f"{address}/copy#no-such-leave")
    typed = page.get_by_label("Your passphrase")
    for answer, words in (
        (partial(Route.fulfill, status=429), "There is much to do just now."),
        (partial(Route.fulfill, status=503), "That did not work."),
        (Route.abort, "That did not work."),
    ):
        answered = asyncio.Event()

        async def answers(route: Route, _: Any, answer: Any = answer, answered: asyncio.Event = answered) -> None:
            await answer(route)
            answered.set()

        await page.route("**/copy", answers)
        await typed.fill(CANARY)
        await page.get_by_role("button", name="Make the file").click()
        await answered.wait()
        await expect(page.get_by_text(words)).to_be_visible()
        await expect(typed).to_have_value(CANARY)
        await looked_at(page)
        await page.unroute("**/copy")
    await page.get_by_role("button", name="Make the file").click()
    await expect(page.get_by_text("This link is not good any more.")).to_be_visible()
    await expect(typed).to_be_hidden()
    await looked_at(page)


async def test_it_speaks_her_language_and_the_leave_goes_along(address: str, browser: Browser) -> None:
    context = await browser.new_context(locale="fr-BE")
    page = await context.new_page()
    await page.goto(f"{address}/copy#a-secret")
    await expect(page.get_by_role("heading", name="Votre copie")).to_be_visible()
    await page.get_by_role("link", name="Nederlands").click()
    await expect(page.get_by_role("heading", name="Je kopie")).to_be_visible()
    await expect(page.get_by_label("Je wachtzin")).to_be_visible()
    await expect(page).to_have_url(f"{address}/copy?language=nl")
    assert await page.evaluate("history.length") <= 2
    await context.close()


async def test_without_scripts_it_says_so(address: str, browser: Browser) -> None:
    context = await browser.new_context(locale="en-GB", java_script_enabled=False)
    page = await context.new_page()
    answer = await page.goto(f"{address}/copy")
    assert answer is not None
    policy = (await answer.all_headers())["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "set-cookie" not in await answer.all_headers()
    await expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
    await context.close()
