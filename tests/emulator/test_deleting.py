"""What a bot can take off a phone, and what it no longer can."""

from datetime import timedelta

GONE = "Bad Request: message to delete not found"
TOO_OLD = "Bad Request: message can't be deleted for everyone"


async def test_both_sides_of_a_private_chat_can_be_deleted(emulator, wire):
    phone = emulator.phone()
    theirs = await phone.says("my words")
    ours = (await wire.result("sendMessage", chat_id=phone.chat_id, text="our words"))["message_id"]
    assert [seen.text for seen in phone.screen()] == ["my words", "our words"]
    for number in (theirs, ours):
        assert await wire.result("deleteMessage", chat_id=phone.chat_id, message_id=number) is True
    assert phone.screen() == []
    assert await wire.refusal("deleteMessage", chat_id=phone.chat_id, message_id=ours) == GONE


async def test_after_48_hours_by_the_clock_a_message_stays(emulator, wire):
    phone = emulator.phone()
    old = await phone.says("old")
    emulator.clock.move(timedelta(hours=47, minutes=59))
    new = await phone.says("new")
    emulator.clock.move(timedelta(minutes=2))
    assert await wire.refusal("deleteMessage", chat_id=phone.chat_id, message_id=old) == TOO_OLD
    assert await wire.result("deleteMessages", chat_id=phone.chat_id, message_ids=[old, new, 999]) is True
    assert [seen.text for seen in phone.screen()] == ["old"]


async def test_one_to_a_hundred_at_once(emulator, wire):
    phone = emulator.phone()
    assert "not specified" in await wire.refusal("deleteMessages", chat_id=phone.chat_id, message_ids=[])
    assert "too many" in await wire.refusal("deleteMessages", chat_id=phone.chat_id, message_ids=list(range(101)))
    assert "Array of Integer" in await wire.refusal("deleteMessages", chat_id=phone.chat_id, message_ids=["a"])
    assert await wire.result("deleteMessages", chat_id=phone.chat_id, message_ids=list(range(100)))


async def test_a_die_stays_for_a_day_and_a_group_keeps_the_words_of_others(emulator, wire):
    phone = emulator.phone()
    [die] = await phone.sends("dice")
    assert await wire.refusal("deleteMessage", chat_id=phone.chat_id, message_id=die) == TOO_OLD
    emulator.clock.move(timedelta(hours=25))
    assert await wire.result("deleteMessage", chat_id=phone.chat_id, message_id=die)
    group = emulator.group_says("hello")
    number = emulator.telegram.chats[group].log[-1]
    assert await wire.refusal("deleteMessage", chat_id=group, message_id=number) == TOO_OLD
