"""The webhook: in order per chat, again until 2xx, with the secret, and never more at once than agreed."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from emulator.server import Emulator
from emulator.webhook import Webhook


def texts(site):
    return [one["message"]["text"] for one in site.received]


async def test_updates_arrive_with_the_secret_and_are_confirmed(emulator, wire, site):
    await wire.result("setWebhook", url=site.url, secret_token="s3cret_-")
    await emulator.phone().says("hallo")
    await emulator.settled()
    assert texts(site) == ["hallo"]
    assert site.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s3cret_-"
    assert emulator.updates[0].confirmed_at
    info = await wire.result("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (site.url, 0, 40)


async def test_the_next_of_a_chat_waits_for_the_last_while_other_chats_go_on(emulator, wire, site):
    held, others = asyncio.Event(), asyncio.Event()

    async def answer(update):
        if update["message"]["text"] == "first":
            await held.wait()
        if update["message"]["text"] == "elsewhere":
            others.set()
        return web.Response()

    site.answer = answer
    await wire.result("setWebhook", url=site.url)
    one, two = emulator.phone(), emulator.phone()
    await one.says("first")
    await one.says("second")
    await two.says("elsewhere")
    await asyncio.wait_for(others.wait(), 30)
    assert set(texts(site)) == {"first", "elsewhere"}
    held.set()
    await emulator.settled()
    assert texts(site).index("second") == 2


async def test_a_press_may_overtake_a_text_as_on_telegram(emulator, wire, site):
    pressed = asyncio.Event()

    async def answer(update):
        if "callback_query" in update:
            pressed.set()
        else:
            await pressed.wait()
        return web.Response()

    site.answer = answer
    await wire.result("setWebhook", url=site.url)
    phone = emulator.phone()
    await phone.says("text")
    await phone.presses_button(1, "data")
    await emulator.settled()
    assert ["callback_query" in one for one in site.received] in ([False, True], [True, False])


async def test_one_line_per_chat_keeps_the_press_behind_the_text(wire, site):
    async with Emulator(one_line_per_chat=True) as strict:
        wire.emulator = strict
        order = []

        async def answer(update):
            order.append("in")
            await asyncio.sleep(0)
            order.append("out")
            return web.Response()

        site.answer = answer
        await wire.result("setWebhook", url=site.url)
        phone = strict.phone()
        await phone.says("text")
        await phone.presses_button(1, "data")
        await strict.settled()
    assert order == ["in", "out"] * 2


async def test_a_failed_update_comes_again_before_the_next_one(emulator, wire, site):
    async def answer(update):
        return web.Response(status=503 if len(site.received) < 4 else 200)

    site.answer = answer
    await wire.result("setWebhook", url=site.url)
    phone = emulator.phone()
    await phone.says("a")
    await phone.says("b")
    await emulator.settled()
    assert texts(site) == ["a", "a", "a", "a", "b"]
    assert [made.attempts for made in emulator.updates] == [4, 1]
    assert "Wrong response from the webhook: 503" in (await wire.result("getWebhookInfo"))["last_error_message"]


@pytest.mark.parametrize(("header", "pauses"), [(None, [0, 2, 4, 8]), ("7", [7, 7, 7, 7]), ("soon", [0, 2, 4, 8])])
async def test_the_pauses_grow_and_retry_after_is_honoured(emulator, wire, site, monkeypatch, header, pauses):
    async def answer(update):
        failed = len(site.received) <= 4
        return web.Response(status=500 if failed else 200, headers={"Retry-After": header} if header and failed else {})

    waited = []
    real = asyncio.sleep

    async def sleep(seconds):
        waited.append(round(seconds / 0.01))
        await real(0)

    site.answer = answer
    monkeypatch.setattr("emulator.webhook.asyncio.sleep", sleep)
    await wire.result("setWebhook", url=site.url)
    await emulator.phone().says("a")
    await emulator.settled()
    assert waited == pauses


async def test_what_nobody_takes_for_a_day_is_dropped(emulator, wire, site):
    async def answer(update):
        emulator.clock.move(timedelta(hours=9))
        return web.Response(status=500)

    site.answer = answer
    await wire.result("setWebhook", url=site.url)
    await emulator.phone().says("a")
    await emulator.settled()
    assert emulator.updates[0].dropped == "expired"
    assert emulator.updates[0].attempts == 3


async def test_a_server_that_is_away_is_tried_again_when_it_is_back(emulator, wire, site):
    await wire.result("setWebhook", url="http://127.0.0.1:9/hook")
    await emulator.phone().says("a")
    while emulator.updates[0].attempts < 2:
        await emulator.telegram.news.next(5)
    assert (await wire.result("getWebhookInfo"))["last_error_message"]
    await wire.result("setWebhook", url=site.url)
    await emulator.settled()
    assert texts(site) == ["a"]


async def test_never_more_at_once_than_agreed(emulator, wire, site):
    now, most, three = 0, 0, asyncio.Event()

    async def answer(update):
        nonlocal now, most
        now += 1
        most = max(most, now)
        if now == 3:
            three.set()
        await three.wait()
        await asyncio.sleep(0.01)
        now -= 1
        return web.Response()

    site.answer = answer
    await wire.result("setWebhook", url=site.url, max_connections=3)
    for _ in range(12):
        await emulator.phone().says("a")
    await emulator.settled()
    assert (len(site.received), most) == (12, 3)


async def test_the_answer_to_an_update_may_hold_a_call(emulator, wire, site):
    phone = emulator.phone()

    async def answer(update):
        method = "sendMessage" if "message" in update else "getMe"
        return web.json_response({"method": method, "chat_id": phone.chat_id, "text": "in the answer"})

    site.answer = answer
    await wire.result("setWebhook", url=site.url)
    await phone.says("a")
    assert (await phone.hears()).text == "in the answer"
    assert [(entry.method, entry.via) for entry in emulator.ledger][-1] == ("sendMessage", "webhook")
    await phone.presses_button(1, "x")
    await emulator.settled()
    assert emulator.ledger[-1].method == "sendMessage"


async def test_wrong_webhooks_are_refused_and_pending_updates_can_be_dropped(emulator, wire, site):
    assert "HTTPS URL must be provided" in await wire.refusal("setWebhook", url="ftp://x")
    assert "unallowed characters" in await wire.refusal("setWebhook", url=site.url, secret_token="é")
    assert "too long" in await wire.refusal("setWebhook", url=site.url, secret_token="a" * 257)
    await emulator.phone().says("a")
    await wire.result("setWebhook", url=site.url, drop_pending_updates=True)
    assert emulator.updates[0].dropped == "forgotten"
    await wire.result("setWebhook", url="")
    assert (await wire.result("getWebhookInfo"))["url"] == ""
    assert Webhook.__doc__
