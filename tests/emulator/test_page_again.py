"""The phone page through the hours: cut off and back, in the helpline's own time, at every size and contrast."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from emulator.server import Emulator
from tests.browser import assert_accessible

CARD = "Police: +32 2 475 44 11 or 02 475 44 11\nChild Focus: 116 000\n"
CARD += "112 on 12.03.2026, 2026-03-12, 9:00–19:00, €1 234 567"
KEYS = {
    "inline_keyboard": [[{"text": "Yes, go on", "callback_data": "y"}], [{"text": "A person", "callback_data": "p"}]]
}


def phone_of(page, name):
    return page.get_by_role("region", name=f"Phone of {name}")


async def test_the_page_comes_back_by_itself_after_a_restart_and_shows_nothing_of_before(page):
    async with Emulator() as first:
        await first.phone("nl", "Noor").says("said before the restart")
        first.phone("fr", "Camille")
        port = urlsplit(first.url).port
        await page.goto(first.url)
        await expect(page.get_by_text("said before the restart")).to_be_visible()
        await expect(page.get_by_text("Reconnecting")).to_have_count(0)
    await expect(page.get_by_role("status").filter(has_text="Reconnecting")).to_be_visible()
    field = phone_of(page, "Noor").get_by_label("Message as Noor")
    await field.fill("written in between")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("The emulator does not answer")).to_be_visible()
    await expect(field).to_have_value("written in between")
    async with Emulator(port=port) as second:
        await second.phone("nl", "Sam").says("said after it")
        await expect(page.get_by_text("said after it")).to_be_visible()
        await expect(page.get_by_text("Reconnecting")).to_have_count(0)
        await expect(page.get_by_text("said before the restart")).to_have_count(0)
        await expect(phone_of(page, "Camille")).to_have_count(0)
        await phone_of(page, "Sam").get_by_label("Message as Sam").fill("hallo again")
        await page.keyboard.press("Enter")
        await expect(phone_of(page, "Sam").get_by_role("log").get_by_text("hallo again")).to_be_visible()


async def test_a_reloaded_page_shows_what_stood_there(emulator, wire, page):
    phone = emulator.phone("nl", "Noor")
    await phone.says("hallo")
    await wire.result("sendMessage", chat_id=phone.chat_id, text="Go on?", reply_markup=KEYS)
    await page.goto(emulator.url)
    await expect(page.get_by_text("Go on?")).to_be_visible()
    await page.reload()
    await phone_of(page, "Noor").get_by_role("button", name="A person").click()
    await expect(phone_of(page, "Noor").get_by_text("hallo")).to_be_visible()
    assert emulator.updates[-1].payload["callback_query"]["data"] == "p"


@pytest.mark.parametrize("days", [0, 180], ids=["now", "in the other half of the year"])
async def test_all_times_are_those_of_brussels_wherever_the_browser_is(emulator, wire, browser, days):
    emulator.clock.move(timedelta(days=days))
    phone = emulator.phone("nl", "Noor")
    number = await phone.says("hallo")
    there = datetime.fromtimestamp(emulator.telegram.messages[phone.chat_id, number].date, UTC)
    shown = there.astimezone(ZoneInfo("Europe/Brussels"))
    context = await browser.new_context(timezone_id="Asia/Tokyo")
    page = await context.new_page()
    await page.goto(emulator.url)
    time = phone_of(page, "Noor").locator("time").first
    await expect(time).to_have_text(f"{shown:%H:%M}")
    await expect(time).to_have_attribute(
        "title", f"{shown:%A} {shown.day} {shown:%B}, {shown:%H:%M} in Europe/Brussels"
    )
    await expect(page.locator("#clock")).to_have_attribute("title", "The clock of the helpline: Europe/Brussels")
    near = [
        f"{moment.astimezone(shown.tzinfo):%H:%M}"
        for moment in (there, emulator.clock.now(), there + timedelta(minutes=1))
    ]
    assert await page.locator("#clock-time").inner_text() in near
    await context.close()


async def test_telephone_numbers_look_as_if_one_could_tap_them_and_lead_nowhere(emulator, wire, page):
    phone = emulator.phone("nl", "Noor")
    await wire.result("sendMessage", chat_id=phone.chat_id, text=CARD)
    await page.goto(emulator.url)
    numbers = phone_of(page, "Noor").locator(".number")
    await expect(numbers).to_have_text(["+32 2 475 44 11", "02 475 44 11", "116 000"])
    await numbers.first.click()
    assert page.url == f"{emulator.url}/"
    assert await page.locator("main a").count() == 0
    assert await phone_of(page, "Noor").locator(".words").inner_text() == CARD


async def test_places_polls_and_contacts_say_what_they_are_about(emulator, wire, page):
    here = {"chat_id": emulator.phone("nl", "Noor").chat_id}
    await wire.result("sendVenue", **here, latitude=50, longitude=4, title="A house", address="Street 1")
    await wire.result("sendPoll", **here, question="How was it?", options=["Fine", "Not so fine"])
    await wire.result("sendContact", **here, phone_number="+3212345678", first_name="Police")
    await page.goto(emulator.url)
    for words in ("Place", "A house, Street 1", "How was it?", "○ Not so fine", "Police, +3212345678"):
        await expect(phone_of(page, "Noor").get_by_text(words).first).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1000), (1440, 900), (720, 450)])
async def test_three_phones_fit_every_screen_and_each_shows_its_last_message(emulator, wire, page, width, height):
    """720 × 450 is what is left of 1440 × 900 at twice the size."""
    await page.set_viewport_size({"width": width, "height": height})
    await wire.result("setMyName", name="A helpline with quite a long name")
    for language in ("nl", "fr", "en"):
        phone = emulator.phone(language)
        for _ in range(8):
            await phone.says("a line that is long enough to be broken on a small screen, and then some more of it")
        await wire.result("sendMessage", chat_id=phone.chat_id, text="Go on?", reply_markup=KEYS)
    await page.goto(emulator.url)
    await expect(page.get_by_text("A helpline with quite a long name")).to_have_count(1)
    for number in (1, 2, 3):
        tab = page.get_by_role("navigation", name="Phones").get_by_role("button", name=f"Contact {number}")
        if await tab.is_visible():
            await tab.click()
        await expect(phone_of(page, f"Contact {number}").get_by_role("button", name="A person")).to_be_in_viewport(
            ratio=0.3
        )
    size = await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [width, height]
    await assert_accessible(page)


async def test_with_forced_colours_every_button_and_bubble_has_an_edge(emulator, wire, page):
    await page.emulate_media(forced_colors="active")
    phone = emulator.phone("nl", "Noor")
    await phone.says("hallo")
    await wire.result("sendMessage", chat_id=phone.chat_id, text="Go on?", reply_markup=KEYS)
    emulator.phone("fr", "Camille")
    await page.goto(emulator.url)
    await expect(phone_of(page, "Noor").get_by_role("button", name="A person")).to_be_visible()
    bare = await page.evaluate("""() => [...document.querySelectorAll(".key, .bubble, .wide-button, .send, .pill")]
      .filter((one) => one.offsetWidth && getComputedStyle(one).borderTopWidth === "0px")
      .map((one) => one.outerHTML)""")
    assert bare == []


async def test_everything_can_be_reached_by_the_tab_key_and_shows_that_it_has_the_focus(emulator, wire, page):
    phone = emulator.phone("nl", "Noor")
    await wire.result("sendMessage", chat_id=phone.chat_id, text="Go on?", reply_markup=KEYS)
    await page.goto(emulator.url)
    await expect(phone_of(page, "Noor").get_by_role("button", name="A person")).to_be_visible()
    reached, unseen = [], []
    for _ in range(14):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement === document.body"):
            continue  # the last stop is the browser's own
        name, outline = await page.evaluate("""() => { const at = document.activeElement;
          return [at.ariaLabel || at.textContent, getComputedStyle(at).outlineStyle]; }""")
        reached.append(name.strip())
        unseen += [name] if outline == "none" else []
    wanted = {
        "New contact",
        "More for Noor",
        "Chat of Noor",
        "Yes, go on",
        "A person",
        "Attach",
        "Message as Noor",
        "Send",
    }
    assert wanted <= set(reached)
    assert unseen == []
