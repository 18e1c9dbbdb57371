"""Two libraries by different people hold the same talk with the emulator, and read every answer it can give."""

import inspect
import typing

import aiogram.exceptions
import aiogram.methods
import aiogram.types
import pytest
import telegram
import telegram.error
from pydantic import TypeAdapter

from emulator.media import KINDS
from emulator.methods import METHODS
from tests.emulator.two_libraries import ENOUGH, LIBRARIES, THANKS, WithAiogram, WithPythonTelegramBot


@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("library", LIBRARIES)
async def test_the_same_talk(emulator, library, way):
    client = library(emulator)
    async with getattr(client, way)():
        phones = [emulator.phone(language) for language in ("nl", "fr", "en")]
        for phone in phones:
            await phone.says("/start")
        for phone in phones:
            asked = await phone.hears(10)
            assert (asked.text, asked.labels) == ("How old are you?", ["Under 18", "18 or older"])
            assert asked.entities[0]["type"] == "bold"
            await phone.presses("18 or older")
        for phone in phones:
            assert (await phone.sees(THANKS)).buttons == []
            await phone.sends("photo", caption="mine")
            assert (await phone.hears(10)).protected
        await emulator.settled()
    for phone in phones:
        assert [seen.text for seen in phone.screen()] == ["/start", THANKS, ENOUGH]
    done = [
        entry.method
        for entry in emulator.ledger.of(
            "sendMessage", "editMessageText", "deleteMessage", "answerCallbackQuery", "sendChatAction"
        )
    ]
    assert {name: done.count(name) for name in set(done)} == {
        "sendMessage": 6,
        "editMessageText": 3,
        "deleteMessage": 3,
        "answerCallbackQuery": 3,
        "sendChatAction": 3,
    }
    assert all(made.confirmed_at for made in emulator.updates)


async def test_both_libraries_understand_every_refusal(emulator):
    phone = emulator.phone()
    one, two = WithAiogram(emulator), WithPythonTelegramBot(emulator)
    expected = [
        ("429", aiogram.exceptions.TelegramRetryAfter, telegram.error.RetryAfter),
        ("5xx", aiogram.exceptions.TelegramServerError, telegram.error.NetworkError),
        ("401", aiogram.exceptions.TelegramUnauthorizedError, telegram.error.InvalidToken),
        ("403", aiogram.exceptions.TelegramForbiddenError, telegram.error.Forbidden),
        ("bad_json", aiogram.exceptions.ClientDecodeError, telegram.error.TelegramError),
        ("drop_after_accept", aiogram.exceptions.TelegramNetworkError, telegram.error.NetworkError),
    ]
    async with one.bot.session, two.bot:
        for kind, first, second in expected:
            emulator.faults.add(method="sendMessage", kind=kind, times=2)
            with pytest.raises(first):
                await one.bot.send_message(phone.chat_id, "a")
            with pytest.raises(second):
                await two.bot.send_message(phone.chat_id, "a")
        with pytest.raises(aiogram.exceptions.TelegramBadRequest, match="chat not found"):
            await one.bot.send_message(1, "a")
        with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
            await two.bot.send_message(1, "a")


