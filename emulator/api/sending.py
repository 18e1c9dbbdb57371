"""Sending: text, media, places. One door to the phone for everything the bot writes."""

from __future__ import annotations

from functools import partial
from typing import Any

from emulator.chats import Chat
from emulator.entities import MAX_CAPTION, read_text
from emulator.errors import bad_request
from emulator.keyboards import read_markup
from emulator.media import content_of
from emulator.messages import Message
from emulator.telegram import Telegram

Params = dict[str, Any]


def put(telegram: Telegram, chat: Chat, params: Params, **fields: Any) -> Message:
    """A message from the bot appears on the phone. Raises ApiError for a wrong keyboard, reply or pace."""
    markup = read_markup(params.get("reply_markup"), private=chat.kind == "private")
    extra = fields.pop("extra", {}) | _reply(telegram, chat, params)
    telegram.limits.check(chat.id)
    stays = markup if markup and "inline_keyboard" in markup else None
    if markup and stays is None:
        chat.reply_keyboard = markup if "keyboard" in markup else None
    return telegram.write(
        chat,
        telegram.bot.to_user(),
        from_bot=True,
        protected=bool(params.get("protect_content")),
        markup=stays,
        extra=extra,
        **fields,
    )


def _reply(telegram: Telegram, chat: Chat, params: Params) -> dict[str, Any]:
    wanted = params.get("reply_parameters") or {}
    number = wanted.get("message_id", params.get("reply_to_message_id"))
    if number is None:
        return {}
    target = telegram.message(chat, number if isinstance(number, int) else 0)
    if target is None:
        if wanted.get("allow_sending_without_reply", params.get("allow_sending_without_reply")):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": target.to_api()}


def send_message(telegram: Telegram, params: Params) -> dict[str, Any]:
    chat = telegram.reachable(params["chat_id"])
    if not params["text"]:
        raise bad_request("message text is empty")
    text, entities = read_text(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    return put(telegram, chat, params, text=text, entities=entities).to_api()


def send_media(telegram: Telegram, params: Params, *, kind: str) -> dict[str, Any]:
    chat = telegram.reachable(params["chat_id"])
    if not params[kind]:
        raise bad_request(f"there is no {kind} in the request")
    text, entities = read_text(
        params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"), MAX_CAPTION
    )
    content = content_of(telegram, kind, params[kind])
    return put(telegram, chat, params, kind=kind, content=content, text=text, entities=entities).to_api()


def send_plain(telegram: Telegram, params: Params, *, kind: str) -> dict[str, Any]:
    """A location, a contact, a die: no file, no caption."""
    chat = telegram.reachable(params["chat_id"])
    content = content_of(telegram, kind)
    shown = content[kind]
    shown.update({name: params[name] for name in shown.keys() & params.keys()})
    return put(telegram, chat, params, kind=kind, content=content).to_api()


_MEDIA = {
    "sendPhoto": "photo",
    "sendVideo": "video",
    "sendAnimation": "animation",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendVideoNote": "video_note",
    "sendDocument": "document",
    "sendSticker": "sticker",
}
_PLAIN = {"sendLocation": "location", "sendContact": "contact", "sendDice": "dice"}

METHODS = (
    {"sendMessage": send_message}
    | {name: partial(send_media, kind=kind) for name, kind in _MEDIA.items()}
    | {name: partial(send_plain, kind=kind) for name, kind in _PLAIN.items()}
)
