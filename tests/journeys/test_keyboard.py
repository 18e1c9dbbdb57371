"""A whole takeover with the keyboard alone: found, opened, taken over, answered, noted, closed."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.journeys.contact import PickUp
from tests.journeys.counsellor import Counsellor, SitDown


async def walks_to(her: Counsellor, selector: str, key: str = "Tab", most: int = 60) -> None:
    """Presses this key until what she means has the focus."""
    for _ in range(most):
        if await her.page.evaluate("(what) => document.activeElement?.matches(what) ?? false", selector):
            return
        await her.page.keyboard.press(key)
    pytest.fail(f"{selector} cannot be reached with {key}")


@pytest.mark.timeout(240)
async def test_a_case_is_taken_over_answered_noted_and_closed_without_a_mouse(
    sit_down: SitDown, pick_up: PickUp
) -> None:
    lotte, noor = await sit_down("Lotte"), await pick_up("nl", "Nour")
    number = await noor.asks_for_a_person()
    await lotte.sees_waiting(number)
    await no_mouse(lotte)
    await finds_and_opens(lotte, number)
    await lotte.page.keyboard.press("t")
    await expect(lotte.answer).to_be_focused()
    await noor.sees_last("Lotte is nu hier bij je")
    await lotte.page.keyboard.type("Goeienavond. Hoe gaat het nu?")
    await walks_to(lotte, ".composer .primary")
    await lotte.page.keyboard.press("Enter")
    await noor.sees_last("Goeienavond. Hoe gaat het nu?")
    await keeps_a_note(lotte)
    await closes(lotte)
    await noor.sees_last("Lotte heeft dit gesprek afgerond.")


async def no_mouse(her: Counsellor) -> None:
    """From here on the journey fails where a pointer is used in her window."""
    await her.page.evaluate(
        "for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup'])"
        " window.addEventListener(kind, (event) => { throw new Error('a pointer: ' + event.type) }, true)"
    )


async def finds_and_opens(lotte: Counsellor, number: str) -> None:
    await lotte.page.keyboard.press("/")
    await lotte.page.keyboard.type(number)
    await expect(lotte.page.locator("a[data-case]")).to_have_count(1)
    await walks_to(lotte, "a[data-case]")
    await lotte.page.keyboard.press("Enter")
    await expect(lotte.dialog).to_be_visible()
    await walks_to(lotte, "dialog .reasons button:first-child")
    await lotte.page.keyboard.press("Enter")
    await expect(lotte.case.locator("h1")).to_contain_text(number)


async def keeps_a_note(lotte: Counsellor) -> None:
    await lotte.page.keyboard.press("Escape")  # typing is over
    await lotte.page.keyboard.press("n")
    await lotte.page.keyboard.type("Ze wil enkel schrijven.")
    await walks_to(lotte, ".notes form button")
    await lotte.page.keyboard.press("Enter")
    await expect(lotte.notes.get_by_role("listitem")).to_contain_text("Ze wil enkel schrijven.")


async def closes(lotte: Counsellor) -> None:
    await walks_to(lotte, "[data-verb=close]", "Shift+Tab")
    await lotte.page.keyboard.press("Enter")
    await walks_to(lotte, "dialog input[type=radio]")
    await lotte.page.keyboard.press("Space")
    await lotte.looks_accessible()
    await walks_to(lotte, "dialog .ends .primary")
    await lotte.page.keyboard.press("Enter")
    await expect(lotte.case).to_contain_text("This case is closed.")
