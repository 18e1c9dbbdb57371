"""A phone: what a thumb does becomes an update, what the bot does becomes a screen."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from emulator.media import KINDS


def keys(*labels):
    return {"inline_keyboard": [[{"text": label, "callback_data": f"d:{label}"}] for label in labels]}


async def test_the_newest_button_with_a_label_is_pressed(emulator, wire):
    phone = emulator.phone(language="nl")
    for number in (1, 2):
        await wire.result("sendMessage", chat_id=phone.chat_id, text=f"vraag {number}", reply_markup=keys("Ja", "Nee"))
    await phone.presses("Ja")
    [update] = await wire.result("getUpdates")
    press = update["callback_query"]
    assert (press["data"], press["message"]["text"]) == ("d:Ja", "vraag 2")
    assert (press["from"]["language_code"], press["from"]["id"]) == ("nl", phone.chat_id)
    assert await wire.result("answerCallbackQuery", callback_query_id=press["id"], text="ok")
    assert "query is too old" in await wire.refusal("answerCallbackQuery", callback_query_id=press["id"])
    with pytest.raises(LookupError, match="Misschien"):
        await phone.presses("Misschien")


async def test_a_button_of_a_message_that_is_gone_can_still_be_pressed(emulator, wire):
    phone = emulator.phone()
    sent = await wire.result("sendMessage", chat_id=phone.chat_id, text="a", reply_markup=keys("Yes"))
    await wire.result("deleteMessage", chat_id=phone.chat_id, message_id=sent["message_id"])
    with pytest.raises(LookupError):
        await phone.presses("Yes")
    await phone.presses_button(sent["message_id"], "d:Yes")
    assert emulator.updates[-1].payload["callback_query"]["message"]["date"] == 0


async def test_a_late_answer_to_a_press_is_refused(emulator, wire):
    phone = emulator.phone()
    query = await phone.presses_button(1, "x")
    emulator.clock.move(timedelta(minutes=3))
    assert "query is too old" in await wire.refusal("answerCallbackQuery", callback_query_id=query)


async def test_a_reply_keyboard_is_typed(emulator, wire):
    phone = emulator.phone()
    markup = {"keyboard": [[{"text": "Human"}]], "one_time_keyboard": True}
    await wire.result("sendMessage", chat_id=phone.chat_id, text="a", reply_markup=markup)
    await phone.presses("Human")
    assert emulator.updates[-1].payload["message"]["text"] == "Human"
    with pytest.raises(LookupError):
        await phone.presses("Human")


async def test_hearing_waits_and_hears_each_message_once(emulator, wire):
    phone = emulator.phone()
    listening = asyncio.create_task(phone.hears_until("three"))
    for word in ("one", "two", "three"):
        await wire.result("sendMessage", chat_id=phone.chat_id, text=word)
    assert [heard.text for heard in await listening] == ["one", "two", "three"]
    with pytest.raises(TimeoutError):
        await phone.hears(timeout=0.05)
    await wire.result("editMessageText", chat_id=phone.chat_id, message_id=phone.screen()[0].message_id, text="changed")
    seen = await phone.sees("changed")
    assert seen.edited


async def test_who_blocks_the_bot_gets_nothing(emulator, wire):
    phone = emulator.phone()
    await phone.blocks()
    answer = await wire("sendMessage", chat_id=phone.chat_id, text="a")
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(RuntimeError):
        await phone.says("a")
    await phone.unblocks()
    assert (await wire("sendMessage", chat_id=phone.chat_id, text="a"))["ok"]
    states = [made.payload["my_chat_member"]["new_chat_member"]["status"] for made in emulator.updates]
    assert states == ["kicked", "member"]


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_a_phone_sends_arrives_as_what_it_is(emulator, kind):
    phone = emulator.phone()
    await phone.sends(kind, caption="look")
    message = emulator.updates[-1].payload["message"]
    assert kind in message
    assert "text" not in message


async def test_an_album_is_several_messages_of_one_group(emulator):
    phone = emulator.phone()
    assert len(await phone.sends("photo", caption="three", album=3)) == 3
    messages = [made.payload["message"] for made in emulator.updates]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["three", None, None]


async def test_edits_forwards_and_long_texts(emulator):
    phone = emulator.phone()
    number = await phone.says("helo")
    await phone.edits(number, "hello")
    await phone.forwards("look", from_name="A friend")
    await phone.says("x" * 5000)
    payloads = [made.payload for made in emulator.updates]
    assert payloads[1]["edited_message"]["text"] == "hello"
    assert payloads[2]["message"]["forward_origin"]["sender_user_name"] == "A friend"
    assert [len(one["message"]["text"]) for one in payloads[3:]] == [4096, 904]


async def test_the_clock_dates_the_messages(emulator):
    phone = emulator.phone()
    emulator.clock.move(timedelta(days=3))
    await phone.says("later")
    sent = datetime.fromtimestamp(emulator.updates[-1].payload["message"]["date"], UTC)
    assert sent - datetime.now(UTC) > timedelta(days=2, hours=23)
    with pytest.raises(ValueError, match="forward"):
        emulator.clock.move(timedelta(hours=-1))


async def test_groups_channels_and_other_bots(emulator):
    emulator.group_says("hi")
    emulator.channel_post("news")
    emulator.other_bot_says("beep")
    group = emulator.group_adds_bot()
    kinds = [next(key for key in made.payload if key != "update_id") for made in emulator.updates]
    assert kinds == ["message", "channel_post", "message", "my_chat_member", "message"]
    assert emulator.updates[2].payload["message"]["from"]["is_bot"]
    assert group < 0


async def test_any_update_can_be_injected_and_delivered_twice(emulator, wire):
    made = emulator.raw_update({"message": {"chat": {"id": 5}, "odd": [1]}})
    again = emulator.raw_update(made.payload)
    assert (made.update_id, made.chat_id) == (again.update_id, 5)
    await emulator.phone().says("next")
    assert emulator.updates[-1].update_id == made.update_id + 1
    emulator.raw_update({"callback_query": {"id": "77", "data": "x"}})
    assert await wire.result("answerCallbackQuery", callback_query_id="77")
