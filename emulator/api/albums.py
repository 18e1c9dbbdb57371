"""Albums: several photos, videos or documents that the phone shows as one."""

from __future__ import annotations

from typing import Any

from emulator.api.sending import put
from emulator.entities import MAX_CAPTION, read_text
from emulator.errors import bad_request
from emulator.media import content_of
from emulator.telegram import Telegram

Params = dict[str, Any]
_MOST = 10
_KINDS = frozenset({"photo", "video", "audio", "document"})
#: These stand among their own kind or not at all.
_APART = ("audio", "document")


def send_album(telegram: Telegram, params: Params) -> list[dict[str, Any]]:
    """One message per item, tied together by `media_group_id`."""
    chat = telegram.reachable(params["chat_id"])
    items = _checked(params["media"])
    read = [_caption(item) for item in items]
    group = f"14{telegram.clock.unix():010d}{len(chat.log):06d}"
    messages = []
    for item, (text, entities) in zip(items, read, strict=True):
        content = content_of(telegram, item["type"], item["media"])
        extra = {"media_group_id": group}
        messages.append(
            put(telegram, chat, params, kind=item["type"], content=content, text=text, entities=entities, extra=extra)
        )
    return [message.to_api() for message in messages]


def _checked(items: Any) -> list[dict[str, Any]]:
    """Every item is looked at before the first one is sent. Raises ApiError."""
    if not isinstance(items, list) or any(not isinstance(item, dict) for item in items):
        raise bad_request("can't parse media: expected an Array of InputMedia")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > _MOST:
        raise bad_request("too many messages to send as an album")
    for item in items:
        kind = item.get("type")
        if not isinstance(kind, str) or kind not in _KINDS:
            raise bad_request(f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup")
        if not item.get("media"):
            raise bad_request("can't parse InputMedia: media not found")
    kinds = {item["type"] for item in items}
    for kind in _APART:
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    return items


def _caption(item: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    given = item.get("caption_entities") or []
    if not isinstance(given, list) or any(not isinstance(one, dict) for one in given):
        raise bad_request("can't parse caption_entities: expected an Array of Object")
    mode = item.get("parse_mode")
    return read_text(str(item.get("caption") or ""), str(mode) if mode else None, given, MAX_CAPTION)


METHODS = {"sendMediaGroup": send_album}
