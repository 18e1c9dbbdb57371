"""The other library: python-telegram-bot's ConversationHandler in memory, webhook as its custom-webhook example."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, ConversationHandler
from telegram.warnings import PTBUserWarning

from benchmarks.peers.arguments import SECRET, TOKEN, Arguments, given
from benchmarks.talk import PRESSES, Message

TOLD = given()
Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


async def say(bot: Bot, chat: int, messages: list[Message]) -> None:
    for message in messages:
        rows = [
            [InlineKeyboardButton(label, callback_data=f"{n}:{label}"[:20])] for n, label in enumerate(message.labels)
        ]
        await bot.send_message(chat, message.text, reply_markup=InlineKeyboardMarkup(rows) if rows else None)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.effective_chat is not None
    await say(context.bot, update.effective_chat.id, TOLD.talk.answers[0])
    return 0


def pressed(number: int) -> Handler:
    async def answered(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        press = update.callback_query
        assert press is not None
        assert context.user_data is not None
        assert update.effective_chat is not None
        await press.answer()
        context.user_data[number] = press.data
        await say(context.bot, update.effective_chat.id, TOLD.talk.answers[number + 1])
        return number + 1 if number + 1 < len(PRESSES) else ConversationHandler.END

    return answered


def application(webhook: bool) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = Application.builder().token(TOKEN).base_url(f"{TOLD.api}/bot")
    made = (builder.updater(None) if webhook else builder).build()
    warnings.simplefilter("ignore", PTBUserWarning)
    states: dict[object, list[Any]] = {n: [CallbackQueryHandler(pressed(n))] for n in range(len(PRESSES))}
    entry: Any = CommandHandler("start", start)
    made.add_handler(ConversationHandler([entry], states, [entry]))
    return made


async def serve(told: Arguments) -> None:
    app = application(webhook=True)

    async def hook(request: Request) -> Response:
        await app.update_queue.put(Update.de_json(await request.json(), app.bot))
        return Response()

    site = Starlette(routes=[Route("/hook", hook, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(site, host="127.0.0.1", port=told.port or 0, log_level="error"))
    async with app:
        await app.start()
        serving = asyncio.ensure_future(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event to wait for
            await asyncio.sleep(0.05)
        await app.bot.set_webhook(told.hook, secret_token=SECRET)
        await serving
        await app.stop()


if __name__ == "__main__":
    if TOLD.port is None:
        application(webhook=False).run_polling()
    else:
        asyncio.run(serve(TOLD))
