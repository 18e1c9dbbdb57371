"""The only reader of what Telegram sends. It knows only the fields Haven may know: a name is never even looked at.

Names, usernames, pictures, file ids, numbers, places and the origin of forwarded messages have no word in this file.
Whatever arrives, `read` returns; it never raises.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from helpline.contact import Address, Words
from helpline.ports import Incoming

#: What we ask Telegram for. Reactions, polls, channel posts, inline queries, payments and the rest never even arrive.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

#: Contents that are refused kindly: never downloaded, and not kept as an id either.
# fmt: off
MEDIA = frozenset({
    "animation", "audio", "document", "live_photo", "paid_media", "photo", "sticker", "story", "video", "video_note",
    "voice", "checklist", "contact", "dice", "game", "poll", "venue", "location", "invoice", "giveaway",
    "giveaway_winners",
})
# fmt: on

#: Chats with more people than one: the bot leaves them, for nothing said there would be between two.
GROUPS = frozenset({"group", "supergroup", "channel"})

#: Longer than any message Telegram lets a person type.
MOST_CHARACTERS = 8192

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def read(payload: object, now: datetime) -> Incoming | None:
    """One Telegram update, in our own terms; None: silence on purpose (other bots, service messages …)."""
    update = update_id(payload)
    if update is None or not isinstance(payload, dict):
        return None
    if isinstance(message := payload.get("message"), dict):
        return _message(update, message, now, edited=False)
    if isinstance(message := payload.get("edited_message"), dict):
        return _message(update, message, now, edited=True)
    if isinstance(press := payload.get("callback_query"), dict):
        return _press(update, press, now)
    if isinstance(change := payload.get("my_chat_member"), dict):
        return _membership(update, change, now)
    if isinstance(post := payload.get("channel_post"), dict):
        return _in_group(update, post, now)
    return None


def update_id(payload: object) -> int | None:
    """Telegram's id of an update, the one thing that is needed to confirm it; None where there is none."""
    return _whole(payload.get("update_id"), 0) if isinstance(payload, dict) else None


def _message(update: int, message: dict[str, Any], now: datetime, *, edited: bool) -> Incoming | None:
    if _chat_type(message) in GROUPS:
        return _in_group(update, message, now)
    address = _private(message)
    if address is None or _is_bot(message):
        return None
    words = _words(message.get("text")) or _words(message.get("caption"))
    kind = _kind(message, edited)
    if kind is None:
        return None
    return Incoming(
        channel="telegram",
        update=update,
        address=address,
        kind=kind,
        at=_moment(message.get("edit_date" if edited else "date"), now),
        words=words,
        message=_whole(message.get("message_id"), 1),
        burst=_burst(message.get("media_group_id")),
        language_hint=_language(message),
    )


def _kind(message: dict[str, Any], edited: bool) -> str | None:
    if edited:
        return "edit"
    if isinstance(message.get("text"), str):
        return "text"
    return "media" if MEDIA & message.keys() else None


def _press(update: int, press: dict[str, Any], now: datetime) -> Incoming | None:
    message = press.get("message")
    message = message if isinstance(message, dict) else {}
    if _is_bot(press) or _chat_type(message) in GROUPS:
        return None
    sender = press.get("from")
    # Telegram leaves the message out when it is too old; a private chat then has its only member's id.
    address = _private(message) or _address(sender.get("id") if isinstance(sender, dict) else None)
    callback, data = press.get("id"), press.get("data")
    if address is None or not isinstance(callback, str):
        return None
    return Incoming(
        channel="telegram",
        update=update,
        address=address,
        kind="press",
        at=now,
        data=_clean(data)[:64] if isinstance(data, str) else "",
        callback=_clean(callback)[:64],
        message=_whole(message.get("message_id"), 1),
        language_hint=_language(press),
    )


def _membership(update: int, change: dict[str, Any], now: datetime) -> Incoming | None:
    member = change.get("new_chat_member")
    status = member.get("status") if isinstance(member, dict) else None
    if _chat_type(change) in GROUPS:
        return _in_group(update, change, now) if status in ("member", "administrator", "restricted") else None
    address = _private(change)
    kind = {"kicked": "blocked", "member": "unblocked"}.get(status) if isinstance(status, str) else None
    if address is None or kind is None:
        return None
    at = _moment(change.get("date"), now)
    return Incoming("telegram", update, address, kind, at, language_hint=_language(change))


def _in_group(update: int, within: dict[str, Any], now: datetime) -> Incoming | None:
    chat = within.get("chat")
    address = _address(chat.get("id") if isinstance(chat, dict) else None)
    return Incoming("telegram", update, address, "joined_group", now) if address else None


# ── single fields, each trusted for nothing ───────────────────────────────────────────────────────────────────────
def _whole(value: object, least: int) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**63 else None


def _address(value: object) -> Address | None:
    number = _whole(value, -(2**52))
    return Address("telegram", str(number)) if number else None


def _chat_type(within: dict[str, Any]) -> str | None:
    chat = within.get("chat")
    kind = chat.get("type") if isinstance(chat, dict) else None
    return kind if isinstance(kind, str) else None


def _private(within: dict[str, Any]) -> Address | None:
    return _address(within["chat"].get("id")) if _chat_type(within) == "private" else None


def _is_bot(within: dict[str, Any]) -> bool:
    sender = within.get("from")
    return isinstance(sender, dict) and bool(sender.get("is_bot"))


def _clean(text: str) -> str:
    """Half characters (lone surrogates) cannot be stored or sent: a mark takes their place."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _words(value: object) -> Words | None:
    return Words(_clean(value)[:MOST_CHARACTERS]) if isinstance(value, str) else None


def _moment(value: object, now: datetime) -> datetime:
    seconds = _whole(value, 1)
    # Beyond the year 2100 it is no date, and the calendar itself would refuse some of them.
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds < 4_102_444_800 else now


def _burst(value: object) -> str | None:
    return _clean(value)[:64] if isinstance(value, str) and value else None


def _language(within: dict[str, Any]) -> str | None:
    sender = within.get("from")
    code = sender.get("language_code") if isinstance(sender, dict) else None
    found = _LANGUAGE.match(code) if isinstance(code, str) else None
    return found.group().lower() if found else None
