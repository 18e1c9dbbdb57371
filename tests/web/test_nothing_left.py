"""A case that is erased while it is open: the page empties at once, and the browser's folder holds nothing of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from tests.browser import FLAGS, browser_environment
from tests.drills.canary import make, scan
from tests.eventually import eventually
from tests.web.case_states import case_page, line
from tests.web.curtain import Curtain
from tests.web.stage import Stage

#: Everything the page itself can keep: both stores, databases and caches, as one text.
KEPT = """async () => JSON.stringify([
  {...sessionStorage}, {...localStorage}, await indexedDB.databases(), await caches.keys(), history.state,
])"""

#: Seconds until a browser that has much to do has written down what a page keeps; by itself it takes five.
WRITTEN = 90.0


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Curtain(Stage()) as opened:
        yield opened


@asynccontextmanager
async def at_a_shared_computer(binary: str, profile: Path) -> AsyncIterator[Page]:
    """A browser that keeps its folder when it is closed."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(profile), executable_path=binary, args=FLAGS, env=browser_environment(binary), locale="en-GB"
        )
        yield context.pages[0]
        await context.close()


def with_words(stage: Stage) -> dict[str, str]:
    """A case in which every place holds a word that stands nowhere else."""
    words = {kind: make(kind) for kind in ("line", "note", "answer", "link", "reply", "remark")}
    item = {"id": "i1", "kind": "link", "platform": None, "shown": words["link"], "state": "kept", "algorithm": None}
    item |= {"quality": None, "label": None, "given_at": "2026-11-22T20:02:00Z", "custody": []}
    page = case_page(
        lines=[line("l1", "contact", words["line"], 1)],
        notes=[{"id": "n1", "alias": "Sam", "text": words["note"], "at": "2026-11-22T20:04:00Z"}],
        words=[{"key": "story", "text": words["answer"]}],
        items=[item],
    )
    stage.rows = [page["row"]]
    stage.answer("POST /cases/c-7K2M/open", page)
    stage.answer("GET /cases/c-7K2M", page)
    return words


async def is_written(profile: Path, word: str) -> None:
    """Wait until this word of a tab lies in the folder: whatever was kept before it lies there too."""
    tabs = profile / "Default" / "Session Storage"
    await eventually(lambda: bool(scan([tabs], [word])), True, WRITTEN)


async def types_and_leaves_it(page: Page, stage: Stage, words: dict[str, str]) -> None:
    """She types, loads the page anew and finds it again; by then the browser has written it into its folder."""
    await page.goto(f"{stage.origin}/console/#/cases/c-7K2M")
    await page.get_by_label("Answer to the contact").fill(words["reply"])
    await page.get_by_label("Note for colleagues", exact=True).fill(words["remark"])
    await page.wait_for_function(
        "Object.keys(sessionStorage).filter(name => name.startsWith('haven.draft')).length == 2"
    )
    await page.reload()
    await expect(page.get_by_label("Answer to the contact")).to_have_value(words["reply"])
    await expect(page.get_by_label("Note for colleagues", exact=True)).to_have_value(words["remark"])


async def is_erased(page: Page, stage: Stage) -> None:
    stage.refuse("GET /cases/c-7K2M", 404, "no_such_case")
    stage.rows = []
    await stage.tell("news", {"gone": ["c-7K2M"]})


async def test_an_erased_case_is_gone_from_the_page_and_from_the_browsers_folder(
    stage: Stage, browser_binary: str, tmp_path: Path
) -> None:
    words = with_words(stage)
    async with at_a_shared_computer(browser_binary, tmp_path / "profile") as page:
        await types_and_leaves_it(page, stage, words)
        await is_erased(page, stage)
        await expect(page.get_by_role("heading", name="This case is not here.")).to_be_visible()
        shown = await page.content()
        assert not [kind for kind, word in words.items() if word in shown]
        kept = await page.evaluate(KEPT)
        assert "haven.draft" not in kept
        assert not [kind for kind, word in words.items() if word in kept]
        stays = make("stays")
        await page.evaluate("word => sessionStorage.setItem('stays', word)", stays)
        await is_written(tmp_path / "profile", stays)
    assert scan([tmp_path / "profile"], words.values()) == []
    assert scan([tmp_path / "profile"], [stays])


async def test_text_that_was_not_sealed_would_be_found_in_the_browsers_folder(
    stage: Stage, browser_binary: str, tmp_path: Path
) -> None:
    word = make("reply")
    async with at_a_shared_computer(browser_binary, tmp_path / "profile") as page:
        await page.goto(f"{stage.origin}/console/")
        await page.evaluate("word => sessionStorage.setItem('haven.draft.s-noor.c-7K2M.reply', word)", word)
        await is_written(tmp_path / "profile", word)
        await page.evaluate("sessionStorage.clear()")
    assert scan([tmp_path / "profile"], [word])
