"""The phone page in a real browser: by mouse, by keyboard, on a small screen, by day and by night."""

import re

import pytest
from playwright.async_api import expect

from tests import browser
from tests.browser import assert_accessible

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]}


def phone_of(page, name):
    return page.get_by_role("region", name=f"Phone of {name}")


async def talked(emulator, wire):
    """A phone that shows one of everything."""
    phone = emulator.phone("nl", "Noor")
    here = {"chat_id": phone.chat_id}
    await wire.result("setMyCommands", commands=[{"command": "help", "description": "What I can do"}])
    await phone.says("hallo")
    gone = await wire.result("sendMessage", **here, text="soon gone", reply_markup=YES)
    await wire.result("deleteMessage", **here, message_id=gone["message_id"])
    sent = await wire.result("sendMessage", **here, text="before")
    await wire.result(
        "editMessageText",
        **here,
        message_id=sent["message_id"],
        text="<b>bold</b> <code>1</code> e.be",
        parse_mode="HTML",
    )
    await wire.result("sendMessage", **here, text="closed <img src=x onerror=alert(1)>", protect_content=True)
    await phone.sends("photo", caption="look")
    await phone.forwards("see this", from_name="A friend")
    await wire.result("sendMessage", **here, text="Sure?", reply_markup=YES)
    return phone


async def test_a_person_talks_with_the_bot_by_mouse(emulator, wire, page):
    phone = emulator.phone("nl", "Noor")
    await page.goto(emulator.url)
    noor = phone_of(page, "Noor")
    await noor.get_by_role("button", name="Start").click()
    await expect(noor.get_by_text("/start")).to_be_visible()
    await wire.result("sendChatAction", chat_id=phone.chat_id, action="typing")
    await expect(noor.get_by_text("typing")).to_be_visible()
    sent = await wire.result("sendMessage", chat_id=phone.chat_id, text="Sure?", reply_markup=YES)
    await noor.get_by_role("button", name="Yes").click()
    await noor.get_by_role("button", name="No", exact=True).click()
    await noor.get_by_label("Message as Noor").fill("typed by hand")
    await page.keyboard.press("Enter")
    await noor.get_by_role("button", name="Attach").click()
    await noor.get_by_role("button", name="Sticker").click()
    await expect(noor.get_by_text("Sticker")).to_be_visible()
    await wire.result("editMessageText", chat_id=phone.chat_id, message_id=sent["message_id"], text="Thanks")
    await expect(noor.get_by_text("edited")).to_be_visible()
    await noor.get_by_text("Earlier buttons").click()
    await noor.get_by_role("button", name="Yes").click()
    await expect(noor.get_by_text("Thanks")).to_be_visible()
    data = [made.payload["callback_query"]["data"] for made in emulator.updates if "callback_query" in made.payload]
    assert data == ["y", "n", "y"]
    texts = [made.payload["message"].get("text") for made in emulator.updates if "message" in made.payload]
    assert texts == ["/start", "typed by hand", None]


