"""A file into a chat: it arrives whole, is tried again where nothing arrived, and is never sent twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.telegram import documents as module
from bot.telegram.api import BotApi, multipart
from bot.telegram.documents import Document, Documents
from emulator.phone import Phone
from emulator.server import Emulator
from helpline.contact import Address

#: Every byte there is, line ends and dashes of a form included.
CONTENT = bytes(range(256)) * 40 + b"\r\n--\r\n----\r\n"
FILE = Document("kopie.pdf", CONTENT, "Je bestand, “op slot” ✓")


@asynccontextmanager
async def sending() -> AsyncIterator[tuple[Emulator, Phone, Documents, list[str]]]:
    async with Emulator() as emulator:
        told: list[str] = []
        api = BotApi(emulator.url, emulator.bot_token)
        yield emulator, emulator.phone(language="nl"), Documents(api, told.append), told
        await api.close()


def address(phone: Phone) -> Address:
    return Address("telegram", str(phone.chat_id))


def taken(emulator: Emulator) -> list[bytes]:
    return [content for _, content in emulator.telegram.files.values()]


async def test_it_arrives_whole_under_its_name() -> None:
    async with sending() as (emulator, phone, documents, _):
        number = await documents.send(address(phone), FILE)
        [seen] = phone.screen()
        assert (seen.message_id, seen.kind, seen.text) == (number, "document", FILE.caption)
        assert taken(emulator) == [CONTENT]
        message = emulator.telegram.messages[phone.chat_id, seen.message_id]
        assert message.content["document"]["file_name"] == "kopie.pdf"


@pytest.mark.parametrize(("kind", "times"), [("429", 2), ("5xx", 2)])
async def test_where_telegram_asks_for_patience_it_goes_again(
    kind: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.01)
    async with sending() as (emulator, phone, documents, _):
        emulator.faults.add(method="sendDocument", kind=kind, times=times)
        assert await documents.send(address(phone), FILE) is not None
        assert len(phone.screen()) == 1
        assert len([entry for entry in emulator.ledger if entry.method == "sendDocument"]) == times + 1


@pytest.mark.parametrize("kind", ["drop_after_accept", "bad_json"])
async def test_what_may_have_arrived_is_not_sent_twice(kind: str) -> None:
    async with sending() as (emulator, phone, documents, told):
        emulator.faults.add(method="sendDocument", kind=kind, times=1)
        assert await documents.send(address(phone), FILE) is None
        assert len(taken(emulator)) == 1
        assert told == ["send_ambiguous"]


async def test_what_telegram_refuses_is_not_tried_again() -> None:
    async with sending() as (emulator, phone, documents, told):
        await phone.blocks()
        assert await documents.send(address(phone), FILE) is None
        assert told == ["send_refused"]
        assert taken(emulator) == []


async def test_where_nobody_hears_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRIES", 1)
    async with Emulator() as emulator:
        api = BotApi("http://127.0.0.1:1", emulator.bot_token)
        assert await Documents(api, lambda _: None).send(Address("telegram", "1"), FILE) is None
        await api.close()


def test_a_form_says_where_its_file_ends() -> None:
    kind, body = multipart({"chat_id": "1"}, "document", "a.pdf", CONTENT)
    mark = kind.partition(b"boundary=")[2]
    assert mark not in CONTENT
    assert body.count(b"--" + mark) == 3
    assert repr(FILE) == f"Document({len(CONTENT)} bytes)"
