"""Covered words: grey on the phone until they are tapped, always grey on a locked screen, counted as in Telegram."""

from playwright.async_api import expect

from emulator.screen import COVERED, glance
from tests.browser import assert_accessible

LINE = "A message for you. 🌿"
TEXT = f"{LINE}\nYour 😀 secret https://example.com/x\nand more"
SPOILER = [{"type": "spoiler", "offset": len(LINE) + 2, "length": len(TEXT) - len(LINE)}]


def test_a_locked_screen_shows_the_first_line_and_nothing_of_the_rest() -> None:
    assert glance(TEXT, SPOILER) == f"{LINE}\n{COVERED * 5}"
    assert glance(TEXT, []) == TEXT
    assert glance("ab cd", [{"type": "spoiler", "offset": 1, "length": 2}]) == f"a{COVERED * 2}cd"


async def test_words_are_uncovered_by_a_tap_and_by_the_keyboard(emulator, wire, page):
    phone = emulator.phone("nl", "Noor")
    for _ in range(2):
        await wire.result("sendMessage", chat_id=phone.chat_id, text=TEXT, entities=SPOILER)
    await page.goto(emulator.url)
    noor = page.get_by_role("region", name="Phone of Noor")
    covered = noor.get_by_role("button", name="Covered words: tap to read")
    await expect(covered).to_have_count(2)
    await expect(noor.get_by_text("secret").first).to_be_hidden()
    await assert_accessible(page)
    await covered.first.click()
    await expect(covered).to_have_count(1)
    await covered.first.focus()
    await page.keyboard.press("Enter")
    await expect(covered).to_have_count(0)
    await expect(noor.get_by_text("secret").last).to_be_visible()
    await assert_accessible(page)


async def test_one_can_glance_at_the_locked_screen(emulator, wire, page):
    phone = emulator.phone("nl", "Noor")
    await wire.result("sendMessage", chat_id=phone.chat_id, text=TEXT, entities=SPOILER)
    await page.goto(emulator.url)
    await page.get_by_role("button", name="More for Noor").click()
    await page.get_by_role("button", name="Glance at the locked screen").click()
    toast = page.get_by_role("status").filter(has_text="Locked screen")
    await expect(toast).to_contain_text(LINE)
    await expect(toast).not_to_contain_text("secret")
