"""Introduce the bot to Telegram: is the token good, the menu, the words of an empty chat, and who calls whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.telegram.api import Answer, BotApi
from bot.telegram.fates import token_refused
from bot.telegram.updates import ALLOWED_UPDATES

#: Calls of Telegram's that may be open at once; it keeps one update of a chat in flight.
CONNECTIONS = 60
#: Telegram's longest short description.
MOST_SHORT = 120


class TokenRefused(Exception):
    """Telegram does not know this token."""


class SetupTrouble(Exception):
    """Telegram did not do what it was asked; says the method and Telegram's code."""


@dataclass(frozen=True)
class Introduction:
    """By language, the first one for everyone else: the menu's (command, what it does), and an empty chat's words."""

    menu: Mapping[str, Sequence[tuple[str, str]]]
    about: Mapping[str, str]


async def introduce(api: BotApi, introduction: Introduction, webhook: tuple[str, str] | None) -> tuple[str, ...]:
    """Returns the names under which the bot stands on people's phones.

    `webhook`: address and secret; None for polling, then a webhook left behind is removed.
    What waits at Telegram is kept in every case. Raises TokenRefused, SetupTrouble, NotWritten or Unclear.
    """
    me = await _done(api, "getMe", {})
    if webhook is None:
        await _done(api, "deleteWebhook", {"drop_pending_updates": False})
    else:
        address, secret = webhook
        params = {
            "url": address,
            "secret_token": secret,
            "max_connections": CONNECTIONS,
            "allowed_updates": list(ALLOWED_UPDATES),
            "drop_pending_updates": False,
        }
        await _done(api, "setWebhook", params)
    await _describe(api, introduction)
    named = [(await _done(api, "getMyName", {"language_code": code})).result for code in introduction.menu]
    return tuple(dict.fromkeys(_names(me.result, "first_name", "username") + _names(named, "name")))


def _names(told: Any, *keys: str) -> tuple[str, ...]:
    """What stands under these keys, in one answer or several."""
    answers = told if isinstance(told, list) else [told]
    found = (one.get(key) for one in answers if isinstance(one, dict) for key in keys)
    return tuple(name for name in found if isinstance(name, str) and name)


async def _describe(api: BotApi, introduction: Introduction) -> None:
    for place, (language, menu) in enumerate(introduction.menu.items()):
        commands = [{"command": name, "description": about} for name, about in menu]
        about = introduction.about[language]
        # Telegram shows the words without a language to everyone whose language has none of its own.
        for code in ({}, {"language_code": language}) if place == 0 else ({"language_code": language},):
            await _done(api, "setMyCommands", {"commands": commands, **code})
            await _done(api, "setMyDescription", {"description": about, **code})
            await _done(api, "setMyShortDescription", {"short_description": about[:MOST_SHORT], **code})


async def _done(api: BotApi, method: str, params: Mapping[str, Any]) -> Answer:
    answer = await api.call(method, params)
    if token_refused(answer):
        raise TokenRefused
    if answer.code != 200:
        raise SetupTrouble(f"{method} {answer.code}")
    return answer
