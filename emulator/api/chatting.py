"""What goes on around messages: answers to presses, typing, reactions, who is in a chat, files."""

from __future__ import annotations

import time
from typing import Any

from emulator.errors import bad_request
from emulator.telegram import TYPING, Telegram
from emulator.updates import PRESS

Params = dict[str, Any]
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_PRIVATE = "chat member status can't be changed in private chats"
_MAX_DOWNLOAD = 20 * 1024 * 1024


def answer_query(telegram: Telegram, params: Params) -> bool:
    query = telegram.queries.get(params["callback_query_id"])
    too_old = query is not None and telegram.clock.unix() - query.made_at > PRESS.total_seconds()
    if query is None or query.answered or too_old:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(params.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    telegram.news.tell(
        "answer",
        chat_id=query.chat_id,
        message_id=query.message_id,
        text=params.get("text", ""),
        alert=bool(params.get("show_alert")),
    )
    return True


def chat_action(telegram: Telegram, params: Params) -> bool:
    chat = telegram.reachable(params["chat_id"])
    if params["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = time.monotonic() + TYPING
    telegram.news.tell("typing", chat_id=chat.id)
    return True


def set_reaction(telegram: Telegram, params: Params) -> bool:
    message = telegram.message(telegram.reachable(params["chat_id"]), params["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    message.reactions = [one for one in params.get("reaction") or [] if isinstance(one, dict)]
    telegram.changed(message)
    return True


def get_chat(telegram: Telegram, params: Params) -> dict[str, Any]:
    return telegram.chat(params["chat_id"]).to_full_api()


def get_member(telegram: Telegram, params: Params) -> dict[str, Any]:
    chat = telegram.chat(params["chat_id"])
    if params["user_id"] == telegram.bot.id:
        return {"status": "member", "user": telegram.bot.to_user()}
    if params["user_id"] in chat.banned:
        someone = {"id": params["user_id"], "is_bot": False, "first_name": "Someone"}
        return {"status": "kicked", "user": someone, "until_date": 0}
    if chat.kind == "private" and params["user_id"] == chat.id:
        return {"status": "member", "user": chat.person()}
    raise bad_request("member not found")


def member_count(telegram: Telegram, params: Params) -> int:
    telegram.chat(params["chat_id"])
    return 2


def administrators(telegram: Telegram, params: Params) -> list[dict[str, Any]]:
    if telegram.chat(params["chat_id"]).kind == "private":
        raise bad_request("there are no administrators in the private chat")
    return []


def leave(telegram: Telegram, params: Params) -> bool:
    chat = telegram.chat(params["chat_id"])
    if chat.kind == "private":
        raise bad_request(_PRIVATE)
    chat.left = True
    return True


def ban(telegram: Telegram, params: Params) -> bool:
    chat = telegram.reachable(params["chat_id"])
    if chat.kind == "private":
        raise bad_request(_PRIVATE)
    if params["user_id"] == telegram.bot.id:
        raise bad_request("can't restrict self")
    chat.banned.add(params["user_id"])
    return True


def get_file(telegram: Telegram, params: Params) -> dict[str, Any]:
    stored = telegram.files.get(params["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    path, content = stored
    if len(content) > _MAX_DOWNLOAD:
        raise bad_request("file is too big")
    unique = params["file_id"].replace("AgACAgQAAxkBAAI", "AQAD")
    return {"file_id": params["file_id"], "file_unique_id": unique, "file_size": len(content), "file_path": path}


METHODS = {
    "answerCallbackQuery": answer_query,
    "sendChatAction": chat_action,
    "setMessageReaction": set_reaction,
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatMemberCount": member_count,
    "getChatAdministrators": administrators,
    "leaveChat": leave,
    "banChatMember": ban,
    "getFile": get_file,
}
