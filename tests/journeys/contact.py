"""A contact as she is seen: her phone on the phone page, and what a thumb does with it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from playwright.async_api import Locator, Page, expect


@dataclass
class Road:
    """From the first word to a team's queue, in one language. `buttons`: what she presses; `human`: what she types
    then, and `yes`: what she presses last. `number`: how the message with her case number begins."""

    buttons: tuple[str, ...]
    human: str
    yes: str
    number: str


ROADS = {
    "nl": Road(
        ("Nederlands", "Het gaat over mij", "18 of ouder", "Nee, iedereen was 18+"), "mens", "Ja, vraag iemand",
        "Je nummer:",
    ),
    "en": Road(
        ("English", "It's about me", "18 or older", "No, everyone was 18 or older"), "human", "Yes, ask a person",
        "Your number:",
    ),
}  # fmt: skip


@dataclass
class Contact:
    """`phone`: her section of the page; `number`: of her case, once she has one."""

    page: Page
    chat: int
    language: str
    number: str = ""
    phone: Locator = field(init=False)

    def __post_init__(self) -> None:
        self.phone = self.page.locator(f"#phone-{self.chat}")

    @property
    def log(self) -> Locator:
        return self.phone.locator(".log")

    async def presses(self, label: str) -> None:
        """The newest button with these words, once it is there."""
        button = self.log.get_by_role("button", name=label, exact=True).last
        await expect(button).to_be_visible()
        await button.click()

    async def answers(self, label: str) -> None:
        """Presses, and is asked the next thing: what she types before that would be taken for an answer to this."""
        prompts = self.log.locator(".row.theirs", has=self.page.locator(".keys"))
        await expect(prompts.last).to_contain_text(label)
        asked = await prompts.last.get_attribute("data-id") or ""
        await self.presses(label)
        await expect(prompts.last).not_to_have_attribute("data-id", asked)

    async def says(self, words: str) -> None:
        """Until it stands in her chat: of two things on their way, the second could come first."""
        mine = self.log.locator(".row.mine")
        before = await mine.count()
        await self.phone.locator("textarea").fill(words)
        await self.phone.locator("textarea").press("Enter")
        await expect(mine.nth(before)).to_be_attached()

    async def sees(self, words: str | re.Pattern[str]) -> None:
        await expect(self.log).to_contain_text(words)

    async def sees_last(self, words: str | re.Pattern[str]) -> None:
        """As the newest thing the other side said."""
        await expect(self.log.locator(".row.theirs").last).to_contain_text(words)

    async def asks_for_a_person(self) -> str:
        """From Start to the queue; returns the number of her case, as she reads it."""
        road = ROADS[self.language]
        await self.phone.get_by_role("button", name="Start", exact=True).click()
        for label in road.buttons:
            await self.answers(label)
        await self.says(road.human)
        await self.presses(road.yes)
        return await self.reads_her_number()

    async def reads_her_number(self) -> str:
        told = self.log.get_by_text(ROADS[self.language].number).last
        await expect(told).to_be_visible()
        found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", await told.inner_text())
        assert found
        self.number = found[0]
        return self.number


#: Gives somebody who speaks this language and has this name a phone.
PickUp = Callable[[str, str], Awaitable[Contact]]
