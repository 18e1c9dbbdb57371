"""How a page is looked at so that nobody is shut out: by day on a wide screen, by night on a small one."""

from __future__ import annotations

from playwright.async_api import Page

from tests.browser import WRONG_ONLY, asked_axe

#: Not asked by default, though WCAG 2.2 AA has it: what is pressed is at least 24 px wide and high, or stands apart.
OPTIONS: dict[str, object] = WRONG_ONLY | {"rules": {"target-size": {"enabled": True}}}
#: What a small screen and the night can change; the rest was asked on the wide one.
AGAIN: dict[str, object] = {"runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"]} | OPTIONS
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
#: What sticks out of the page to the side.
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: What scrolls although its content is only read aloud, and shows a bar that leads nowhere.
SCROLLS_TWICE = "[...document.querySelectorAll('.place, .rooms')].some(box => box.scrollHeight > box.clientHeight + 1)"


async def looked_at(page: Page, name: str) -> None:
    """Nothing that axe can find is wrong, by day and by night, wide and narrow; and nothing sticks out."""
    for night, size in ((False, WIDE), (True, NARROW)):
        await page.emulate_media(color_scheme="dark" if night else "light", reduced_motion="reduce")
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        found = await asked_axe(page, AGAIN if night else OPTIONS)
        assert found.violations_count == 0, f"{name}, {'night' if night else 'day'}: {found.generate_report()}"
        assert await page.evaluate(STICKS_OUT) == 0, f"{name} sticks out at {size['width']}"
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]
