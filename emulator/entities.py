"""Entities: bold, links and the like. Reads a text with its markup, and measures it as Telegram does (UTF-16)."""

from __future__ import annotations

import re
from typing import Any

from emulator.errors import bad_request
from emulator.html import read_html
from emulator.markdown import read_markdown, read_markdown_v2

MAX_TEXT = 4096
MAX_CAPTION = 1024
Entity = dict[str, Any]

_TYPES = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    }
)
_FOUND = re.compile(
    r"(?P<url>(?:https?://|www\.|t\.me/)[^\s<>\"']+[^\s<>\"'.,;:!?)\]]"
    r"|(?<![\w@.-])(?:[\w-]+\.)+(?:be|com|org|net|eu|nl|fr|de|uk|info|io|me|tv|co|ru|xxx|app)(?![\w@-])(?:/[^\s<>\"']*)?)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


def units(text: str) -> int:
    """Length in UTF-16 code units, the only unit Telegram counts offsets in."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_text(text: str, parse_mode: str | None, given: Any, limit: int = MAX_TEXT) -> tuple[str, list[Entity]]:
    """Plain text and its entities. Raises ApiError: markup that does not parse, text too long or empty.

    `limit` counts characters after parsing; a caption may be empty, a message may not."""
    entities: list[Entity] = []
    if parse_mode:
        text, entities = _parse(text, parse_mode)
    elif given:
        entities = _checked(given, units(text))
    text, entities = _trimmed(text, entities)
    if len(text) > limit:
        raise bad_request("message is too long" if limit == MAX_TEXT else "message caption is too long")
    return text, sorted(entities + found_in(text, entities), key=lambda one: (one["offset"], -one["length"]))


def _parse(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    readers = {"html": read_html, "markdownv2": read_markdown_v2, "markdown": read_markdown}
    reader = readers.get(parse_mode.lower())
    if reader is None:
        raise bad_request("unsupported parse_mode")
    try:
        plain, spans = reader(text)
    except ValueError as problem:
        raise bad_request(f"can't parse entities: {problem}") from None
    return plain, [
        {"type": kind, "offset": units(plain[:start]), "length": units(plain[start:end])} | more
        for kind, start, end, more in spans
        if end > start
    ]


def _checked(given: Any, length: int) -> list[Entity]:
    for one in given:
        if any(not isinstance(one.get(name), int) for name in ("offset", "length")):
            raise bad_request("can't parse MessageEntity: expected an Object with offset and length")
        if not isinstance(one.get("type"), str) or one["type"] not in _TYPES:
            raise bad_request("can't parse MessageEntity: wrong message entity type specified")
        if one["offset"] < 0 or one["length"] <= 0 or one["offset"] + one["length"] > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {one['offset']} ends after the end of the text "
                f"at UTF-16 offset {length}"
            )
    return [dict(one) for one in given]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram cuts white space at both ends and shifts the entities."""
    start = len(text) - len(text.lstrip())
    cut = units(text[:start])
    text = text.strip()
    end = units(text)
    kept = []
    for one in entities:
        first, last = max(one["offset"] - cut, 0), min(one["offset"] + one["length"] - cut, end)
        if last > first:
            kept.append(one | {"offset": first, "length": last - first})
    return text, kept


def found_in(text: str, entities: list[Entity]) -> list[Entity]:
    """Links, commands, mentions that Telegram marks by itself, where no markup stands already."""
    found = []
    for match in _FOUND.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        taken = any(
            offset < one["offset"] + one["length"] and one["offset"] < offset + length
            for one in entities
            if one["type"] in ("code", "pre", "text_link", "url")
        )
        if not taken:
            found.append({"type": match.lastgroup or "url", "offset": offset, "length": length})
    return found
