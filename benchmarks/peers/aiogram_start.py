"""How a bot of aiogram's is started, with or without aiogram-dialog: its own webhook handler, or its own polling."""

from __future__ import annotations

import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from benchmarks.peers.arguments import SECRET, TOKEN, Arguments


async def start(dispatcher: Dispatcher, told: Arguments) -> None:
    """Until it is ended from outside."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(told.api)))
    if told.port is None:
        await dispatcher.start_polling(bot)
        return
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path="/hook")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", told.port).start()
    await bot.set_webhook(told.hook, secret_token=SECRET)
    await asyncio.Event().wait()
