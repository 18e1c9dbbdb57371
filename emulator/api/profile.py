"""What the bot says of itself: name, descriptions, its commands menu, per language."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import orjson

from emulator.errors import bad_request
from emulator.telegram import Telegram

Params = dict[str, Any]
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(telegram: Telegram, _: Params) -> dict[str, Any]:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }
    return telegram.bot.to_user() | abilities


def _yes(_: Telegram, __: Params) -> bool:
    return True


def set_text(telegram: Telegram, params: Params, *, what: str) -> bool:
    text = params.get(what, "")
    if len(text) > _LIMITS[what]:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    telegram.bot.texts[what, _language(params)] = text
    telegram.news.tell("bot")
    return True


def get_text(telegram: Telegram, params: Params, *, what: str) -> dict[str, str]:
    language = _language(params)
    if what == "name":
        return {"name": telegram.bot.name_in(language)}
    texts = telegram.bot.texts
    return {what: texts.get((what, language)) or texts.get((what, ""), "")}


def _language(params: Params) -> str:
    language = str(params.get("language_code") or "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _scope(params: Params) -> str:
    return orjson.dumps(params.get("scope") or {"type": "default"}, option=orjson.OPT_SORT_KEYS).decode()


def set_commands(telegram: Telegram, params: Params) -> bool:
    commands = params["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(one.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    telegram.bot.commands[_scope(params), _language(params)] = [
        {"command": str(one["command"]).lstrip("/"), "description": str(one["description"])} for one in commands
    ]
    telegram.news.tell("bot")
    return True


def get_commands(telegram: Telegram, params: Params) -> list[dict[str, Any]]:
    return telegram.bot.commands.get((_scope(params), _language(params)), [])


def delete_commands(telegram: Telegram, params: Params) -> bool:
    telegram.bot.commands.pop((_scope(params), _language(params)), None)
    telegram.news.tell("bot")
    return True


def commands_for(telegram: Telegram, language: str | None) -> list[dict[str, Any]]:
    """The menu a person sees: the narrowest scope, then her language, then everyone's."""
    for kind in ("all_private_chats", "default"):
        for code in (language or "", ""):
            found = telegram.bot.commands.get((f'{{"type":"{kind}"}}', code))
            if found:
                return found
    return []


def description_for(telegram: Telegram, language: str | None) -> str:
    """What a person reads in the empty chat, before she presses Start."""
    texts = telegram.bot.texts
    return texts.get(("description", language or "")) or texts.get(("description", ""), "")


def set_menu_button(telegram: Telegram, params: Params) -> bool:
    telegram.bot.menu_buttons[_private(telegram, params)] = params.get("menu_button") or {"type": "default"}
    return True


def get_menu_button(telegram: Telegram, params: Params) -> dict[str, Any]:
    buttons = telegram.bot.menu_buttons
    return buttons.get(_private(telegram, params)) or buttons.get(0) or {"type": "default"}


def _private(telegram: Telegram, params: Params) -> int:
    """The chat a menu button is for; 0 for everyone's."""
    return telegram.chat(params["chat_id"]).id if "chat_id" in params else 0


_TEXTS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}

METHODS = (
    {
        "getMe": get_me,
        "logOut": _yes,
        "close": _yes,
        "setMyCommands": set_commands,
        "getMyCommands": get_commands,
        "deleteMyCommands": delete_commands,
        "setChatMenuButton": set_menu_button,
        "getChatMenuButton": get_menu_button,
    }
    | {f"setMy{name}": partial(set_text, what=what) for name, what in _TEXTS.items()}
    | {f"getMy{name}": partial(get_text, what=what) for name, what in _TEXTS.items()}
)
