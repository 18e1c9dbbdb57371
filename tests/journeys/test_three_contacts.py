"""Three contacts at once on the phone page, one per language, reach three ends: by buttons alone, by typing alone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.eventually import PATIENCE
from tests.ports import free_port

#: What each presses, and what she reads at the end of her road. The first word is the app's own Start button.
BUTTONS = {
    "nl": (["Nederlands", "Het gaat over mij", "Jonger dan 18"], "116 000"),
    "fr": (["Français", "C'est pour moi", "18 ans ou plus", "Non, que des adultes"], "0800/12 800"),
    "en": (
        ["English", "It's about me", "18 or older", "No, everyone was 18 or older", "This is enough for now"],
        "You can write here again",
    ),
}
TYPED = {
    "nl": (["hallo", "nederlands", "over mij", "ik ben 15"], "116 000"),
    "fr": (["bonjour", "français", "pour moi", "j'ai plus de 18 ans", "2"], "116 000"),
    "en": (["hi", "english", "me", "adult", "nobody", "human", "yes"], "Your PIN"),
}


@pytest_asyncio.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """The demo as `make run` starts it; yields the address of its phone page. SIGTERM ends it."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
    places = {"HAVEN_DATA": str(tmp_path / "data"), "HAVEN_KEYS": str(tmp_path / "keys"), "HAVEN_PORT": str(port)}
    process = await asyncio.to_thread(
        subprocess.Popen, [sys.executable, "-m", "haven", "run"], cwd=tmp_path, env=own | places, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        page = None
        while page is None:
            row = (await asyncio.to_thread(process.stdout.readline)).decode()
            assert row, "the demo ended before it printed its addresses"
            page = next((word for word in row.split() if word.startswith("http://localhost:")), None)
        yield page
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, PATIENCE)
        process.stdout.close()


async def phones(page: Page, address: str) -> dict[str, Locator]:
    """The demo opens with a phone for each language, side by side."""
    await page.goto(address)
    found = {}
    for language, name in (("nl", "Nederlands"), ("fr", "Français"), ("en", "English")):
        found[language] = page.locator("section.phone").filter(has=page.locator(".status", has_text=name))
        await expect(found[language]).to_be_visible()
    return found


#: One browser has one mouse and one keyboard; the three take turns with it, not with the conversation.
Hand = asyncio.Lock


async def by_buttons(hand: Hand, phone: Locator, labels: list[str], end: str) -> None:
    async with hand:
        await phone.get_by_role("button", name="Start", exact=True).click()
    for label in labels:
        button = phone.locator(".log").get_by_role("button", name=label, exact=True).last
        await expect(button).to_be_visible()
        async with hand:
            await button.click()
    await expect(phone.locator(".log")).to_contain_text(end)


async def by_typing(hand: Hand, phone: Locator, words: list[str], end: str) -> None:
    prompts = phone.locator(".log .row.theirs", has=phone.page.locator("button"))
    for number, word in enumerate(words):
        async with hand:
            await phone.locator("textarea").fill(word)
            await phone.locator("textarea").press("Enter")
        if number + 1 < len(words):
            await expect(prompts.nth(number)).to_be_visible()
    await expect(phone.locator(".log")).to_contain_text(end)


@pytest.mark.timeout(120)
async def test_three_contacts_reach_three_ends_by_buttons_alone(page: Page, demo: str) -> None:
    found = await phones(page, demo)
    hand = asyncio.Lock()
    await asyncio.gather(*(by_buttons(hand, found[language], *BUTTONS[language]) for language in found))


@pytest.mark.timeout(120)
async def test_three_contacts_reach_three_ends_by_typing_alone(page: Page, demo: str) -> None:
    found = await phones(page, demo)
    hand = asyncio.Lock()
    await asyncio.gather(*(by_typing(hand, found[language], *TYPED[language]) for language in found))
