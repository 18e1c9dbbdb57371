"""The peer most people start with: aiogram's FSM, in memory or on SQLite, as its documentation shows.

Nothing is sealed, deduplicated or confirmed late.
"""

from __future__ import annotations

import asyncio

from aiogram import Bot, Dispatcher, F, Router
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types import Message as Sent

from benchmarks.peers.aiogram_start import start as start_bot
from benchmarks.peers.arguments import given
from benchmarks.talk import Message

TOLD = given()


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
    await say(bot, message.chat.id, TOLD.talk.answers[0])


def expect(number: int) -> None:
    """Register the handler of one state, as the documentation does by hand."""

    @router.callback_query(STEPS[number], F.data)
    async def answered(press: CallbackQuery, bot: Bot, state: FSMContext) -> None:
        await press.answer()
        await state.update_data({str(number): press.data})
        await (state.set_state(STEPS[number + 1]) if number + 1 < len(STEPS) else state.clear())
        assert press.message is not None
        await say(bot, press.message.chat.id, TOLD.talk.answers[number + 1])


async def main() -> None:
    storage: BaseStorage = MemoryStorage()
    if TOLD.storage is not None:
        from benchmarks.peers.sqlite_storage import SqliteStorage

        storage = await SqliteStorage.open(TOLD.storage)
    dispatcher = Dispatcher(storage=storage)
    dispatcher.include_router(router)
    for number in range(len(STEPS)):
        expect(number)
    await start_bot(dispatcher, TOLD)


if __name__ == "__main__":
    asyncio.run(main())
