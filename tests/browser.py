"""A real browser for the tests that look at pages. Where none starts they fail: an unseen page is an untested one."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe, AxeResults
from playwright.async_api import Browser, Page, Playwright, async_playwright, expect

from tests.eventually import PATIENCE

WEB = Path(__file__).parent.parent / "web"
#: In milliseconds, for all that is expected of any page.
SHOWN = PATIENCE * 1_000
expect.set_options(timeout=SHOWN)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_UNPACK = """
const { default: chromium } = await import("@sparticuz/chromium");
process.stdout.write(await chromium.executablePath());
"""


#: The package unpacks the libraries it carries only where it believes to be in this place.
_BRING_LIBRARIES = {"AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}


def needs_libraries() -> bool:
    """Whether this system lacks NSS, the one library a headless browser cannot do without."""
    return find_library("nss3") is None


@cache
def browser_path() -> str:
    """The browser to drive: the one HAVEN_CHROMIUM names, or the one npm brought. Fails with what to do."""
    named = os.environ.get("HAVEN_CHROMIUM")
    if named:
        return named
    if not (WEB / "node_modules").is_dir():
        pytest.fail("no browser: run `npm ci` in web/, or name one in HAVEN_CHROMIUM", pytrace=False)
    node = Path(sys.executable).parent / "node"
    command = [str(node) if node.exists() else "node", "--input-type=module", "-e", _UNPACK]
    unpacked = subprocess.run(
        command,
        cwd=WEB,
        env=os.environ | _BRING_LIBRARIES if needs_libraries() else None,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if unpacked.returncode or not unpacked.stdout.strip():
        pytest.fail(f"the browser from npm could not be unpacked: {unpacked.stderr[-500:]}", pytrace=False)
    return unpacked.stdout.strip()


def browser_environment(path: str) -> dict[str, str | float | bool]:
    """Where the system lacks the libraries a browser needs, those that came with it are found beside it."""
    beside = Path(path).parent / "al2023" / "lib"
    if not needs_libraries() or not beside.is_dir():
        return dict(os.environ)
    given = os.environ.get("LD_LIBRARY_PATH")
    return dict(os.environ) | {"LD_LIBRARY_PATH": f"{beside}:{given}" if given else str(beside)}


@pytest.fixture(scope="session")
def browser_binary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One worker at a time unpacks; the others wait for it."""
    lock = tmp_path_factory.getbasetemp().parent / "browser.lock"
    with lock.open("w") as held:
        try:
            import fcntl
        except ImportError:  # not on this system: then there are no parallel workers to fear either
            yield browser_path()
            return
        fcntl.flock(held, fcntl.LOCK_EX)
        path = browser_path()
        fcntl.flock(held, fcntl.LOCK_UN)
    yield path


class SharedBrowser:
    """One browser for all stories of a worker. Where a story brought it down, the next one has another."""

    def __init__(self, playwright: Playwright, binary: str) -> None:
        self.playwright, self.binary = playwright, binary
        self._started: Browser | None = None

    async def open(self) -> Browser:
        if self._started is None or not self._started.is_connected():
            try:
                self._started = await self.playwright.chromium.launch(
                    executable_path=self.binary, args=FLAGS, env=browser_environment(self.binary)
                )
            except Exception as problem:
                pytest.fail(f"the browser {self.binary} does not start: {str(problem)[:500]}", pytrace=False)
        return self._started

    async def close(self) -> None:
        if self._started is not None:
            await self._started.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_browser(browser_binary: str) -> AsyncIterator[SharedBrowser]:
    """Starting one and what drives it costs more than most stories that look at a page."""
    async with async_playwright() as playwright:
        shared = SharedBrowser(playwright, browser_binary)
        yield shared
        await shared.close()


@pytest.fixture
def _function_scoped_runner(
    request: pytest.FixtureRequest, _function_scoped_runner: asyncio.Runner
) -> Iterator[asyncio.Runner]:
    """A story with the shared browser is told in the loop that browser lives in: all of it, its houses and fixtures
    too. What it leaves running there is stopped after it, as pytest-asyncio does with a loop of its own, whose fixture
    this is: were it called otherwise one day, no story could speak to the browser any more."""
    if "shared_browser" not in request.fixturenames:
        yield _function_scoped_runner
        return
    request.getfixturevalue("shared_browser")
    shared: asyncio.Runner = request.getfixturevalue("_session_scoped_runner")
    before = asyncio.all_tasks(shared.get_loop())
    yield shared
    shared.run(_stop(asyncio.all_tasks(shared.get_loop()) - before))


async def _stop(left: set[asyncio.Task[Any]]) -> None:
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@pytest_asyncio.fixture
async def browser(shared_browser: SharedBrowser) -> AsyncIterator[Browser]:
    """The shared browser; every window a story opened in it is closed with all it kept."""
    started = await shared_browser.open()
    yield started
    for context in started.contexts:
        await context.close()


@pytest_asyncio.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A fresh page in a context of its own. An error in its scripts fails the test."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(SHOWN)
    fresh = await context.new_page()
    wrong: list[str] = []
    fresh.on("pageerror", lambda problem: wrong.append(str(problem)))
    yield fresh
    await context.close()
    assert not wrong, f"scripts on the page failed: {wrong}"


#: Told is what is wrong. Every rule is asked all the same; an account of all that is right is longer than the page.
WRONG_ONLY: dict[str, object] = {"resultTypes": ["violations"]}
#: A colour half way between two is nobody's: what moves is looked at when it has come to rest.
AT_REST = "Promise.allSettled(document.getAnimations().map((moving) => moving.finished)).then(() => undefined)"


async def asked_axe(page: Page, options: dict[str, object]) -> AxeResults:
    """What axe finds. Its script is long, and stays in a document it was once brought into."""
    there = await page.evaluate("'axe' in window")
    return await (Axe("0") if there else Axe()).run(page, options=options)


async def assert_accessible(page: Page) -> None:
    """No violation of WCAG A or AA that axe can find on the page as it stands now, once it stands."""
    await page.evaluate(AT_REST)
    found = await asked_axe(page, WRONG_ONLY)
    assert found.violations_count == 0, found.generate_report()
