"""Introduce the bot to Telegram: is the token good, what is in the menu, what stands in an empty chat, who calls whom.

These calls are rare and typed: aiogram makes them. It is only loaded here, and only when Haven starts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from bot.telegram.updates import ALLOWED_UPDATES

#: Calls of Telegram's that may be open at once; it keeps one update of a chat in flight.
CONNECTIONS = 60


class TokenRefused(Exception):
    """Telegram does not know this token."""


@dataclass(frozen=True)
class Introduction:
    """By language, the first one for everyone else: the menu's (command, what it does), and an empty chat's words."""

    menu: Mapping[str, Sequence[tuple[str, str]]]
    about: Mapping[str, str]


async def introduce(base_url: str, token: str, introduction: Introduction, webhook: tuple[str, str] | None) -> None:
    """`webhook`: address and secret; None for polling, then a webhook left behind is removed.

    What waits at Telegram is kept in every case. Raises TokenRefused; aiogram's errors where Telegram is in trouble.
    """
    await asyncio.to_thread(import_module, "aiogram")  # a second of work: nobody waits for it meanwhile
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError

    session = AiohttpSession(api=TelegramAPIServer.from_base(base_url), timeout=15)
    async with Bot(token, session=session) as bot:
        try:
            await bot.get_me()
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefused from None
        if webhook is None:
            await bot.delete_webhook(drop_pending_updates=False)
        else:
            await bot.set_webhook(
                webhook[0],
                secret_token=webhook[1],
                max_connections=CONNECTIONS,
                allowed_updates=list(ALLOWED_UPDATES),
                drop_pending_updates=False,
            )
        await _describe(bot, introduction)


async def _describe(bot: object, introduction: Introduction) -> None:
    from aiogram import Bot
    from aiogram.types import BotCommand

    assert isinstance(bot, Bot)
    for place, (language, menu) in enumerate(introduction.menu.items()):
        commands = [BotCommand(command=name, description=about) for name, about in menu]
        about = introduction.about[language]
        # Telegram shows the words without a language to everyone whose language has none of its own.
        for code in (None, language) if place == 0 else (language,):
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(about, language_code=code)
            await bot.set_my_short_description(about[:120], language_code=code)
