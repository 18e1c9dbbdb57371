"""Keyboards: the buttons a bot may put under a message, checked as Telegram checks them."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from emulator.door import is_loopback
from emulator.errors import ApiError, bad_request

MAX_DATA_BYTES = 64
_KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
_INLINE = frozenset(
    {
        "text",
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "style",
        "icon_custom_emoji_id",
    }
)
_REPLY = frozenset(
    {
        "text",
        "request_users",
        "request_chat",
        "request_contact",
        "request_location",
        "request_poll",
        "request_managed_bot",
        "web_app",
        "style",
        "icon_custom_emoji_id",
    }
)
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})


def read_markup(raw: Any, *, private: bool) -> dict[str, Any] | None:
    """The reply markup of a call; None where there is none. Raises ApiError in Telegram's words.

    `private`: for a chat with one person, the only one in which a button may open a page."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    kind = next((kind for kind in _KINDS if kind in raw), None)
    if kind is None:
        if raw:
            raise bad_request(f"the emulator knows no reply markup with {sorted(raw)}")
        return None
    if kind == "inline_keyboard":
        return {"inline_keyboard": _rows(raw[kind], "inline keyboard", partial(_inline_button, private=private))}
    if kind == "keyboard":
        return raw | {"keyboard": _rows(raw[kind], "keyboard", partial(_reply_button, private=private))}
    return raw


def _rows(rows: Any, what: str, read: Any) -> list[list[dict[str, Any]]]:
    if not isinstance(rows, list):
        field = what.replace(" ", "_")
        raise bad_request(f'can\'t parse {what} markup JSON object: Field "{field}" must be of type Array')
    if any(not isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {what}: row must be an Array")
    read_rows = [[read(button) for button in row] for row in rows]
    if sum(len(row) for row in read_rows) > 100 and what == "inline keyboard":
        raise ApiError(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
    return [row for row in read_rows if row]


def _inline_button(button: Any, *, private: bool) -> dict[str, Any]:
    known = _button(button, _INLINE, "inline keyboard button")
    actions = button.keys() - _LOOKS
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:  # Telegram takes one of them and says nothing; that is no less of a mistake
        raise bad_request(f"can't parse inline keyboard button: the emulator wants one of {sorted(actions)}")
    data = button.get("callback_data")
    if "callback_data" in button and (not isinstance(data, str) or not data or len(data.encode()) > MAX_DATA_BYTES):
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://", "tel:", "mailto:", "ton://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if "web_app" in button:
        _check_page(button["web_app"], "inline keyboard button", private)
    return known


def _reply_button(button: Any, *, private: bool) -> dict[str, Any]:
    known = _button({"text": button} if isinstance(button, str) else button, _REPLY, "keyboard button")
    if "web_app" in known:
        _check_page(known["web_app"], "keyboard button", private)
    return known


def _check_page(page: Any, what: str, private: bool) -> None:
    if not isinstance(page, dict):
        raise bad_request(f'can\'t parse {what}: Field "web_app" must be of type Object')
    if not isinstance(page.get("url"), str):
        raise bad_request(f"can't parse {what}: Can't find field \"url\"")
    wrong = _wrong_address(page["url"])
    if wrong:
        raise bad_request(f"{what} Web App URL '{page['url']}' is invalid: {wrong}")
    if not private:
        raise bad_request("BUTTON_TYPE_INVALID")


def _wrong_address(url: str) -> str | None:
    """What Telegram says against this address of a page."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    if not host or parts.scheme not in ("http", "https"):
        return "URL host is empty" if parts.scheme in ("http", "https") else "Unsupported URL protocol"
    # Telegram takes https only. Here a page on this very machine may go without: nobody but us can read along.
    return None if parts.scheme == "https" or is_loopback(host) else "Only HTTPS links are allowed"


def _button(button: Any, fields: frozenset[str], what: str) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what}: {what[0].upper()}{what[1:]} must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    unknown = button.keys() - fields
    if unknown:
        raise bad_request(f"can't parse {what}: the emulator knows no field {sorted(unknown)[0]!r}")
    return dict(button)
