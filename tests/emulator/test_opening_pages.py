"""Buttons that open a page: whom Telegram lets have one, and what the app tells the page it opens."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit

import aiogram
import pytest
import telegram
from aiogram.utils.web_app import safe_parse_webapp_init_data
from playwright.async_api import expect

from emulator.server import Emulator
from tests.browser import assert_accessible
from tests.emulator.two_libraries import WithAiogram, WithPythonTelegramBot

PAGE = "https://haven.example/hashes"
NOT_HTTPS = "is invalid: Only HTTPS links are allowed"


def opening(url=PAGE, label="Open the page"):
    return {"inline_keyboard": [[{"text": label, "web_app": {"url": url}}], [{"text": "No", "callback_data": "n"}]]}


def launch_data(address):
    return parse_qs(urlsplit(address).fragment.partition("?")[2] or urlsplit(address).fragment)["tgWebAppData"][0]


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        (PAGE + "#secret", None),
        ("http://127.0.0.1:8080/hashes", None),
        ("http://[::1]:8080/hashes", None),
        ("http://haven.example/hashes", f"URL 'http://haven.example/hashes' {NOT_HTTPS}"),
        ("http://192.168.1.4/hashes", NOT_HTTPS),
        ("http://127.0.0.1.haven.example/", NOT_HTTPS),
        ("tg://resolve?domain=x", "Unsupported URL protocol"),
        ("https://", "URL host is empty"),
        ("", "Unsupported URL protocol"),
        (7, 'Can\'t find field "url"'),
    ],
)
async def test_only_a_safe_address_is_taken(emulator, wire, url, refusal):
    phone = emulator.phone()
    answer = await wire("sendMessage", chat_id=phone.chat_id, text="a", reply_markup=opening(url))
    assert answer["ok"] is (refusal is None)
    assert refusal is None or refusal in answer["description"]
    reply = {"keyboard": [[{"text": "Open", "web_app": {"url": url}}]]}
    assert (await wire("sendMessage", chat_id=phone.chat_id, text="a", reply_markup=reply))["ok"] is (refusal is None)


async def test_in_telegrams_words_and_only_in_private_and_one_thing_a_button(emulator, wire):
    phone = emulator.phone()
    here = {"chat_id": phone.chat_id, "text": "a"}
    assert await wire.refusal("sendMessage", **here, reply_markup=opening("http://haven.example/x")) == (
        "Bad Request: inline keyboard button Web App URL 'http://haven.example/x' "
        "is invalid: Only HTTPS links are allowed"
    )
    both = {"inline_keyboard": [[{"text": "a", "callback_data": "d", "web_app": {"url": PAGE}}]]}
    assert "wants one of" in await wire.refusal("sendMessage", **here, reply_markup=both)
    shapeless = {"inline_keyboard": [[{"text": "a", "web_app": PAGE}]]}
    assert "must be of type Object" in await wire.refusal("sendMessage", **here, reply_markup=shapeless)
    group = emulator.group_says("hello")
    assert await wire.refusal("sendMessage", chat_id=group, text="a", reply_markup=opening()) == (
        "Bad Request: BUTTON_TYPE_INVALID"
    )
    sent = await wire.result("sendMessage", **here)
    edit = {"chat_id": phone.chat_id, "message_id": sent["message_id"], "reply_markup": opening()}
    assert (await wire.result("editMessageReplyMarkup", **edit))["reply_markup"] == opening()


@pytest.mark.parametrize(
    ("url", "between"), [(PAGE, "#"), (PAGE + "#", "#"), (PAGE + "#a-_9", "#a-_9?"), (PAGE + "#a=1", "#a=1&")]
)
async def test_what_stands_behind_the_hash_stays_and_the_launch_data_follows(emulator, wire, url, between):
    phone = emulator.phone("nl", "Noor")
    await wire.result("sendMessage", chat_id=phone.chat_id, text="a", reply_markup=opening(url))
    address = phone.opens("Open the page")
    assert address.startswith(f"{PAGE}{between}tgWebAppData=")
    given = dict(parse_qsl(address.removeprefix(PAGE + between)))
    assert given.keys() == {"tgWebAppData", "tgWebAppVersion", "tgWebAppPlatform", "tgWebAppThemeParams"}
    assert json.loads(given["tgWebAppThemeParams"])["bg_color"] == "#ffffff"


async def test_the_launch_data_is_hers_is_of_this_moment_and_is_signed(emulator, wire):
    phone = emulator.phone("nl", "Noor & Zoë")
    emulator.clock.move(timedelta(hours=5))
    await wire.result("sendMessage", chat_id=phone.chat_id, text="a", reply_markup=opening(PAGE + "#s"))
    first, again = (launch_data(phone.opens("Open the page")) for _ in range(2))
    assert first != again
    read = safe_parse_webapp_init_data(emulator.bot_token, first)  # aiogram knows how Telegram signs
    assert (read.user.id, read.user.first_name, read.user.language_code) == (phone.chat_id, "Noor & Zoë", "nl")
    assert abs((read.auth_date - emulator.clock.now()).total_seconds()) < 60
    assert read.query_id in emulator.telegram.pages
    for spoiled in (first.replace("Noor", "Lena"), first[:-1] + ("0" if first[-1] != "0" else "1")):
        with pytest.raises(ValueError, match="Invalid init data"):
            safe_parse_webapp_init_data(emulator.bot_token, spoiled)
    with pytest.raises(ValueError, match="Invalid init data"):
        safe_parse_webapp_init_data("1:other", first)


async def test_who_blocked_the_bot_or_whose_message_is_gone_opens_nothing(emulator, wire):
    phone = emulator.phone()
    sent = await wire.result("sendMessage", chat_id=phone.chat_id, text="a", reply_markup=opening())
    assert phone.opens("Open the page")
    with pytest.raises(LookupError, match="opens a page"):
        phone.opens("No")  # a button, but none that opens anything
    await phone.blocks()
    with pytest.raises(RuntimeError, match="blocked"):
        phone.opens("Open the page")
    await phone.unblocks()
    await wire.result("deleteMessage", chat_id=phone.chat_id, message_id=sent["message_id"])
    with pytest.raises(LookupError):
        phone.opens("Open the page")
    with pytest.raises(LookupError, match="gone"):
        phone.opens_button(sent["message_id"], "Open the page")


async def test_both_libraries_send_and_read_such_a_button(emulator):
    phone = emulator.phone()
    one, two = WithAiogram(emulator), WithPythonTelegramBot(emulator)
    inline = aiogram.types.InlineKeyboardButton(text="One", web_app=aiogram.types.WebAppInfo(url=PAGE + "#1"))
    keys = telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton("Two", web_app=telegram.WebAppInfo(PAGE + "#2"))]]
    )
    async with one.bot.session, two.bot:
        markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[inline]])
        sent = await one.bot.send_message(phone.chat_id, "a", reply_markup=markup)
        assert sent.reply_markup.inline_keyboard[0][0].web_app.url == PAGE + "#1"
        second = await two.bot.send_message(phone.chat_id, "b", reply_markup=keys)
        assert second.reply_markup.inline_keyboard[0][0].web_app.url == PAGE + "#2"
    assert phone.opens("One").startswith(PAGE + "#1?tgWebAppData=")
    assert phone.opens("Two").startswith(PAGE + "#2?tgWebAppData=")


async def test_on_the_phone_page_it_opens_in_a_tab_that_knows_nothing_of_this_one(emulator, wire, page):
    phone = emulator.phone("nl", "Noor")
    async with Emulator() as elsewhere:  # some page on this machine
        await wire.result(
            "sendMessage", chat_id=phone.chat_id, text="a", reply_markup=opening(f"{elsewhere.url}/#secret")
        )
        await page.goto(emulator.url)
        button = page.get_by_role("region", name="Phone of Noor").get_by_role("button", name="Open the page")
        await expect(button).to_have_accessible_name("Open the page")
        await expect(button).to_have_accessible_description("Opens a page")
        await assert_accessible(page)
        await button.focus()
        async with page.context.expect_page() as opened:
            await page.keyboard.press("Enter")
        tab = await opened.value
        await tab.wait_for_load_state()
        assert tab.url.startswith(f"{elsewhere.url}/#secret?tgWebAppData=query_id%3D")
        assert await tab.evaluate("[window.opener, document.referrer]") == [None, ""]
        async with tab.expect_event("close"):  # what an app opened may close itself: here too
            await tab.evaluate("window.close()")


async def test_on_a_screen_that_is_behind_it_says_that_the_button_is_gone(emulator, wire, page):
    phone = emulator.phone("nl", "Noor")
    await wire.result("sendMessage", chat_id=phone.chat_id, text="a", reply_markup=opening())
    await page.goto(emulator.url)
    noor = page.get_by_role("region", name="Phone of Noor")
    await expect(noor.get_by_role("button", name="Open the page")).to_be_visible()
    await page.route("**/emulator/phones/*", lambda route: route.abort())  # it hears of nothing any more
    emulator.telegram.erase(emulator.telegram.message(phone.chat, phone.screen()[0].message_id))
    await noor.get_by_role("button", name="Open the page").click()
    await expect(noor.get_by_text("gone")).to_be_visible()
    assert len(page.context.pages) == 1
