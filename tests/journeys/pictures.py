"""The pictures in the documents, taken of the running demo: `python -m tests.journeys.pictures [folder]`.

Everybody in them is made up. Build the console first (`make build`); it takes a minute or two.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.browser import FLAGS, browser_environment, browser_path
from tests.journeys.counsellor import Counsellor, speaks_english
from tests.journeys.open_demo import Demo, opened
from tests.journeys.palette import small
from tests.journeys.thumbs import Thumb
from tests.web.hash_page_stories import Files

FOLDER = Path(__file__).parents[2] / "docs" / "images"
WIDE, PHONE = (1440, 860), (360, 740)
HOUSE = "Voorbeeldlijn"
NOTE = "Mornings only, and no calls: her brother picks up her phone. She wants to keep the links to herself for now."


@dataclass
class Studio:
    """One browser before one demo; what is taken lies in `folder`."""

    browser: Browser
    demo: Demo
    folder: Path

    async def window(self, size: tuple[int, int] = WIDE) -> Page:
        """Its clock is the demo's, its place is Brussels."""
        width, height = size
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/Brussels",
            color_scheme="light",
            device_scale_factor=1.5,
        )
        context.set_default_timeout(15_000)
        await context.clock.install(time=self.demo.now())
        return await context.new_page()

    async def desk(self, alias: str, size: tuple[int, int] = WIDE) -> Counsellor:
        her = Counsellor(await self.window(size))
        await her.page.goto(self.demo.ways[alias])
        await speaks_english(her.page)
        return her

    async def take(self, name: str, of: Page | Locator, edge: int = 0) -> None:
        """A page as it is seen, or one thing on it with so much of what is around it."""
        page = of if isinstance(of, Page) else of.page
        if not isinstance(of, Page):
            await of.scroll_into_view_if_needed()
        await page.wait_for_timeout(600)
        clip = None
        if not isinstance(of, Page):
            found = await of.bounding_box()
            assert found
            x, y = max(0, found["x"] - edge), max(0, found["y"] - edge)
            clip = {"x": x, "y": y, "width": found["width"] + 2 * edge, "height": found["height"] + 2 * edge}
        taken = await page.screenshot(clip=clip, caret="hide")  # type: ignore[arg-type]
        (self.folder / f"{name}.png").write_bytes(await small(self.browser, taken))
        print(f"{name}.png", file=sys.stderr)

    async def by_day_and_night(self, name: str, page: Page) -> None:
        await self.take(name, page)
        await page.emulate_media(color_scheme="dark")
        await self.take(f"{name}-dark", page)
        await page.emulate_media(color_scheme="light")

    def thumb(self, language: str) -> Thumb:
        return Thumb(self.demo, self.demo.new_phone(language, "Contact"))


@asynccontextmanager
async def studio(folder: Path) -> AsyncIterator[Studio]:
    path = await asyncio.to_thread(browser_path)
    with tempfile.TemporaryDirectory() as place, opened(Path(place), HAVEN_PACING="off", HAVEN_OPERATOR=HOUSE) as demo:
        demo.until(20)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=path, args=FLAGS, env=browser_environment(path))
            yield Studio(browser, demo, folder)
            await browser.close()


# ── what there is to see ──────────────────────────────────────────────────────────────────────────────────────────
async def sign_in(at: Studio) -> None:
    page = await at.window((560, 690))
    await page.goto(at.demo.ways["Lotte"].partition("/demo/")[0] + "/sign-in?language=en")
    await at.by_day_and_night("sign-in", page)


async def the_evening(at: Studio) -> tuple[Thumb, Thumb]:
    """Four people write within a quarter of an hour; returns whom Lotte will help, and whom despair overcomes."""
    french, dutch, upset, english = (at.thumb(language) for language in ("fr", "nl", "nl", "en"))
    await french.holds("adult_online.fr")
    at.demo.later(minutes=5)
    await dutch.holds("adult_online.nl")
    at.demo.later(minutes=4)
    await upset.holds("adult_online.nl")
    await upset.says("ik wil niet meer leven")
    at.demo.later(minutes=3)
    await english.holds("adult_online.en")
    at.demo.later(minutes=2)
    return english, upset


