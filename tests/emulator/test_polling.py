"""Polling: nothing is confirmed before the bot asks for what comes after it."""

import asyncio
import time
from datetime import timedelta


async def test_an_update_comes_again_until_it_is_confirmed(emulator, wire):
    phone = emulator.phone()
    for word in ("one", "two", "three"):
        await phone.says(word)
    first = await wire.result("getUpdates")
    again = await wire.result("getUpdates", limit=2)
    assert [one["message"]["text"] for one in first] == ["one", "two", "three"]
    assert again == first[:2]
    assert [one["update_id"] - first[0]["update_id"] for one in first] == [0, 1, 2]
    assert all(made.confirmed_at is None for made in emulator.updates)
    rest = await wire.result("getUpdates", offset=first[1]["update_id"] + 1)
    assert [one["message"]["text"] for one in rest] == ["three"]
    assert [made.confirmed_at is not None for made in emulator.updates] == [True, True, False]
    assert [made.attempts for made in emulator.updates] == [2, 2, 2]


async def test_a_negative_offset_forgets_all_but_the_last(emulator, wire):
    phone = emulator.phone()
    for word in ("one", "two", "three"):
        await phone.says(word)
    assert [one["message"]["text"] for one in await wire.result("getUpdates", offset=-1)] == ["three"]
    assert [made.dropped for made in emulator.updates] == ["forgotten", "forgotten", None]


async def test_a_long_poll_is_answered_when_something_happens_and_not_before(emulator, wire):
    phone = emulator.phone()
    waiting = asyncio.create_task(wire.result("getUpdates", timeout=20))
    await wire.result("getMe")
    assert not waiting.done()
    began = time.monotonic()
    await phone.says("hallo")
    assert [one["message"]["text"] for one in await waiting] == ["hallo"]
    assert time.monotonic() - began < 15
    began = time.monotonic()
    assert await wire.result("getUpdates", offset=emulator.updates[-1].update_id + 1, timeout=1) == []
    assert time.monotonic() - began > 0.9


async def waiting_for(emulator, wire, seconds=20):
    """A long poll that has reached the emulator: its turn shows it."""
    turn = emulator._calls.polling._turn
    task = asyncio.create_task(wire("getUpdates", timeout=seconds))
    while emulator._calls.polling._turn == turn:
        await wire.result("getMe")
    return task


async def test_a_second_poller_ends_the_first(emulator, wire):
    first = await waiting_for(emulator, wire)
    second = await waiting_for(emulator, wire)
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    await emulator.phone().says("hallo")
    assert (await second)["ok"]


async def test_no_polling_while_a_webhook_is_set(emulator, wire, site):
    first = await waiting_for(emulator, wire)
    await wire.result("setWebhook", url=site.url)
    assert (await first)["description"] == "Conflict: terminated by setWebhook request"
    assert "use deleteWebhook to delete the webhook first" in await wire.refusal("getUpdates")
    await wire.result("deleteWebhook")
    assert await wire.result("getUpdates") == []


async def test_what_the_bot_did_not_ask_for_is_not_made(emulator, wire):
    phone = emulator.phone()
    number = await phone.says("a")
    await phone.reacts(number, "👍")
    await wire.result("getUpdates", allowed_updates=["message_reaction"])
    await phone.reacts(number, "👎")
    await phone.says("b")
    kinds = [next(key for key in made.payload if key != "update_id") for made in emulator.updates]
    assert kinds == ["message", "message_reaction"]
    await wire.result("getUpdates")
    await phone.says("c")
    assert len(emulator.updates) == 2
    await wire.result("getUpdates", allowed_updates=[])
    await phone.says("d")
    assert len(emulator.updates) == 3


async def test_after_a_day_by_the_clock_an_update_is_gone_and_a_press_after_150_seconds(emulator, wire):
    phone = emulator.phone()
    await phone.says("old")
    await phone.presses_button(1, "x")
    emulator.clock.move(timedelta(seconds=151))
    assert ["message" in one for one in await wire.result("getUpdates")] == [True]
    emulator.clock.move(timedelta(hours=24))
    assert await wire.result("getUpdates") == []
    assert [made.dropped for made in emulator.updates] == ["expired", "expired"]


async def test_stopping_ends_a_long_poll(wire, emulator):
    waiting = await waiting_for(emulator, wire)
    began = time.monotonic()
    await emulator.stop()
    assert (await waiting)["result"] == []
    assert time.monotonic() - began < 15
