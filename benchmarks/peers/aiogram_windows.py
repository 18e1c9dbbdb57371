"""The peer with declared screens: aiogram-dialog, state in memory, one window per question."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.types import CallbackQuery
from aiogram.types import Message as Sent
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Button, Column
from aiogram_dialog.widgets.text import Const

from benchmarks.peers.aiogram_start import start as start_bot
from benchmarks.peers.arguments import given

TOLD = given()


class Step(StatesGroup):
    """One state per window."""

    greeting = State()
    one = State()
    two = State()
    three = State()
    four = State()
    five = State()
    six = State()
    seven = State()


STEPS = (Step.greeting, Step.one, Step.two, Step.three, Step.four, Step.five, Step.six, Step.seven)


async def say_before(bot: Bot, chat: int, number: int) -> bool:
    """What comes before the window's own message; True when there was any."""
    before = TOLD.talk.answers[number][:-1]
    for message in before:
        await bot.send_message(chat, message.text)
    return bool(before)


def window(number: int) -> Window:
    async def pressed(press: CallbackQuery, button: Button, manager: DialogManager) -> None:
        manager.dialog_data[str(number)] = button.widget_id
        if await say_before(manager.middleware_data["bot"], press.from_user.id, number + 1):
            manager.show_mode = ShowMode.SEND  # an edit would stand above what was just said
        await manager.switch_to(STEPS[number + 1])

    shown = TOLD.talk.answers[number][-1]
    buttons: list[Any] = [Button(Const(label), id=f"b{n}", on_click=pressed) for n, label in enumerate(shown.labels)]
    return Window(Const(shown.text), Column(*buttons), state=STEPS[number])


async def start(message: Sent, bot: Bot, dialog_manager: DialogManager) -> None:
    await say_before(bot, message.chat.id, 0)
    await dialog_manager.start(Step.greeting, mode=StartMode.RESET_STACK)


async def main() -> None:
    # aiogram-dialog's documentation asks for the isolation; without it quick presses meet an old state.
    dispatcher = Dispatcher(events_isolation=SimpleEventIsolation())
    dispatcher.message.register(start, CommandStart())
    dispatcher.include_router(Dialog(*(window(number) for number in range(len(STEPS)))))
    setup_dialogs(dispatcher)
    await start_bot(dispatcher, TOLD)


if __name__ == "__main__":
    asyncio.run(main())
