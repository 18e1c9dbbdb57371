"""What the stories of the hash page share: files as she has them on her device, and her hands on the page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser import FLAGS, SHOWN, browser_environment
from tests.eventually import eventually
from tests.web.curtain import Curtain
from tests.web.hash_page_stage import SECRET, Stage

#: A Telegram client: it writes down what the page tells it.
CLIENT = """
window.told = [];
window.TelegramWebviewProxy = { postEvent: (name, data) => told.push([name, JSON.parse(data)]) };
"""
STORED = "Object.keys(localStorage).length + Object.keys(sessionStorage).length + document.cookie.length"


@dataclass(frozen=True)
class Files:
    """`photo` gives all three fingerprints, `plain` is too plain for one of what it shows, `unshown` is not known to
    this browser; `film` is a video, `large` takes a while."""

    folder: Path

    @property
    def photo(self) -> Path:
        place = self.folder / "IMG_2041.jpg"
        if not place.exists():
            picture = Image.effect_noise((640, 480), 90).convert("RGB")
            draw = ImageDraw.Draw(picture)
            draw.ellipse((60, 60, 400, 400), fill=(200, 80, 40))
            draw.rectangle((300, 160, 620, 340), fill=(30, 80, 160))
            picture.save(place, quality=88)
        return place

    @property
    def plain(self) -> Path:
        place = self.folder / "plain.png"
        Image.new("RGB", (300, 200), (120, 120, 120)).save(place)
        return place

    @property
    def unshown(self) -> Path:
        return self._with("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(4000))

    @property
    def film(self) -> Path:
        return self._with("film.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 2000)

    @property
    def empty(self) -> Path:
        return self._with("empty.jpg", b"")

    @property
    def large(self) -> Path:
        place = self._with("large.mov", b"")
        with place.open("r+b") as file:
            file.truncate(3 << 30)
        return place

    def _with(self, name: str, content: bytes) -> Path:
        place = self.folder / name
        place.write_bytes(content)
        return place


@dataclass(frozen=True)
class Hers:
    """Her browser before the page, in `language`."""

    page: Page
    stage: Stage
    files: Files

    async def opens(self, fragment: str = SECRET, asked: str = "?language=en") -> None:
        """As she chose the language, or (`asked` empty) as her chat speaks it."""
        await self.page.goto("about:blank")
        await self.page.goto(f"{self.stage.origin}/hashes{asked}{'#' if fragment else ''}{fragment}")

    async def chooses(self, *files: Path) -> None:
        """One after the other, each made before the next."""
        for file in files:
            before = await self.page.locator(".item").count()
            await self.page.set_input_files("#file", file)
            await expect(self.page.locator(".item")).to_have_count(before + 1)

    async def presses(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def sees(self, *words: str) -> None:
        for one in words:
            await expect(self.page.get_by_text(one).locator("visible=true").first).to_be_visible()

    async def in_client(self) -> None:
        """From here on her browser is a Telegram client's."""
        await self.page.add_init_script(CLIENT)

    async def told_client(self) -> list[str]:
        return [name for name, _ in await self.page.evaluate("told")]

    async def client_hears_last(self, name: str, *data: object) -> None:
        async def last() -> object:
            heard = (await self.page.evaluate("told"))[-1]
            return heard if data else heard[:1]

        await eventually(last, [name, *data])

    async def stands_on(self, part: str) -> None:
        """This part of the page has the focus."""
        await expect(self.page.locator(f"#{part}")).to_be_focused()


def labels(files: Sequence[dict[str, object]]) -> list[list[str]]:
    """Which fingerprints went out of each file."""
    return [[one["label"] for one in file["hashes"]] for file in files]  # type: ignore[attr-defined]


def forbidden(said: str) -> bool:
    return "Content Security Policy" in said and "frame-ancestors" not in said


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one_browser(browser_binary: str) -> AsyncIterator[Browser]:
    """One for all stories of a file, which therefore run in one loop: there are many, and each is short."""
    async with async_playwright() as playwright:
        environment = browser_environment(browser_binary)
        started = await playwright.chromium.launch(executable_path=browser_binary, args=FLAGS, env=environment)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def hers(one_browser: Browser, tmp_path: Path) -> AsyncIterator[Hers]:
    """Nothing of another story is in it. An error in the page's scripts fails the test, and what it tries against its
    policy (not who tries to frame it)."""
    context = await one_browser.new_context(locale="en-GB")
    context.set_default_timeout(SHOWN)
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    page.on("console", lambda said: wrong.append(said.text) if forbidden(said.text) else None)
    async with Curtain(Stage()) as stage:
        yield Hers(page, stage, Files(tmp_path))
        await context.close()
    assert not wrong, f"scripts on the page failed: {wrong}"
