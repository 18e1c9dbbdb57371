"""The peer: a bot as aiogram's documentation shows it, FSM in memory, webhook by its own aiohttp handler.

It says the same words with the same buttons as Haven does. Nothing is stored, sealed, deduplicated or confirmed late.
Run: python -m benchmarks.aiogram_bot TALK.json API_URL PORT
"""

import asyncio
import sys
from pathlib import Path

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types import Message as Sent
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from benchmarks.talk import Message, Talk

TALK = Talk.load(Path(sys.argv[1]))
SECRET = "bench-secret-bench-secret-bench-secret"


class Step(StatesGroup):
    """Where a person is: one state per answer she still owes."""

    one = State()
    two = State()
    three = State()
    four = State()
    five = State()
    six = State()
    seven = State()


STEPS = (Step.one, Step.two, Step.three, Step.four, Step.five, Step.six, Step.seven)
router = Router()


async def say(bot: Bot, chat: int, messages: list[Message]) -> None:
    for message in messages:
        rows = [
            [InlineKeyboardButton(text=label, callback_data=f"{n}:{label}"[:20])]
            for n, label in enumerate(message.labels)
        ]
        await bot.send_message(
            chat, message.text, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
        )


@router.message(CommandStart())
async def start(message: Sent, bot: Bot, state: FSMContext) -> None:
    await state.set_state(Step.one)
    await say(bot, message.chat.id, TALK.answers[0])


def expect(number: int) -> None:
    """Register the handler of one state, as the documentation does by hand."""

    @router.callback_query(STEPS[number], F.data)
    async def answered(press: CallbackQuery, bot: Bot, state: FSMContext) -> None:
        await press.answer()
        await state.update_data({str(number): press.data})
        await (state.set_state(STEPS[number + 1]) if number + 1 < len(STEPS) else state.clear())
        assert press.message is not None
        await say(bot, press.message.chat.id, TALK.answers[number + 1])


for position in range(len(STEPS)):
    expect(position)


async def main(api: str, port: int) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    bot, dispatcher = Bot("1:bench", session=session), Dispatcher()
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path="/hook")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token=SECRET)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[2], int(sys.argv[3])))