async def test_a_file_goes_up_and_comes_down_in_both(emulator):
    phone = emulator.phone()
    one, two = WithAiogram(emulator), WithPythonTelegramBot(emulator)
    async with one.bot.session, two.bot:
        sent = await one.bot.send_document(phone.chat_id, aiogram.types.BufferedInputFile(b"\x00hash\r\n", "a.txt"))
        loaded = await one.bot.download(sent.document)
        assert loaded.read() == b"\x00hash\r\n"
        second = await two.bot.send_document(phone.chat_id, b"other", filename="b.txt")
        file = await two.bot.get_file(second.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"other"


RETURNS = {
    found.__api_method__: found.__returning__
    for name in aiogram.methods.__all__
    if inspect.isclass(found := getattr(aiogram.methods, name))
    and isinstance(getattr(found, "__api_method__", None), str)
}


def parameters(method, phone, numbers, query):
    """What a sensible call of any method looks like."""
    ours, theirs = numbers
    values = {
        "chat_id": phone.chat_id,
        "from_chat_id": phone.chat_id,
        "message_id": ours,
        "message_ids": [theirs],
        "text": "words",
        "caption": "words",
        "callback_query_id": query,
        "action": "typing",
        "url": "",
        "commands": [{"command": "help", "description": "Help"}],
        "user_id": phone.chat_id,
        "latitude": 50.8,
        "longitude": 4.3,
        "phone_number": "1",
        "first_name": "A",
        "name": "Bot",
        "description": "d",
        "short_description": "s",
        "reaction": [{"type": "emoji", "emoji": "👍"}],
        "timeout": 0,
        "title": "A house",
        "address": "A street",
        "question": "Well?",
        "options": [{"text": "Yes"}, "No"],
        "media": [{"type": "photo", "media": "x"}, {"type": "video", "media": "y", "caption": "c"}],
        "message_thread_id": None,
        "web_app_query_id": None,
        "result": {"type": "article", "id": "1", "title": "t", "input_message_content": {"message_text": "done"}},
    }
    media = dict.fromkeys((*KINDS, "file_id"), "a-file-id")
    wanted = method.required | (method.known & {"text", "message_id", "name", "reaction", "caption", "commands"})
    if method.name.startswith("edit"):
        wanted |= {"chat_id"}
    return {name: (values | media)[name] for name in wanted}


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
async def test_both_libraries_read_every_answer(emulator, wire, method):
    phone = emulator.phone()
    theirs = await phone.says("hi")
    here = {"chat_id": phone.chat_id, "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}}
    words = await wire.result("sendMessage", **here, text="a")
    picture = await wire.result("sendPhoto", **here, photo="x")
    ours = (picture if method.name == "editMessageCaption" else words)["message_id"]
    call = parameters(method, phone, (ours, theirs), await phone.presses_button(ours, "b"))
    if method.name == "getFile":
        call["file_id"] = picture["photo"][0]["file_id"]
    if method.name in ("getChatAdministrators", "leaveChat", "banChatMember"):
        call["chat_id"] = emulator.group_says("hi")
    if method.name.endswith("ForumTopic"):
        call["chat_id"] = emulator.group_says("hi", kind="forum")
        topic = await wire.result("createForumTopic", chat_id=call["chat_id"], name="one")
        if "message_thread_id" in call:
            call["message_thread_id"] = topic["message_thread_id"]
        if method.name == "reopenForumTopic":
            await wire.result("closeForumTopic", **call)
        if method.name == "editForumTopic":
            call["name"] = "another"
    if method.name == "answerWebAppQuery":
        call["web_app_query_id"] = await phone.opens_page()
    result = await wire.result(method.name, **call)
    read_by_both(RETURNS[method.name], result)


def read_by_both(kind, result):
    TypeAdapter(kind).validate_python(result)
    options = list(typing.get_args(kind) or (kind,))
    if typing.get_origin(kind) is list:
        options = list(typing.get_args(options[0]) or options)
    named = [getattr(telegram, one.__name__, None) for one in options if inspect.isclass(one)]
    for one in result if isinstance(result, list) else [result]:
        if not isinstance(one, dict):
            continue
        readers = [reader for reader in named if reader is not None and hasattr(reader, "de_json")]
        reader = telegram.ChatMember if "status" in one else readers[0]
        assert reader.de_json(one, None)


async def test_both_libraries_read_every_update(emulator, wire):
    await wire.result(
        "getUpdates",
        allowed_updates=[
            "message",
            "edited_message",
            "callback_query",
            "channel_post",
            "my_chat_member",
            "message_reaction",
        ],
    )
    phone = emulator.phone("nl")
    number = await phone.says("hallo /start https://e.be")
    await phone.edits(number, "hallo!")
    await phone.reacts(number, "👍")
    await phone.presses_button(number, "data")
    await phone.presses_button(9, "gone")
    await phone.forwards("look")
    for kind in KINDS:
        await phone.sends(kind, caption="c")
    await phone.sends("photo", album=2)
    await phone.blocks()
    await phone.unblocks()
    emulator.group_says("hi")
    emulator.channel_post("news")
    emulator.group_adds_bot()
    updates = await wire.result("getUpdates")
    assert len(updates) == len(emulator.updates) > 20
    for update in updates:
        aiogram.types.Update.model_validate(update)
        read = telegram.Update.de_json(update, None)
        assert read.update_id == update["update_id"]
        assert any(getattr(read, kind) for kind in update if kind != "update_id")
