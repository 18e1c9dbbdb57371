"""Copying and forwarding: refused where the message is protected."""

from __future__ import annotations

from typing import Any

from emulator.api.sending import put
from emulator.entities import MAX_CAPTION, read_text
from emulator.errors import bad_request
from emulator.messages import Message
from emulator.telegram import Telegram

Params = dict[str, Any]


def _source(telegram: Telegram, params: Params, number: int, verb: str, done: str) -> Message:
    message = telegram.message(telegram.chat(params["from_chat_id"]), number)
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.protected:
        raise bad_request(f"the message can't be {done}")
    return message


def _origin(message: Message) -> dict[str, Any]:
    if "forward_origin" in message.extra:
        return dict(message.extra["forward_origin"])
    return {"type": "user", "date": message.date, "sender_user": message.sender}


def _forward(telegram: Telegram, params: Params, number: int) -> Message:
    chat = telegram.reachable(params["chat_id"])
    source = _source(telegram, params, number, "forward", "forwarded")
    return put(
        telegram,
        chat,
        params,
        kind=source.kind,
        text=source.text,
        entities=list(source.entities),
        content=dict(source.content),
        extra={"forward_origin": _origin(source)},
    )


def _copy(telegram: Telegram, params: Params, number: int) -> Message:
    chat = telegram.reachable(params["chat_id"])
    source = _source(telegram, params, number, "copy", "copied")
    text, entities = source.text, list(source.entities)
    if source.kind != "text" and "caption" in params:
        text, entities = read_text(
            params["caption"], params.get("parse_mode"), params.get("caption_entities"), MAX_CAPTION
        )
    elif source.kind != "text" and params.get("remove_caption"):
        text, entities = "", []
    return put(telegram, chat, params, kind=source.kind, text=text, entities=entities, content=dict(source.content))


def _several(telegram: Telegram, params: Params, one: Any) -> list[dict[str, int]]:
    """Those that cannot be forwarded or copied are skipped; nothing left is an error."""
    chat, numbers = telegram.chat(params["from_chat_id"]), params["message_ids"]
    standing = [
        number
        for number in numbers
        if (message := telegram.message(chat, number)) is not None and not message.protected
    ]
    if not standing:
        raise bad_request("there are no messages to forward")
    return [{"message_id": one(telegram, params, number).message_id} for number in standing]


def forward_message(telegram: Telegram, params: Params) -> dict[str, Any]:
    return _forward(telegram, params, params["message_id"]).to_api()


def copy_message(telegram: Telegram, params: Params) -> dict[str, int]:
    return {"message_id": _copy(telegram, params, params["message_id"]).message_id}


def forward_messages(telegram: Telegram, params: Params) -> list[dict[str, int]]:
    return _several(telegram, params, _forward)


def copy_messages(telegram: Telegram, params: Params) -> list[dict[str, int]]:
    return _several(telegram, params, _copy)


METHODS = {
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "forwardMessages": forward_messages,
    "copyMessages": copy_messages,
}
