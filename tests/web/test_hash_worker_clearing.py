"""No file is lost while the browser clears away what nobody needs: a file is needed until all of it has been read."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from tests.browser import FLAGS, browser_environment
from tests.web.worker_stage import stage

#: All that can be cleared away is, each time while bytes of the file are on their way.
CLEARS = """
const read = ReadableStreamBYOBReader.prototype.read;
ReadableStreamBYOBReader.prototype.read = function (memory) {
  const coming = read.call(this, memory);
  gc({ type: "major", execution: "async" });
  return coming;
};
"""
#: A worker that keeps nothing in mind.
FORGETS = "Set.prototype.add = function () { return this; };"
FILES = 12


@pytest.fixture
async def page(browser_binary: str) -> AsyncIterator[Page]:
    """In a browser that clears away when it is told to."""
    how = {"executable_path": browser_binary, "env": browser_environment(browser_binary)}
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(args=[*FLAGS, "--js-flags=--expose-gc"], **how)  # type: ignore[arg-type]
        yield await started.new_page()
        await started.close()


async def test_a_file_that_is_being_read_is_never_cleared_away(tmp_path: Path, page: Page) -> None:
    paths = [tmp_path / f"{number}.bin" for number in range(FILES)]
    for path in paths:
        path.write_bytes(os.urandom(300_000))
    with stage(page, clears=CLEARS, forgets=CLEARS + FORGETS) as on:
        made = await on.work(paths, "clears")
        assert [one["step"] for one in made] == ["made"] * FILES
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(max(3.0, sum(one["took"] for one in made) / 300)):
                await on.work(paths, "forgets")