async def queue(at: Studio) -> tuple[Counsellor, Counsellor]:
    """Amélie has somebody, Karim is there, Lotte comes."""
    amelie, karim = await at.desk("Amélie"), await at.desk("Karim")
    await amelie.takes_over(await number_of(amelie, "French"))
    await amelie.writes("Bonjour, je suis Amélie. J'ai lu ce que vous avez écrit.")
    lotte = await at.desk("Lotte")
    await expect(lotte.page.locator("a[data-case]")).to_have_count(4)
    await at.take("queue", lotte.page)
    return lotte, karim


async def number_of(her: Counsellor, language: str) -> str:
    """Of the first case in this language that waits."""
    row = her.page.locator("a[data-case].waiting", has_text=language).first
    return await row.locator(".number").inner_text()


async def talk(at: Studio, lotte: Counsellor, contact: Thumb) -> str:
    """She takes the English case over, and they write."""
    number = await number_of(lotte, "English")
    await lotte.row(number).click()
    await at.take("reason", lotte.dialog, 16)
    await lotte.dialog.get_by_role("button", name="To take it over").click()
    await lotte.does("take_over")
    await expect(lotte.answer).to_be_focused()
    await contact.answers("is there really someone?")
    await lotte.writes("Yes, I am Lotte. I have read what you left, so you need not tell it again.")
    await contact.answers("thank you. I don't know where to begin")
    await lotte.writes("One thing at a time. Are you safe where you are right now?")
    await contact.answers("yes, I'm at a friend's")
    await lotte.reads("at a friend's")
    box = lotte.page.get_by_label("Note for colleagues", exact=True)
    await box.fill(NOTE)
    await lotte.page.get_by_role("button", name="Keep this note").click()
    await expect(lotte.notes).to_contain_text("picks up")
    await lotte.answer.fill("Good. Then let us look at the links first")
    return number


async def case(at: Studio, lotte: Counsellor, contact: Thumb) -> None:
    number = await talk(at, lotte, contact)
    await at.by_day_and_night("case", lotte.page)
    await lotte.page.get_by_role("button", name="Ready-made replies").click()
    await expect(lotte.case.get_by_role("option").first).to_be_visible()
    await at.take("replies", lotte.page.locator(".talk").first)
    await lotte.page.keyboard.press("Escape")
    await at.take("evidence", lotte.case.locator("section", has=lotte.page.get_by_role("heading", name="Evidence")), 10)
    await questions(at, lotte)
    await on_a_phone(at, number)


async def questions(at: Studio, lotte: Counsellor) -> None:
    """What she is asked before what cannot be undone."""
    for verb, name in (("transfer", "pass-on"), ("close", "close")):
        await lotte.does(verb)
        if verb == "transfer":
            await lotte.dialog.get_by_label("Amélie").check()
            await lotte.dialog.get_by_label("Note for whoever takes it").fill("She prefers French after all.")
        await at.take(name, lotte.dialog, 16)
        await lotte.dialog.get_by_role("button", name="Not now").click()
    for label, name in (
        ("Safe time to write", "safe-time"),
        ("A minor is involved", "minor"),
        ("Keep it longer", "keep"),
        ("Shut the chat out for a while", "shut-out"),
    ):
        await lotte.case.get_by_role("button", name="More").click()
        await lotte.case.get_by_role("button", name=label).click()
        await at.take(name, lotte.dialog, 16)
        await lotte.dialog.get_by_role("button", name="Not now").click()


async def on_a_phone(at: Studio, number: str) -> None:
    lotte = await at.desk("Lotte", PHONE)
    await at.take("phone-queue", lotte.page)
    await lotte.opens(number)
    await at.take("phone-case", lotte.page)
    await lotte.page.context.close()


