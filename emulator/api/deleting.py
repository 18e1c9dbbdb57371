"""Deleting: what a bot may take off a phone, and for how long it may."""

from __future__ import annotations

from typing import Any

from emulator.errors import bad_request
from emulator.messages import DELETABLE_FOR, Message
from emulator.telegram import Telegram

Params = dict[str, Any]


def _may(telegram: Telegram, message: Message) -> bool:
    """Private chats: both sides, younger than 48 hours; a die only once it is a day old. Elsewhere: its own."""
    age = telegram.clock.unix() - message.date
    if message.chat.kind != "private" and not message.from_bot:
        return False
    if message.kind == "dice" and message.chat.kind == "private" and age < DELETABLE_FOR // 2:
        return False
    return age < DELETABLE_FOR


def delete_message(telegram: Telegram, params: Params) -> bool:
    chat = telegram.chat(params["chat_id"])
    message = telegram.message(chat, params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _may(telegram, message):
        raise bad_request("message can't be deleted for everyone")
    telegram.erase(message)
    return True


def delete_messages(telegram: Telegram, params: Params) -> bool:
    """Deletes what may be deleted and says True in any case."""
    chat, numbers = telegram.chat(params["chat_id"]), params["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    for number in numbers:
        message = telegram.message(chat, number)
        if message is not None and _may(telegram, message):
            telegram.erase(message)
    return True


METHODS = {"deleteMessage": delete_message, "deleteMessages": delete_messages}