async def test_it_can_be_used_by_keyboard_alone(emulator, wire, page):
    phone = await talked(emulator, wire)
    await page.goto(emulator.url)
    noor = phone_of(page, "Noor")
    await noor.get_by_role("button", name="Yes").focus()
    await page.keyboard.press("Enter")
    await noor.get_by_role("button", name="Commands of the bot").focus()
    await page.keyboard.press("Enter")
    await expect(noor.get_by_role("button", name="/help")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(noor.get_by_role("button", name="Commands of the bot")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(noor.get_by_text("/help")).to_be_visible()
    await noor.get_by_label("Message as Noor").focus()
    await page.keyboard.type("line one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("line two")
    await page.keyboard.press("Enter")
    await expect(noor.get_by_text("line two")).to_be_visible()
    assert phone.screen()[-1].text == "line one\nline two"
    assert emulator.updates[-3].payload["callback_query"]["data"] == "y"


async def test_what_is_deleted_edited_protected_or_hostile_is_shown_as_such(emulator, wire, page):
    await talked(emulator, wire)
    await page.goto(emulator.url)
    noor = phone_of(page, "Noor")
    for words in ("Deleted message", "edited", "Protected", "Forwarded from A friend", "Photo", "onerror=alert(1)"):
        await expect(noor.get_by_text(words).first).to_be_visible()
    await expect(noor.get_by_text("soon gone")).to_have_count(0)
    await expect(noor.locator("strong")).to_have_text("bold")
    assert await page.locator("img, main a, iframe").count() == 0


async def test_blocking_the_clock_and_new_contacts(emulator, wire, page):
    phone = emulator.phone("en", "Sam")
    await page.goto(emulator.url)
    sam = phone_of(page, "Sam")
    await sam.get_by_role("button", name="More for Sam").click()
    await sam.get_by_role("button", name="Block the bot").click()
    await expect(sam.get_by_text("Bot blocked")).to_be_visible()
    assert (await wire("sendMessage", chat_id=phone.chat_id, text="a"))["error_code"] == 403
    await sam.get_by_role("button", name="Unblock the bot").click()
    await expect(sam.get_by_label("Message as Sam")).to_be_visible()
    before = emulator.clock.now()
    await page.get_by_role("button", name="Move the clock forward by 9 hours").click()
    await expect(page.get_by_role("status").filter(has_text="It is now")).to_have_count(1)
    assert (emulator.clock.now() - before).total_seconds() > 9 * 3600
    await page.get_by_role("button", name="New contact").click()
    await page.get_by_role("button", name="Français").click()
    await expect(phone_of(page, "Contact 2")).to_be_visible()
    assert [one.chat.language for one in emulator.phones.values()] == ["en", "fr"]


async def test_on_a_small_screen_one_phone_at_a_time(emulator, wire, page):
    await page.set_viewport_size({"width": 360, "height": 740})
    await talked(emulator, wire)
    emulator.phone("fr", "Camille")
    await page.goto(emulator.url)
    await expect(phone_of(page, "Noor")).to_be_visible()
    await expect(phone_of(page, "Camille")).to_be_hidden()
    await page.get_by_role("navigation", name="Phones").get_by_role("button", name="Camille").click()
    await expect(phone_of(page, "Camille")).to_be_visible()
    await expect(phone_of(page, "Noor")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
async def test_it_is_accessible(emulator, wire, page, width, scheme):
    await page.set_viewport_size({"width": width, "height": 800})
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await talked(emulator, wire)
    await page.goto(emulator.url)
    noor = phone_of(page, "Noor")
    await noor.get_by_text("Earlier buttons").click()
    await assert_accessible(page)
    await noor.get_by_role("button", name="Attach").click()
    await assert_accessible(page)
    small = await page.evaluate("""() => [...document.querySelectorAll("button, summary, textarea")].filter((one) => {
      const { width, height } = one.getBoundingClientRect();
      return width > 0 && (width < 44 || height < 44);
    }).map((one) => one.outerHTML)""")
    assert small == []


async def test_an_empty_chat_says_what_the_bot_says_of_itself(emulator, wire, page):
    await wire.result("setMyDescription", description="Ik luister.", language_code="nl")
    emulator.phone("nl", "Noor")
    await page.goto(emulator.url)
    await expect(phone_of(page, "Noor").get_by_text("Ik luister.")).to_be_visible()


async def test_a_reply_keyboard_stands_above_the_composer(emulator, wire, page):
    phone = emulator.phone("en", "Sam")
    await wire.result("sendMessage", chat_id=phone.chat_id, text="a", reply_markup={"keyboard": [["A person"]]})
    await page.goto(emulator.url)
    await phone_of(page, "Sam").get_by_role("button", name="A person").click()
    await expect(phone_of(page, "Sam").get_by_role("log").get_by_text("A person")).to_be_visible()
    assert emulator.updates[-1].payload["message"]["text"] == "A person"


def test_without_a_browser_the_tests_fail_and_say_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delenv("HAVEN_CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "WEB", tmp_path)
    with pytest.raises(pytest.fail.Exception, match="npm ci"):
        browser.browser_path.__wrapped__()
    monkeypatch.setenv("HAVEN_CHROMIUM", "/a/browser")
    assert browser.browser_path.__wrapped__() == "/a/browser"


async def test_axe_is_awake(page):
    await page.set_content("<html><body><img src='x'><button></button></body></html>")
    with pytest.raises(AssertionError, match=re.escape("button-name")):
        await assert_accessible(page)
