"""What Telegram refuses, in Telegram's words; and beside each refusal the near miss it accepts."""

import pytest

BUTTON = {"text": "Yes", "callback_data": "y"}
UNPARSED = "Bad Request: can't parse entities: "


def keys(**button):
    return {"inline_keyboard": [[button]]}


REFUSED = [
    ({"text": ""}, "Bad Request: message text is empty"),
    ({"text": " \n "}, "Bad Request: text must be non-empty"),
    ({"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
    ({"text": "a" * 4097}, "Bad Request: message is too long"),
    ({"text": "a", "parse_mode": "Word"}, "Bad Request: unsupported parse_mode"),
    ({"text": "<b>a", "parse_mode": "HTML"}, UNPARSED + 'Can\'t find end tag corresponding to start tag "b"'),
    ({"text": "é<blink>a</blink>", "parse_mode": "HTML"}, UNPARSED + 'Unsupported start tag "blink" at byte offset 2'),
    (
        {"text": "<b>a</i>", "parse_mode": "HTML"},
        UNPARSED + 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    ),
    ({"text": "a</b>", "parse_mode": "html"}, UNPARSED + "Unexpected end tag at byte offset 1"),
    ({"text": "1 < 2", "parse_mode": "HTML"}, UNPARSED + "Unclosed start tag at byte offset 2"),
    (
        {"text": "Hi.", "parse_mode": "MarkdownV2"},
        UNPARSED + "Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    ({"text": "*Hi", "parse_mode": "MarkdownV2"}, UNPARSED + "Can't find end of Bold entity at byte offset 0"),
    ({"text": "a", "reply_markup": keys(text="Yes", callback_data="d" * 65)}, "Bad Request: BUTTON_DATA_INVALID"),
    ({"text": "a", "reply_markup": keys(text="Yes", callback_data="é" * 33)}, "Bad Request: BUTTON_DATA_INVALID"),
    ({"text": "a", "reply_markup": keys(text="Yes", callback_data="")}, "Bad Request: BUTTON_DATA_INVALID"),
    (
        {"text": "a", "reply_markup": keys(text="Yes")},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    ({"text": "a", "reply_markup": keys(text="", callback_data="d")}, "Bad Request: BUTTON_TEXT_INVALID"),
    (
        {"text": "a", "reply_markup": keys(text="a", callback_data="d", hue=1)},
        "Bad Request: can't parse inline keyboard button: the emulator knows no field 'hue'",
    ),
    ({"text": "a", "reply_markup": [1]}, "Bad Request: object expected as reply markup"),
    ({"text": "a", "reply_parameters": {"message_id": 9}}, "Bad Request: message to be replied not found"),
    (
        {"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 1",
    ),
    ({"text": "a", "chat_id": 77}, "Bad Request: chat not found"),
    ({"text": "a", "chat_id": "@nobody"}, "Bad Request: chat not found"),
]
ACCEPTED = [
    {"text": "a" * 4096},
    {"text": "😀" * 4096},
    {"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"},
    {"text": "&lt;b&gt; 1 &lt; 2", "parse_mode": "HTML"},
    {"text": "Hi\\.", "parse_mode": "MarkdownV2"},
    {"text": "a", "reply_markup": keys(text="Yes", callback_data="é" * 32)},
    {"text": "a", "reply_markup": {"keyboard": [["Yes", {"text": "No"}]]}},
    {"text": "a", "reply_markup": {"remove_keyboard": True}},
    {"text": "a", "reply_markup": {}},
    {"text": "a", "reply_parameters": {"message_id": 9, "allow_sending_without_reply": True}},
]


@pytest.mark.parametrize(("message", "words"), REFUSED)
async def test_refused(emulator, wire, message, words):
    phone = emulator.phone()
    assert await wire.refusal("sendMessage", **{"chat_id": phone.chat_id} | message) == words
    assert phone.screen() == []
    assert not emulator.ledger[-1].ok


@pytest.mark.parametrize("message", ACCEPTED)
async def test_accepted(emulator, wire, message):
    phone = emulator.phone()
    await wire.result("sendMessage", chat_id=phone.chat_id, **message)
    assert len(phone.screen()) == 1


async def test_a_caption_may_be_empty_but_not_longer_than_1024(emulator, wire):
    phone = emulator.phone()
    picture = {"chat_id": phone.chat_id, "photo": "x"}
    photo = await wire.result("sendPhoto", **picture, caption="c" * 1024)
    assert "caption is too long" in await wire.refusal("sendPhoto", **picture, caption="c" * 1025)
    await wire.result("editMessageCaption", chat_id=phone.chat_id, message_id=photo["message_id"])


async def test_editing(emulator, wire):
    phone = emulator.phone()
    here = {"chat_id": phone.chat_id}
    sent = await wire.result("sendMessage", **here, text="*a*", parse_mode="MarkdownV2")
    here["message_id"] = sent["message_id"]
    assert "message is not modified" in await wire.refusal(
        "editMessageText", **here, text="<b>a</b>", parse_mode="HTML"
    )
    assert await wire.refusal("editMessageText", **here, text="b" * 4097) == "Bad Request: MESSAGE_TOO_LONG"
    assert (await wire.result("editMessageText", **here, text="b", reply_markup=keys(**BUTTON)))["edit_date"]
    again = keys(**BUTTON)
    assert "message is not modified" in await wire.refusal("editMessageReplyMarkup", **here, reply_markup=again)
    assert "reply_markup" not in await wire.result("editMessageReplyMarkup", **here)
    mine = await phone.says("mine")
    assert await wire.refusal("editMessageText", chat_id=phone.chat_id, message_id=mine, text="x") == (
        "Bad Request: message can't be edited"
    )
    assert await wire.refusal("editMessageText", chat_id=phone.chat_id, message_id=9, text="x") == (
        "Bad Request: message to edit not found"
    )


async def test_what_is_protected_cannot_be_forwarded_or_copied(emulator, wire):
    phone = emulator.phone()
    here = {"chat_id": phone.chat_id, "from_chat_id": phone.chat_id}
    closed = await wire.result("sendMessage", chat_id=phone.chat_id, text="closed", protect_content=True)
    open_ = await wire.result("sendMessage", chat_id=phone.chat_id, text="open")
    assert "can't be forwarded" in await wire.refusal("forwardMessage", **here, message_id=closed["message_id"])
    assert "can't be copied" in await wire.refusal("copyMessage", **here, message_id=closed["message_id"])
    copied = await wire.result("copyMessages", **here, message_ids=[closed["message_id"], open_["message_id"]])
    assert len(copied) == 1
    forwarded = await wire.result("forwardMessage", **here, message_id=open_["message_id"])
    assert forwarded["forward_origin"]["type"] == "user"


async def test_too_fast_is_refused_where_limits_are_on(wire, emulator):
    phone = emulator.phone()
    for _ in range(10):
        await wire.result("sendMessage", chat_id=phone.chat_id, text="a")
    emulator.telegram.limits.on = True
    answers = [await wire("sendMessage", chat_id=phone.chat_id, text="a") for _ in range(5)]
    assert [answer["ok"] for answer in answers] == [True, True, True, False, False]
    assert answers[-1]["parameters"]["retry_after"] >= 1
