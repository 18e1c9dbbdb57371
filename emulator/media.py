"""Media: photos, voices, stickers … in the shape Telegram gives them. The bytes are a few and say what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emulator.telegram import Telegram
from emulator.wire import Upload

#: What a contact's phone can send, apart from text.
KINDS = (
    "photo",
    "video",
    "voice",
    "audio",
    "document",
    "sticker",
    "location",
    "contact",
    "animation",
    "video_note",
    "poll",
    "dice",
)
#: Those that may carry a caption.
CAPTIONED = frozenset({"photo", "video", "voice", "audio", "document", "animation"})
_ENDINGS = {
    "photo": "jpg",
    "video": "mp4",
    "voice": "oga",
    "audio": "mp3",
    "document": "pdf",
    "sticker": "webp",
    "animation": "mp4",
    "video_note": "mp4",
}
_TYPES = {
    "video": "video/mp4",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "document": "application/pdf",
    "animation": "video/mp4",
}


def store(telegram: Telegram, kind: str, content: bytes) -> dict[str, Any]:
    """Keep a file and give it Telegram's three ways to name it."""
    number = len(telegram.files) + 1
    file_id = f"AgACAgQAAxkBAAI{number:06d}{kind}"
    telegram.files[file_id] = (f"{kind}s/file_{number}.{_ENDINGS.get(kind, 'bin')}", content)
    return {"file_id": file_id, "file_unique_id": f"AQAD{number:06d}{kind}", "file_size": len(content)}


def content_of(telegram: Telegram, kind: str, given: Any = None, name: str | None = None) -> dict[str, Any]:
    """The part of a message that makes it a photo, a sticker … `given`: an Upload, a file_id, a URL or nothing."""
    if kind in _ENDINGS:
        return _file_content(telegram, kind, given, name)
    return _PLAIN[kind](telegram.clock.unix())


def _file_content(telegram: Telegram, kind: str, given: Any, name: str | None) -> dict[str, Any]:
    content = given.content if isinstance(given, Upload) else f"an emulated {kind}".encode()
    if isinstance(given, str) and given in telegram.files:
        content = telegram.files[given][1]
    body = store(telegram, kind, content)
    if kind in _TYPES:
        body["mime_type"] = _TYPES[kind]
    if kind in ("video", "animation", "sticker", "photo"):
        body |= {"width": 512, "height": 512}
    if kind in ("video", "animation", "voice", "audio", "video_note"):
        body["duration"] = 7
    if kind == "video_note":
        body["length"] = 240
    if kind == "sticker":
        body |= {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
    if kind in ("document", "video", "audio", "animation"):
        body["file_name"] = name or (given.name if isinstance(given, Upload) else f"{kind}.{_ENDINGS[kind]}")
    if kind == "photo":
        small = store(telegram, kind, content[:64]) | {"width": 90, "height": 90}
        return {"photo": [small, body]}
    return {"animation": body, "document": dict(body)} if kind == "animation" else {kind: body}


def _poll(now: int) -> dict[str, Any]:
    options = [{"text": text, "voter_count": 0, "persistent_id": text.lower()} for text in ("Yes", "No")]
    return {
        "poll": {
            "id": str(now),
            "question": "A poll?",
            "options": options,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }


_PLAIN: dict[str, Callable[[int], dict[str, Any]]] = {
    "location": lambda _: {"location": {"latitude": 50.8503, "longitude": 4.3517}},
    "contact": lambda _: {"contact": {"phone_number": "+32470000000", "first_name": "Someone"}},
    "dice": lambda now: {"dice": {"emoji": "🎲", "value": now % 6 + 1}},
    "poll": _poll,
}
