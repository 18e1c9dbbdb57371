"""Somebody at the console, in a browser window of her own: what she sees, and what she does about it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser import SHOWN, assert_accessible
from tests.console.signing_in.threshold import device


@dataclass
class Counsellor:
    """`wrong`: what failed in her browser."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    # ── the queue ─────────────────────────────────────────────────────────────────────────────────────────────────
    def row(self, number: str) -> Locator:
        return self.page.locator("a[data-case]", has_text=number)

    async def sees_waiting(self, number: str) -> None:
        await expect(self.row(number).locator(".held")).to_contain_text("Waiting")

    async def sees_holder(self, number: str, words: str) -> None:
        await expect(self.row(number).locator(".held")).to_contain_text(words)

    async def opens(self, number: str, reason: str = "", look: bool = False) -> None:
        """With a reason where she is asked for one. `look`: at the question, too."""
        await self.row(number).click()
        if look:
            await expect(self.dialog).to_be_visible()
            await self.looks_accessible()
        if reason:
            await self.dialog.get_by_role("button", name=reason).click()
        await expect(self.case.locator("h1")).to_contain_text(number)

    # ── the case ──────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def case(self) -> Locator:
        return self.page.locator("section.case")

    @property
    def beside(self) -> Locator:
        return self.page.get_by_role("complementary", name="About the case")

    @property
    def talk(self) -> Locator:
        return self.page.get_by_role("log", name="Conversation")

    @property
    def answer(self) -> Locator:
        return self.page.get_by_label("Answer to the contact")

    async def does(self, verb: str) -> None:
        """The button of an action."""
        await self.case.locator(f"button[data-verb={verb}]").click()

    async def takes_over(self, number: str) -> None:
        """From the queue to the answer box."""
        await self.opens(number, "To take it over")
        await self.does("take_over")
        await expect(self.answer).to_be_focused()

    async def writes(self, words: str) -> None:
        await self.answer.fill(words)
        await self.page.get_by_role("button", name="Send", exact=True).click()

    async def reads(self, words: str | re.Pattern[str]) -> None:
        """In the conversation."""
        await expect(self.talk).to_contain_text(words)

    async def sees_sent(self, words: str) -> None:
        """Telegram has taken it."""
        line = self.talk.locator(".line.staff", has_text=words)
        await expect(line.locator(".foot")).to_contain_text("sent", ignore_case=True)

    @property
    def notes(self) -> Locator:
        return self.page.get_by_role("region", name="Notes for colleagues")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def closes_the_case(self, outcome: str = "Helped") -> None:
        await self.does("close")
        await self.dialog.get_by_label(outcome).check()
        await self.dialog.get_by_role("button", name="Close the case").click()
        await expect(self.case).to_contain_text("This case is closed.")

    async def is_there(self, taking: bool = True) -> None:
        """`taking`: whether she takes cases."""
        button = self.page.get_by_role("button", name=re.compile("^I take"))
        if (await button.get_attribute("aria-pressed") == "true") != taking:
            await button.click()
        await expect(button).to_have_attribute("aria-pressed", "true" if taking else "false")

    async def looks_accessible(self) -> None:
        """By day and by night."""
        for scheme in ("dark", "light"):
            night: Literal["dark", "light"] = "dark" if scheme == "dark" else "light"
            await self.page.emulate_media(color_scheme=night, reduced_motion="reduce")
            await assert_accessible(self.page)


#: Lets the one with this alias come to her desk.
SitDown = Callable[[str], Awaitable[Counsellor]]


async def at_the_console(browser: Browser, way_in: str) -> Counsellor:
    """Signed in by this link, in a window of her own, and the console speaks English."""
    her = await with_a_window(browser)
    await her.page.goto(way_in)
    await speaks_english(her.page)
    return her


async def joining(browser: Browser, invitation: str) -> Counsellor:
    """Somebody new, who makes a passkey on her device and is in."""
    her = await with_a_window(browser)
    await device(her.page)
    await her.page.goto(invitation)
    await her.looks_accessible()
    await her.page.get_by_role("button", name="Make a passkey on this device").click()
    await her.page.wait_for_url("**/console/")
    await speaks_english(her.page)
    return her


async def with_a_window(browser: Browser) -> Counsellor:
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(SHOWN)
    her = Counsellor(await context.new_page())
    her.page.on("pageerror", lambda problem: her.wrong.append(str(problem)))
    return her


async def speaks_english(page: Page) -> None:
    await expect(page.locator(".settings summary")).to_be_visible()
    await page.locator(".settings summary").click()
    if await page.locator("html").get_attribute("lang") != "en":
        await page.locator(".settings select").first.select_option("en")
        await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.locator(".settings summary").click()
