"""An editor at the console: she opens a draft, changes words and ways, tries them, and brings them to people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.async_api import Locator, Page, expect

#: Asks the house from within her page, as the page itself does.
ASK = """async ([path, body]) => {
  const answer = await fetch('/console/api/editing' + path, body === null ? {} : {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
  return [answer.status, await answer.json()];
}"""
LABELS = {"en": "English", "nl": "Nederlands", "fr": "Français"}


class Editor:
    """What she does in the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def begins(self, name: str) -> str:
        """A draft of what runs; returns its id."""
        await self.page.get_by_role("link", name="Conversation").click()
        await self.page.get_by_role("button", name="Begin a draft").click()
        await self.page.get_by_label("What is it about?").fill(name)
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("tree").wait_for()
        return self.page.url.split("/drafts/")[1].split("/")[0]

    async def opens(self, draft: str, place: str) -> None:
        await self.page.evaluate("(place) => { location.hash = place }", f"#/drafts/{draft}/step/{place}")
        await expect(self.row(place)).to_have_attribute("aria-selected", "true")

    def row(self, place: str) -> Locator:
        return self.page.locator(f"[data-place='{place}']")

    async def chooses(self, place: str) -> None:
        await self.row(place).click()
        await expect(self.row(place)).to_have_attribute("aria-selected", "true")

    def words(self, language: str, within: Locator | None = None) -> Locator:
        """The first field for words in this language."""
        return (within or self.page).locator(f"[data-words={language}]").first

    async def says(self, words: Mapping[str, str], within: Locator | None = None) -> None:
        for language, text in words.items():
            await self.words(language, within).fill(text)

    async def leads(self, to: str, within: Locator | None = None) -> None:
        """Where it leads, by the key of the step."""
        field = (within or self.page).get_by_label("Where does it lead?").first
        await field.focus()
        await field.select_option(to)

    async def adds_after(self, what: str, within: Locator | None = None) -> None:
        """A new step, to which this leads."""
        await self.leads("#new", within)
        await self.page.get_by_role("dialog").get_by_role("button", name=what).click()
        await expect(self.page.locator("#step-title")).to_have_text(what)

    async def saved(self) -> None:
        await expect(self.page.get_by_role("status").filter(has_text="Saved")).to_be_visible()

    async def hears(self, verdict: str) -> None:
        """What the check says, on the button above."""
        await self.saved()
        await expect(self.page.get_by_role("button", name=verdict)).to_be_visible()

    async def asks(self, path: str, body: Any = None) -> tuple[int, Any]:
        status, said = await self.page.evaluate(ASK, [path, body])
        return status, said

    async def comes_to_publish(self) -> None:
        await self.page.get_by_role("button", name="Publish…").click()
        await self.sees_what_changes()

    async def sees_what_changes(self) -> None:
        """Where the house was too busy to look at everything, she comes again, as the page tells her."""
        late = self.page.get_by_text("That did not work. Try again in a moment.")
        there = self.page.get_by_role("heading", name="What becomes different")
        await expect(there.or_(late)).to_be_visible()
        while await late.is_visible():
            for button in ("Steps", "Publish…"):
                await self.page.get_by_role("button", name=button).click()
            await expect(there.or_(late)).to_be_visible()

    async def shows_who_she_is(self) -> None:
        await self.page.get_by_role("button", name="It is me").click()
        await self.sees_what_changes()

    async def publishes(self, note: str) -> None:
        """On the page for it; she shows once more who she is, and finds the page as she left it."""
        await self.comes_to_publish()
        await self.page.get_by_label("What changed, in a line").fill(note)
        await self.page.get_by_role("button", name="Publish now").click()
        await self.shows_who_she_is()
        await expect(self.page.get_by_label("What changed, in a line")).to_have_value(note)
        await self.page.get_by_role("button", name="Publish now").click()

    async def asks_a_second_person(self) -> None:
        """The first of two shows who she is as well."""
        await self.page.get_by_role("button", name="Ask a second person").click()
        await self.shows_who_she_is()
        await self.page.get_by_role("button", name="Ask a second person").click()
        await expect(self.page.get_by_text("You have asked for a second person.")).to_be_visible()

    async def publishes_without_the_page(self, draft: str) -> tuple[int, Any]:
        """The answer of the house."""
        await self.page.goto(self.page.url.split("/console/")[0] + "/console/step-up")
        await self.page.get_by_role("button", name="It is me").click()
        await self.page.get_by_role("banner").wait_for()
        _, page = await self.asks(f"/drafts/{draft}")
        return await self.asks(f"/drafts/{draft}/publish", {"version": page["version"], "note": ""})
