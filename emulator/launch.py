"""What an app gives a page that a button opened: who opened it, signed, behind the # of the page's address."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any
from urllib.parse import quote, urlencode

from emulator.chats import Chat
from emulator.telegram import Telegram

#: The colours of an app by day.
_THEME = {
    "bg_color": "#ffffff",
    "text_color": "#000000",
    "hint_color": "#707579",
    "link_color": "#2678b6",
    "button_color": "#2678b6",
    "button_text_color": "#ffffff",
    "secondary_bg_color": "#f1f1f1",
}
_VERSION, _PLATFORM = "9.1", "android"


def launched(telegram: Telegram, chat: Chat, url: str) -> str:
    """The whole address under which an app opens this page for this person, at this moment."""
    query_id = "AAH" + secrets.token_urlsafe(12)
    telegram.pages[query_id] = chat.id
    parameters = {
        "tgWebAppData": signed(telegram.token, _fields(chat, query_id, telegram.clock.unix())),
        "tgWebAppVersion": _VERSION,
        "tgWebAppPlatform": _PLATFORM,
        "tgWebAppThemeParams": json.dumps(_THEME, separators=(",", ":")),
    }
    return _with_fragment(url, urlencode(parameters, quote_via=quote))


def signed(token: str, fields: dict[str, str]) -> str:
    """Launch data as the page hands it to its server: the fields and, last, the bot's proof that Telegram wrote them.

    `signature` is for those who do not know the token; it is made with Telegram's own key, so ours is chance."""
    fields = fields | {"signature": base64.urlsafe_b64encode(secrets.token_bytes(64)).rstrip(b"=").decode()}
    said = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    proof = hmac.digest(key, said.encode(), hashlib.sha256).hex()
    return urlencode(fields | {"hash": proof}, quote_via=quote)


def _fields(chat: Chat, query_id: str, at: int) -> dict[str, str]:
    person: dict[str, Any] = {"id": chat.id, "first_name": chat.name, "last_name": ""}
    person |= {"username": chat.username} if chat.username else {}
    person |= {"language_code": chat.language} if chat.language else {}
    person |= {"allows_write_to_pm": True, "photo_url": "https://t.me/i/userpic/320/x.svg"}
    shown = json.dumps(person, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")
    return {"query_id": query_id, "user": shown, "auth_date": str(at)}


def _with_fragment(url: str, parameters: str) -> str:
    """As the apps do it: what already stands behind the # stays in front, and counts as a path where it has no =."""
    address, mark, before = url.partition("#")
    if not mark or not before:
        return f"{address}#{parameters}"
    return f"{url}{'&' if '=' in before or '?' in before else '?'}{parameters}"
