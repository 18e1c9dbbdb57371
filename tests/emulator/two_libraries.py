"""The same small talk, written once for aiogram and once for python-telegram-bot, both unmodified."""

import asyncio
import warnings
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiogram
import telegram
import telegram.ext
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

ASK = "<b>How old</b> are you?"
CHOICES = ("Under 18", "18 or older")
THANKS = "Thank you 😀"
ENOUGH = "I keep no pictures."
SECRET = "a-secret"


class WithAiogram:
    """A dispatcher with three handlers."""

    def __init__(self, emulator: Any) -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
        self.bot = aiogram.Bot(emulator.bot_token, session=session)
        self.dispatcher = aiogram.Dispatcher()
        self.dispatcher.message(aiogram.F.photo)(self.no_picture)
        self.dispatcher.message()(self.ask)
        self.dispatcher.callback_query()(self.thank)

    async def ask(self, message: aiogram.types.Message) -> None:
        button = aiogram.types.InlineKeyboardButton
        rows = [[button(text=label, callback_data=label)] for label in CHOICES]
        await self.bot.send_chat_action(message.chat.id, "typing")
        await message.answer(
            ASK, parse_mode="HTML", reply_markup=aiogram.types.InlineKeyboardMarkup(inline_keyboard=rows)
        )

    async def thank(self, press: aiogram.types.CallbackQuery) -> None:
        await press.answer("noted")
        await press.message.edit_text(THANKS)

    async def no_picture(self, message: aiogram.types.Message) -> None:
        await message.delete()
        await message.answer(ENOUGH, protect_content=True)

    @asynccontextmanager
    async def polling(self):
        task = asyncio.create_task(
            self.dispatcher.start_polling(self.bot, handle_signals=False, close_bot_session=False, polling_timeout=5)
        )
        yield
        await self.dispatcher.stop_polling()
        await task
        await self.bot.session.close()

    @asynccontextmanager
    async def webhook(self):
        async def take(body: dict[str, Any]) -> None:
            await self.dispatcher.feed_update(
                self.bot, aiogram.types.Update.model_validate(body, context={"bot": self.bot})
            )

        async with served(take) as url:
            await self.bot.set_webhook(url, secret_token=SECRET)
            yield
        await self.bot.session.close()


class WithPythonTelegramBot:
    """An application with three handlers."""

    def __init__(self, emulator: Any) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            builder = telegram.ext.Application.builder().token(emulator.bot_token)
            self.app = builder.base_url(f"{emulator.url}/bot").base_file_url(f"{emulator.url}/file/bot").build()
        self.bot = self.app.bot
        self.app.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.PHOTO, self.no_picture))
        self.app.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.ALL, self.ask))
        self.app.add_handler(telegram.ext.CallbackQueryHandler(self.thank))

    async def ask(self, update: telegram.Update, _: Any) -> None:
        rows = [[telegram.InlineKeyboardButton(label, callback_data=label)] for label in CHOICES]
        await update.message.chat.send_action("typing")
        await update.message.reply_html(ASK, reply_markup=telegram.InlineKeyboardMarkup(rows))

    async def thank(self, update: telegram.Update, _: Any) -> None:
        await update.callback_query.answer("noted")
        await update.callback_query.edit_message_text(THANKS)

    async def no_picture(self, update: telegram.Update, _: Any) -> None:
        await update.message.delete()
        await self.bot.send_message(update.message.chat.id, ENOUGH, protect_content=True)

    @asynccontextmanager
    async def polling(self):
        async with self.app:
            await self.app.start()
            await self.app.updater.start_polling(timeout=5)
            yield
            await self.app.updater.stop()
            await self.app.stop()

    @asynccontextmanager
    async def webhook(self):
        async def take(body: dict[str, Any]) -> None:
            await self.app.process_update(telegram.Update.de_json(body, self.bot))

        async with self.app, served(take) as url:
            await self.bot.set_webhook(url, secret_token=SECRET)
            yield


@asynccontextmanager
async def served(take: Callable[[dict[str, Any]], Awaitable[None]]):
    """A site that hands each update over and says 200 when it is done."""

    async def receive(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == SECRET
        await take(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


LIBRARIES = (WithAiogram, WithPythonTelegramBot)
