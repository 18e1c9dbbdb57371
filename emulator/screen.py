"""A phone's screen as data, for the page that draws it: also the grey trace of what was deleted."""

from __future__ import annotations

import re
import time
from typing import Any

from emulator.chats import Chat
from emulator.messages import Message
from emulator.telegram import Telegram

#: Stands for a letter under a spoiler.
COVERED = "▒"


def picture(telegram: Telegram, chat: Chat) -> dict[str, Any]:
    return {
        "id": chat.id,
        "name": chat.name,
        "language": chat.language,
        "blocked": chat.blocked,
        "typing": max(0.0, round(chat.typing_until - time.monotonic(), 1)),
        "keyboard": _keyboard(chat),
        "messages": [bubble(telegram.messages[chat.id, number]) for number in chat.log],
    }


def bubble(message: Message) -> dict[str, Any]:
    """One message as the page needs it. A deleted one keeps its place and its time, nothing else."""
    body: dict[str, Any] = {
        "id": message.message_id,
        "mine": not message.from_bot,
        "date": message.date,
        "past": message.past,
    }
    if not message.is_visible:
        return body | {"deleted": True, "deleted_at": message.deleted_at}
    origin = message.extra.get("forward_origin")
    reply = message.extra.get("reply_to_message", {})
    return body | {
        "kind": message.kind,
        "details": _details(message.content),
        "file": _file(message),
        "text": message.text,
        "entities": message.entities,
        "glance": glance(message.text, message.entities) if message.from_bot else None,
        "buttons": (message.markup or {}).get("inline_keyboard", []),
        "edited": message.edited_at,
        "protected": message.protected,
        "forwarded": _forwarded(origin) if origin else None,
        "reply": reply.get("text") or reply.get("caption") if reply else None,
        "album": message.extra.get("media_group_id"),
        "reactions": [one["emoji"] for one in message.reactions if "emoji" in one],
    }


def glance(text: str, entities: list[dict[str, Any]]) -> str:
    """What a locked screen and the list of chats show of it: whatever is under a spoiler is grey there."""
    shown = bytearray(text.encode("utf-16-le", "surrogatepass"))
    for one in entities:
        if one["type"] == "spoiler":
            begin, end = 2 * one["offset"], 2 * (one["offset"] + one["length"])
            shown[begin:end] = COVERED.encode("utf-16-le") * one["length"]
    return re.sub(f"{COVERED}{{5,}}", COVERED * 5, shown.decode("utf-16-le", "surrogatepass"))


def _forwarded(origin: dict[str, Any]) -> str:
    return str(origin.get("sender_user_name") or origin.get("sender_user", {}).get("first_name", "someone"))


def _details(content: dict[str, Any]) -> str | None:
    """What stands in a message beside its text: the name of a place, the question of a poll."""
    if "venue" in content:
        return f"{content['venue']['title']}, {content['venue']['address']}"
    if "poll" in content:
        return "\n".join([content["poll"]["question"], *(f"○ {one['text']}" for one in content["poll"]["options"])])
    if "contact" in content:
        return f"{content['contact']['first_name']}, {content['contact']['phone_number']}"
    return None


def _file(message: Message) -> dict[str, Any] | None:
    """A file the bot has sent, which can be saved."""
    document = message.content.get("document")
    if document is None or not message.from_bot:
        return None
    return {"name": document["file_name"], "size": document["file_size"]}


def _keyboard(chat: Chat) -> dict[str, Any] | None:
    if not chat.reply_keyboard:
        return None
    rows = [[button["text"] for button in row] for row in chat.reply_keyboard["keyboard"]]
    return {"rows": rows, "placeholder": chat.reply_keyboard.get("input_field_placeholder")}
