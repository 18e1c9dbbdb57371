"""The browser side writes text, never markup, and nothing of it comes from or goes to another house."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.eventually import eventually
from tests.web.curtain import Curtain
from tests.web.stage import DIST, Stage, row

SOURCES = Path(__file__).parent.parent.parent / "web" / "console"
#: Ways to make markup or code out of text.
MARKUP = re.compile(
    r"\{@html|\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(|srcdoc|"
    r"createContextualFragment|DOMParser|\sstyle=|\son[a-z]+=\""
)
#: Names of namespaces and of errors, and the mark of the map's library, which is not shown: never asked for.
NAMES = re.compile(r"http://www\.w3\.org/|https://svelte\.dev/e/|https://(svelte|\$\{\w+\})flow\.dev\b")
ADDRESS = re.compile(r"https?://[^\s\"'`)]+")


def sources() -> list[Path]:
    return [path for ending in ("ts", "svelte") for path in SOURCES.rglob(f"*.{ending}") if ".test." not in path.name]


@pytest.mark.parametrize(
    "line", ["{@html text}", "box.innerHTML = text", '<p style="color: red">', '<a onclick="go()">']
)
def test_the_search_finds_markup_made_of_text(line: str) -> None:
    assert MARKUP.search(line)


def test_no_page_makes_markup_of_text() -> None:
    assert len(sources()) > 30
    assert {path.name: found[0] for path in sources() if (found := MARKUP.search(path.read_text()))} == {}


def test_no_page_names_another_house() -> None:
    assert {path.name: found[0] for path in sources() if (found := ADDRESS.search(path.read_text()))} == {}
    built = "".join(path.read_text() for path in DIST.glob("*") if path.suffix in {".js", ".css"})
    assert [one for one in ADDRESS.findall(built) if not NAMES.match(one)] == []


async def test_the_browser_has_nothing_to_forbid_on_our_pages_and_would_forbid_it(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    async with Curtain(Stage(rows=[row("7KQ2")])) as stage:
        await page.goto(f"{stage.origin}/console/")
        await page.locator("[data-case]").wait_for()
        await page.locator("summary", has_text="Noor").click()
        assert [text for text in said if "Content Security Policy" in text or "TrustedHTML" in text] == []
        await page.evaluate(
            "document.head.append(Object.assign(document.createElement('style'), {textContent: 'a{}'}))"
        )
        refused = await page.evaluate("() => { try { document.body.innerHTML = 'x'; } catch (e) { return e.name; } }")
    assert refused == "TypeError", "text that would become markup is refused by the browser itself"
    # A style that is not ours would have been refused.
    await eventually(lambda: any("Content Security Policy" in text for text in said), True)