async def hard(at: Studio, lotte: Counsellor, upset: Thumb) -> None:
    """Despair while she has the case: folded, and a clock runs."""
    await lotte.page.keyboard.press("Escape")
    row = lotte.page.locator("a[data-case].crisis")
    await lotte.takes_over(await row.locator(".number").inner_text())
    await upset.says("ik kan niet meer, ik wil dood")
    await expect(lotte.case).to_contain_text("Crisis words")
    await lotte.talk.evaluate("talk => talk.scrollTo(0, talk.scrollHeight)")
    await at.take("hard", lotte.case)


async def keys(at: Studio, lotte: Counsellor) -> None:
    await lotte.page.locator("body").press("Escape")
    await lotte.page.keyboard.press("?")
    await at.take("keys", lotte.dialog, 16)
    await lotte.dialog.get_by_role("button", name="Close").click()


async def what_she_reads(at: Studio, lotte: Counsellor, contact: Thumb) -> None:
    """While she looks, and once she may have put it away."""
    page = await at.window()
    await page.goto(at.demo.phones)
    phone = page.locator(f"#phone-{contact.chat}")
    await expect(phone.locator(".log")).to_contain_text("One thing at a time")
    await at.take("contact", phone)
    at.demo.later(minutes=3)
    await lotte.writes("I have asked the platform's team about it. Write whenever you like.")
    await expect(phone.locator(".log")).to_contain_text("Tap the grey part")
    await at.take("covered", phone)


async def her_copy(at: Studio, contact: Thumb) -> None:
    """The page on which she locks the file with everything."""
    await contact.says("/mydata")
    await contact.presses("A file with everything")
    ways: list[str] = []
    while not ways:
        await asyncio.sleep(0.2)
        ways = re.findall(r"http\S+/copy#\S+", "\n".join(at.demo.sent_to(contact.chat)))
    page = await at.window((390, 640))
    await page.goto(ways[-1])
    await page.get_by_label("Your passphrase").fill("the blue bicycle in the rain")
    await at.take("copy", page)


async def her_hashes(at: Studio, contact: Thumb) -> None:
    """The page on which her own device makes hashes: before she chooses, and with what would go out."""
    await contact.says("/hash")
    await contact.presses("Yes, keep them")
    ways: list[str] = []
    while not ways:
        await asyncio.sleep(0.2)
        ways = re.findall(r"http\S+/hashes#\S+", "\n".join(at.demo.sent_to(contact.chat)))
    page = await at.window((390, 900))
    await page.goto(ways[-1])
    await expect(page.locator("#statement")).to_be_visible()
    await at.take("hashes", page)
    with tempfile.TemporaryDirectory() as place:
        await page.set_input_files("#file", Files(Path(place)).photo)
        await expect(page.locator(".item")).to_be_visible()
    await at.take("hashes-made", page)


async def record(at: Studio) -> None:
    page = await at.window((1000, 720))
    await page.goto(at.demo.ways["Jonas"])
    await speaks_english(page)
    await page.get_by_role("link", name="What was done").click()
    await expect(page.get_by_role("table")).to_be_visible()
    await at.take("record", page)


async def colleagues(at: Studio) -> None:
    page = await at.window((1000, 620))
    await page.goto(at.demo.ways["Sarah"])
    await speaks_english(page)
    await page.get_by_role("link", name="Colleagues").click()
    await expect(page.get_by_role("button", name="Change Karim")).to_be_visible()
    await at.take("colleagues", page)


async def everything(folder: Path) -> None:
    async with studio(folder) as at:
        await sign_in(at)
        english, upset = await the_evening(at)
        lotte, _ = await queue(at)
        await case(at, lotte, english)
        await what_she_reads(at, lotte, english)
        await her_copy(at, english)
        await her_hashes(at, english)
        await hard(at, lotte, upset)
        await keys(at, lotte)
        await colleagues(at)
        await record(at)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(everything(chosen))
