"""Groups, channels and other bots: places a helpline has no business in, so that a test can see it keep out."""

from __future__ import annotations

from typing import Any

from emulator.chats import Chat
from emulator.entities import read_text
from emulator.telegram import Telegram

_SOMEONE = {"id": 6_000_000_001, "is_bot": False, "first_name": "Someone", "language_code": "en"}
_OTHER_BOT = {"id": 6_100_000_001, "is_bot": True, "first_name": "Another bot", "username": "another_bot"}


def place(telegram: Telegram, kind: str) -> Chat:
    """The group, forum or channel of this kind; made when it is first needed. A forum is a supergroup with topics."""
    is_forum = kind == "forum"
    for chat in telegram.chats.values():
        if (chat.kind, chat.is_forum) == ("supergroup" if is_forum else kind, is_forum):
            return chat
    name = "a_channel" if kind == "channel" else None
    made = telegram.new_chat("supergroup" if is_forum else kind, f"A {kind}", username=name)
    made.is_forum = is_forum
    return made


def says(telegram: Telegram, text: str, *, kind: str = "supergroup", from_bot: bool = False) -> int:
    """Somebody (or another bot) writes in a group, or a post appears in a channel. Returns the chat's id."""
    chat = place(telegram, kind)
    plain, entities = read_text(text, None, None)
    sender = None if kind == "channel" else _OTHER_BOT if from_bot else _SOMEONE
    message = telegram.write(chat, sender, text=plain, entities=entities)
    telegram.tell_bot("channel_post" if kind == "channel" else "message", message.to_api(), chat.id)
    return chat.id


def adds_bot(telegram: Telegram, *, kind: str = "group") -> int:
    """Somebody brings the bot into a group. Returns the chat's id."""
    chat = place(telegram, kind)
    chat.left = False
    user = telegram.bot.to_user()
    body: dict[str, Any] = {
        "chat": chat.to_api(),
        "from": _SOMEONE,
        "date": telegram.clock.unix(),
        "old_chat_member": {"status": "left", "user": user},
        "new_chat_member": {"status": "member", "user": user},
    }
    telegram.tell_bot("my_chat_member", body, chat.id)
    message = telegram.write(chat, _SOMEONE, kind="joined", content={"new_chat_members": [user]})
    telegram.tell_bot("message", message.to_api(), chat.id)
    return chat.id
