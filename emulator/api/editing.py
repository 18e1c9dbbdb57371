"""Editing: the bot changes what it wrote, the text or the buttons."""

from __future__ import annotations

from typing import Any

from emulator.entities import MAX_CAPTION, read_text
from emulator.errors import ApiError, bad_request
from emulator.keyboards import read_markup
from emulator.messages import Message
from emulator.telegram import Telegram

Params = dict[str, Any]
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def _mine(telegram: Telegram, params: Params) -> Message:
    if "chat_id" not in params:
        raise bad_request("chat_id is empty" if "inline_message_id" not in params else "MESSAGE_ID_INVALID")
    chat = telegram.reachable(params["chat_id"])
    if params.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    message = telegram.message(chat, params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or "forward_origin" in message.extra:
        raise bad_request("message can't be edited")
    return message


def _markup(message: Message, params: Params) -> dict[str, Any] | None:
    markup = read_markup(params.get("reply_markup"), private=message.chat.kind == "private")
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup if markup and markup["inline_keyboard"] else None


def _change(telegram: Telegram, message: Message, text: str, entities: list[Any], markup: Any) -> dict[str, Any]:
    if (message.text, message.entities, message.markup) == (text, entities, markup):
        raise bad_request(_SAME)
    message.text, message.entities = text, entities
    message.set_markup(markup)
    message.edited_at = telegram.clock.unix()
    telegram.changed(message)
    return message.to_api()


def edit_text(telegram: Telegram, params: Params) -> dict[str, Any]:
    if "rich_message" in params:
        raise ApiError(501, "Not Implemented: the emulator does not know rich messages")
    message = _mine(telegram, params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    if not params.get("text"):
        raise bad_request("message text is empty")
    try:
        text, entities = read_text(params["text"], params.get("parse_mode"), params.get("entities"))
    except ApiError as refused:
        raise (bad_request("MESSAGE_TOO_LONG") if "too long" in refused.description else refused) from None
    if not text:
        raise bad_request("text must be non-empty")
    return _change(telegram, message, text, entities, _markup(message, params))


def edit_caption(telegram: Telegram, params: Params) -> dict[str, Any]:
    message = _mine(telegram, params)
    if message.kind == "text":
        raise bad_request("there is no caption in the message to edit")
    text, entities = read_text(
        params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"), MAX_CAPTION
    )
    return _change(telegram, message, text, entities, _markup(message, params))


def edit_markup(telegram: Telegram, params: Params) -> dict[str, Any]:
    message = _mine(telegram, params)
    return _change(telegram, message, message.text, message.entities, _markup(message, params))


METHODS = {"editMessageText": edit_text, "editMessageCaption": edit_caption, "editMessageReplyMarkup": edit_markup}
