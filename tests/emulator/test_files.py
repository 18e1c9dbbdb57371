"""A file the bot has sent stands on the phone to be saved, by either library, until the bot deletes it."""

from __future__ import annotations

import httpx
import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile
from playwright.async_api import Page, expect
from telegram import Bot as TheirBot
from telegram import InputFile

from emulator.server import Emulator

CONTENT = b"%PDF-2.0 \x00\xff\r\n--x\r\n"


async def by_aiogram(emulator: Emulator, chat: int) -> int:
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
    async with Bot(emulator.bot_token, session=session) as bot:
        return (await bot.send_document(chat, BufferedInputFile(CONTENT, "kopie.pdf"), caption="hier")).message_id


async def by_the_other(emulator: Emulator, chat: int) -> int:
    bot = TheirBot(emulator.bot_token, base_url=f"{emulator.url}/bot", base_file_url=f"{emulator.url}/file/bot")
    async with bot:
        return (await bot.send_document(chat, InputFile(CONTENT, "kopie.pdf"), caption="hier")).message_id


@pytest.mark.parametrize("sends", [by_aiogram, by_the_other])
async def test_a_file_can_be_saved_until_it_is_deleted(emulator: Emulator, sends: object) -> None:
    phone = emulator.phone()
    number = await sends(emulator, phone.chat_id)  # type: ignore[operator]
    place = f"{emulator.url}/emulator/phones/{phone.chat_id}/files/{number}"
    async with httpx.AsyncClient() as http:
        saved = await http.get(place)
        assert (saved.status_code, saved.content) == (200, CONTENT)
        assert saved.headers["content-disposition"].startswith("attachment")
        assert saved.headers["content-type"] == "application/octet-stream"
        await http.post(
            f"{emulator.url}/bot{emulator.bot_token}/deleteMessage",
            json={"chat_id": phone.chat_id, "message_id": number},
        )
        assert (await http.get(place)).status_code == 404
    assert emulator.telegram.files == {}


async def test_only_a_file_can_be_saved(emulator: Emulator) -> None:
    phone = emulator.phone()
    words = await phone.says("no file")
    async with httpx.AsyncClient() as http:
        for number in (words, words + 1):
            answer = await http.get(f"{emulator.url}/emulator/phones/{phone.chat_id}/files/{number}")
            assert answer.status_code == 404


async def test_the_phone_page_shows_it_to_be_saved(emulator: Emulator, page: Page) -> None:
    phone = emulator.phone(language="nl", name="Noor")
    await page.goto(emulator.url)
    await by_aiogram(emulator, phone.chat_id)
    link = page.get_by_role("link", name="kopie.pdf (1 kB)")
    await expect(link).to_be_visible()
    async with page.expect_download() as saving:
        await link.click()
    assert (await saving.value).suggested_filename == "kopie.pdf"
