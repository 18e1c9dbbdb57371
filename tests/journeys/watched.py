"""The page on which she makes hashes, in a browser that is watched: all that goes up, all that it tells the app around
it. And the judgement of that: what an honest page would not have done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, Request, async_playwright, expect

from tests.browser import FLAGS, browser_environment
from tests.eventually import eventually
from tests.journeys.recording_proxy import Call, RecordingProxy
from tests.journeys.uplink import MOST, pieces_of

#: What a browser fetches of the page, and the one address that it asks.
FETCHED = frozenset({"/hashes", "/hashes/shut.js", "/hashes/page.js", "/hashes/worker.js", "/hashes/page.css"})
ASKED = "/api/hashes"
#: What it tells the app around it, and how long such a word may be.
TOLD = frozenset({"web_app_ready", "web_app_expand", "web_app_setup_closing_behavior"})
LONGEST_WORD = 60
#: Whom a browser calls of its own accord. What it tells them is looked through as well.
_THE_BROWSERS = (".google.com", ".googleapis.com", ".gstatic.com", ".gvt1.com")
#: The app around it, as far as a page can see of one.
_APP = "globalThis.TelegramWebviewProxy = { postEvent: (name, data) => toldTheApp(name, String(data)) }"


@dataclass
class Watched:
    """`loaded`: so many calls had gone up when the page stood there. `told`: its words to the app around it."""

    page: Page
    context: BrowserContext
    proxy: RecordingProxy
    files: list[bytes] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    loaded: int = 0

    async def loads(self, address: str) -> None:
        """Until it has fetched all it is made of, and the app around it has been told that it is there."""
        await self.page.goto(address)
        await expect(self.page.locator("#choose")).to_be_visible()
        await eventually(lambda: self.calls_of_the_house() >= FETCHED | {ASKED} and bool(self.told), True)
        await self.page.wait_for_load_state("networkidle")
        self.loaded = len(self.proxy.calls)

    def calls_of_the_house(self) -> set[str]:
        return {call.path for call in self.proxy.calls if call.host == self.proxy.ours}

    async def picks(self, file: Path) -> None:
        """Until its fingerprints stand there."""
        items = self.page.locator(".item")
        before = await items.count()
        await self.page.locator("#file").set_input_files(file)
        await expect(items).to_have_count(before + 1)
        self.files.append(await asyncio.to_thread(file.read_bytes))

    async def sends(self) -> None:
        await self.page.locator("#send").click()
        await expect(self.page.locator("#sent:visible, [role=alert]:visible").first).to_be_visible()

    @property
    def since(self) -> Sequence[Call]:
        """What went up once the page stood there, the browser's own calls apart."""
        return [call for call in self.proxy.calls[self.loaded :] if not _is_the_browsers(call.host)]

    def faults(self) -> set[str]:
        """Which rules were broken; by an honest page, once it has sent, none."""
        return {fault for fault, is_so in self._rules() if is_so}

    def _rules(self) -> Iterator[tuple[str, bool]]:
        asked = [
            (request.method, *_place(request.url)) for request in self.asked if not request.url.startswith("blob:")
        ]
        hosts = {host for _, host, _ in asked} | {call.host for call in self.since}
        yield "another host", hosts != {self.proxy.ours}
        yield "another address", any((method, path) not in _ALLOWED for method, _, path in asked)
        yield "more than one call", len(self.since) > 1
        yield "too much", sum(len(call.sent) for call in self.since) > MOST
        yield "a word to the app", any(name not in TOLD or len(data) > LONGEST_WORD for name, data in self.told)
        yield "the file", any(pieces_of(file, self.all_of_it()) for file in self.files)

    def all_of_it(self) -> bytes:
        """Also what went up to hosts that were not reached, and what the browser said of its own accord."""
        spoken = "\n".join(name + data for name, data in self.told).encode("utf-8", "surrogatepass")
        return b"\n".join([*(call.sent for call in self.proxy.calls), spoken])


def _is_the_browsers(host: str) -> bool:
    return host.partition(":")[0].endswith(_THE_BROWSERS)


_ALLOWED = {("GET", path) for path in FETCHED} | {("POST", ASKED)}


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path + (f"?{parts.query}" if parts.query else "")


@asynccontextmanager
async def through(proxy: RecordingProxy, binary: str) -> AsyncIterator[Browser]:
    """A browser that goes nowhere but by way of this proxy."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=binary, args=[*FLAGS, *proxy.flags], env=browser_environment(binary)
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def watched(browser: Browser, proxy: RecordingProxy) -> AsyncIterator[Watched]:
    """Her device, on which nothing has been opened yet."""
    context = await browser.new_context(locale="en-GB")
    proxy.calls.clear()
    one = Watched(await context.new_page(), context, proxy)
    context.on("request", lambda request: one.asked.append(request))
    await context.expose_function("toldTheApp", lambda name, data: one.told.append((name, data)))
    await context.add_init_script(_APP)
    yield one
    await context.close()
