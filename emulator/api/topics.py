"""Topics: the threads of a forum. A private chat has none, and says so as Telegram does."""

from __future__ import annotations

from typing import Any

from emulator.chats import Chat, Topic
from emulator.errors import bad_request
from emulator.telegram import Telegram

Params = dict[str, Any]
_BLUE = 0x6FB9F0
_COLOURS = frozenset({_BLUE, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F})


def create_topic(telegram: Telegram, params: Params) -> dict[str, Any]:
    chat = _forum(telegram, params)
    topic = Topic(_name(params["name"]), params.get("icon_color", _BLUE), params.get("icon_custom_emoji_id"))
    if topic.colour not in _COLOURS:
        raise bad_request("invalid forum topic icon color specified")
    about = topic.to_api()
    message = telegram.write(
        chat, telegram.bot.to_user(), kind="topic", content={"forum_topic_created": about}, from_bot=True
    )
    chat.topics[message.message_id] = topic
    return {"message_thread_id": message.message_id} | about


def edit_topic(telegram: Telegram, params: Params) -> bool:
    topic = _topic(telegram, params)
    name = _name(params["name"]) if params.get("name") else topic.name
    emoji = params.get("icon_custom_emoji_id", topic.emoji) or None
    if (name, emoji) == (topic.name, topic.emoji):
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name, topic.emoji = name, emoji
    return True


def close_topic(telegram: Telegram, params: Params) -> bool:
    return _set_closed(_topic(telegram, params), True)


def reopen_topic(telegram: Telegram, params: Params) -> bool:
    return _set_closed(_topic(telegram, params), False)


def delete_topic(telegram: Telegram, params: Params) -> bool:
    _topic(telegram, params)
    del _forum(telegram, params).topics[params["message_thread_id"]]
    return True


def _set_closed(topic: Topic, closed: bool) -> bool:
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


def _forum(telegram: Telegram, params: Params) -> Chat:
    chat = telegram.reachable(params["chat_id"])
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(telegram: Telegram, params: Params) -> Topic:
    topic = _forum(telegram, params).topics.get(params["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _name(name: str) -> str:
    if not 1 <= len(name.strip()) <= 128:
        raise bad_request("topic name must be between 1 and 128 characters")
    return name.strip()


METHODS = {
    "createForumTopic": create_topic,
    "editForumTopic": edit_topic,
    "closeForumTopic": close_topic,
    "reopenForumTopic": reopen_topic,
    "deleteForumTopic": delete_topic,
}
