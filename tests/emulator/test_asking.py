"""Albums, polls, places, forum topics and small pages: what Haven may use one day answers as Telegram does."""

import aiogram.types
import pytest
import telegram

from tests.emulator.two_libraries import WithAiogram, WithPythonTelegramBot


async def test_both_libraries_send_an_album_with_their_own_files(emulator):
    phone = emulator.phone()
    one, two = WithAiogram(emulator), WithPythonTelegramBot(emulator)
    async with one.bot.session, two.bot:
        files = [aiogram.types.BufferedInputFile(content, f"{content!r}.jpg") for content in (b"first", b"second")]
        mine = [aiogram.types.InputMediaPhoto(media=file, caption="<b>c</b>", parse_mode="HTML") for file in files]
        sent = await one.bot.send_media_group(phone.chat_id, mine, protect_content=True)
        assert (await one.bot.download(sent[1].photo[-1])).read() == b"second"
        again = await two.bot.send_media_group(phone.chat_id, [telegram.InputMediaDocument(b"third", filename="a.txt")])
    assert len({message.media_group_id for message in sent}) == 1
    assert again[0].document.file_name == "a.txt"
    assert [(seen.kind, seen.text, seen.protected) for seen in phone.screen()] == [
        ("photo", "c", True),
        ("photo", "c", True),
        ("document", "", False),
    ]
    assert [item["media"]["bytes"] for item in next(emulator.ledger.of("sendMediaGroup")).params["media"]] == [5, 6]


@pytest.mark.parametrize(
    ("media", "said"),
    [
        ([], "there are no messages to send"),
        ([{"type": "photo", "media": "x"}] * 11, "too many messages to send as an album"),
        ([{"type": "sticker", "media": "x"}], 'type "sticker" can\'t be used in sendMediaGroup'),
        ([{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}], "document can't be mixed"),
        ([{"type": "photo"}], "media not found"),
        ([{"type": "photo", "media": "x"}, {"type": "photo", "media": "x", "caption": "a" * 1025}], "too long"),
        ({"type": "photo", "media": "x"}, "expected an Array"),
    ],
)
async def test_an_album_that_cannot_be_is_refused_before_any_of_it_is_sent(emulator, wire, media, said):
    phone = emulator.phone()
    assert said in await wire.refusal("sendMediaGroup", chat_id=phone.chat_id, media=media)
    assert phone.screen() == []


async def test_a_poll_and_a_place_stand_on_the_phone(emulator, wire):
    phone = emulator.phone()
    here = {"chat_id": phone.chat_id}
    poll = await wire.result(
        "sendPoll", **here, question="Well?", options='["Yes", {"text": "No"}]', type="quiz", correct_option_id=1
    )
    place = await wire.result("sendVenue", **here, latitude=50.8, longitude=4.3, title="House", address="Street 1")
    assert [one["text"] for one in poll["poll"]["options"]] == ["Yes", "No"]
    assert (poll["poll"]["question"], poll["poll"]["type"], poll["poll"]["correct_option_ids"]) == (
        "Well?",
        "quiz",
        [1],
    )
    assert place["location"] == place["venue"]["location"] == {"latitude": 50.8, "longitude": 4.3}
    assert [seen.kind for seen in phone.screen()] == ["poll", "venue"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"options": []}, "at least 1 option"),
        ({"options": ["a"] * 13}, "more than 12 options"),
        ({"options": ["a" * 101]}, "must not exceed 100"),
        ({"options": [" "]}, "must be non-empty"),
        ({"options": [1]}, "expected an Array of Object or String"),
        ({"question": " "}, "question must be non-empty"),
        ({"question": "a" * 301}, "too long"),
        ({"type": "vote"}, "unsupported poll type"),
        ({"correct_option_id": 5}, "wrong correct option"),
    ],
)
async def test_a_poll_that_cannot_be_is_refused(emulator, wire, wrong, said):
    asked = {"chat_id": emulator.phone().chat_id, "question": "q", "options": ["a", "b"]} | wrong
    assert said in await wire.refusal("sendPoll", **asked)


async def test_a_topic_lives_in_a_forum_and_nowhere_else(emulator, wire):
    for chat in (emulator.phone().chat_id, emulator.group_says("hi")):
        said = await wire.refusal("createForumTopic", chat_id=chat, name="a")
        assert said == "Bad Request: the chat is not a forum"
    forum = emulator.group_says("hi", kind="forum")
    made = await wire.result("createForumTopic", chat_id=forum, name="Case 1", icon_color=0xFB6F5F)
    assert made == {"message_thread_id": made["message_thread_id"], "name": "Case 1", "icon_color": 0xFB6F5F}
    topic = {"chat_id": forum, "message_thread_id": made["message_thread_id"]}
    await wire.result("editForumTopic", **topic, name="Case 2")
    assert "TOPIC_NOT_MODIFIED" in await wire.refusal("editForumTopic", **topic, name="Case 2")
    assert "TOPIC_NOT_MODIFIED" in await wire.refusal("reopenForumTopic", **topic)
    for step in ("closeForumTopic", "reopenForumTopic", "deleteForumTopic"):
        await wire.result(step, **topic)
    assert "TOPIC_ID_INVALID" in await wire.refusal("closeForumTopic", **topic)
    assert (await wire.result("getChat", chat_id=forum))["is_forum"]


async def test_a_person_is_put_out_of_a_group_but_not_of_her_own_chat(emulator, wire):
    phone, group = emulator.phone(), emulator.group_says("hi")
    assert "private chats" in await wire.refusal("banChatMember", chat_id=phone.chat_id, user_id=phone.chat_id)
    assert "restrict self" in await wire.refusal("banChatMember", chat_id=group, user_id=emulator.telegram.bot.id)
    await wire.result("banChatMember", chat_id=group, user_id=6_000_000_001)
    assert (await wire.result("getChatMember", chat_id=group, user_id=6_000_000_001))["status"] == "kicked"


async def test_a_page_is_answered_once_in_the_contacts_name(emulator, wire):
    phone = emulator.phone()
    answer = {"type": "article", "id": "1", "title": "t", "input_message_content": {"message_text": "3 hashes"}}
    page = await phone.opens_page()
    assert "articles only" in await wire.refusal("answerWebAppQuery", web_app_query_id=page, result={"type": "gif"})
    empty = answer | {"input_message_content": {}}
    assert "text is empty" in await wire.refusal("answerWebAppQuery", web_app_query_id=page, result=empty)
    assert (await wire.result("answerWebAppQuery", web_app_query_id=page, result=answer))["inline_message_id"]
    assert "query is too old" in await wire.refusal("answerWebAppQuery", web_app_query_id=page, result=answer)
    assert [(seen.text, seen.from_bot) for seen in phone.screen()] == [("3 hashes", False)]
