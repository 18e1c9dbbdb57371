"""What the hash page makes of files, in a real browser: `python -m tests.web.fingerprints [files or folders]`.

A line for each fingerprint: the file, `upright` or `raw`, what kind it is, its value, its quality. For whoever has
pictures of which the right fingerprints are known. Build the page first (`make build`).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from tests.browser import FLAGS, browser_environment, browser_path
from tests.web.worker_stage import stage


def files_in(places: Sequence[Path]) -> list[Path]:
    """Those named, and all below the folders named."""
    found = [[place] if place.is_file() else sorted(place.rglob("*")) for place in places]
    return [path for some in found for path in some if path.is_file()]


def lines(path: Path, made: dict[str, Any]) -> Iterator[str]:
    if made["step"] == "failed":
        yield f"{path}\t–\t{made['why']}"
        return
    for one in made["made"]["hashes"]:
        lies = "raw" if "raw" in one else "upright"
        yield f"{path}\t{lies}\t{one['label']}\t{one['value']}\t{one.get('quality', '')}"
    for advice in made["advice"]:
        yield f"{path}\t–\t{advice}"


async def made_of(paths: Sequence[Path]) -> list[dict[str, Any]]:
    path = await asyncio.to_thread(browser_path)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS, env=browser_environment(path))
        page = await browser.new_page()
        with stage(page) as on:
            made = await on.work(paths)
        await browser.close()
    return made


def main(places: Sequence[str]) -> None:
    paths = files_in([Path(place) for place in places])
    for path, made in zip(paths, asyncio.run(made_of(paths)), strict=True):
        print("\n".join(lines(path, made)))


if __name__ == "__main__":
    main(sys.argv[1:])
