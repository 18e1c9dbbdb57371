"""What journeys share: one demo for each worker, and windows that close when a journey is over."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.journeys.contact import Contact, PickUp
from tests.journeys.counsellor import Counsellor, SitDown, at_the_console, joining
from tests.journeys.open_demo import Demo, opened


@pytest.fixture(scope="session")
def open_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A house where Child Focus works too; Telegram's limits are off, so that nobody waits for them."""
    folder = tmp_path_factory.mktemp("demo")
    with opened(folder, HAVEN_TEAMS="helpline,child_focus", HAVEN_PACING="off") as demo:
        yield demo


@pytest_asyncio.fixture
async def sit_down(open_demo: Demo, browser: Browser) -> AsyncIterator[SitDown]:
    """Somebody of the demo's staff comes to her desk, or somebody new by her invitation. An error in the scripts of her
    console fails the journey."""
    came: list[Counsellor] = []

    async def come(who: str) -> Counsellor:
        way = open_demo.ways.get(who)
        came.append(await at_the_console(browser, way) if way else await joining(browser, who))
        return came[-1]

    yield come
    for one in came:
        await one.page.context.close()
    assert not [problem for one in came for problem in one.wrong]


@pytest_asyncio.fixture
async def pick_up(open_demo: Demo, browser: Browser) -> AsyncIterator[PickUp]:
    """A contact with a new phone, on the phone page."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = await context.new_page()

    async def pick(language: str, name: str) -> Contact:
        chat = open_demo.new_phone(language, name)
        if page.url == "about:blank":
            await page.goto(open_demo.phones)
        return Contact(page, chat, language)

    yield pick
    await context.close()
