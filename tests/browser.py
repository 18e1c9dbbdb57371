"""A real browser for the tests that look at pages. Where none starts they fail: an unseen page is an untested one."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from ctypes.util import find_library
from functools import cache
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

WEB = Path(__file__).parent.parent / "web"
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


@pytest_asyncio.fixture
async def browser(browser_binary: str) -> AsyncIterator[Browser]:
    """A browser in the test's own event loop. Starting one costs half a second; sharing one ties tests together."""
    async with async_playwright() as playwright:
        try:
            started = await playwright.chromium.launch(
                executable_path=browser_binary, args=FLAGS, env=browser_environment(browser_binary)
            )
        except Exception as problem:
            pytest.fail(f"the browser {browser_binary} does not start: {str(problem)[:500]}", pytrace=False)
        yield started
        await started.close()


@pytest_asyncio.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A fresh page in a context of its own. An error in its scripts fails the test."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(10_000)
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


async def assert_accessible(page: Page) -> None:
    """No violation of WCAG A or AA that axe can find on the page as it stands now, once it stands."""
    await page.evaluate(AT_REST)
    found = await Axe().run(page, options=WRONG_ONLY)
    assert found.violations_count == 0, found.generate_report()
