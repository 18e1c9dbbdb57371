"""A message with a button that opens a page: it stands above the others, and she gets the words whatever it says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.telegram.api import BotApi
from bot.telegram.channel import TelegramChannel
from emulator.server import Emulator
from helpline.contact import Address, Words
from helpline.delivery import Delivery, Fate
from helpline.ports import Outgoing, Page

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
GOOD = "https://haven.example/hashes#a-secret"
NOT_HTTPS = "http://haven.example/hashes#a-secret"


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as running:
        yield running


@pytest.fixture
def trouble() -> list[str]:
    return []


@pytest.fixture
async def channel(emulator: Emulator, trouble: list[str]) -> AsyncIterator[TelegramChannel]:
    api = BotApi(emulator.url, emulator.bot_token)
    yield TelegramChannel(api, lambda: NOW, trouble.append, lambda language: "A message for you.")
    await api.close()


async def sent(channel: TelegramChannel, chat: int, page: str, **how: object) -> Fate:
    more = {"open_until": NOW + timedelta(minutes=1), "buttons": ((("Not now", "n"),),), "protect": True, **how}
    out = Outgoing("o", Words(f"Here it is: {page}"), opens=Page("Open the page", Words(page)), **more)  # type: ignore[arg-type]
    return await channel.send(Delivery("d", "c", Address("telegram", str(chat)), out))


async def test_it_stands_above_the_others_and_opens_the_page(emulator: Emulator, channel: TelegramChannel) -> None:
    phone = emulator.phone()
    assert (await sent(channel, phone.chat_id, GOOD)).kind == "sent"
    (seen,) = phone.screen()
    assert (seen.buttons, seen.protected) == ([["Open the page"], ["Not now"]], True)
    assert phone.opens("Open the page").startswith(f"{GOOD}?tgWebAppData=")


async def test_covered_and_edited_it_is_still_there(emulator: Emulator, channel: TelegramChannel) -> None:
    phone = emulator.phone()
    fate = await sent(channel, phone.chat_id, GOOD, open_until=None, buttons=())
    assert phone.screen()[0].glance == "A message for you.\n▒▒▒▒▒"
    assert phone.screen()[0].buttons == [["Open the page"]]
    await sent(channel, phone.chat_id, GOOD + "2", edit_of=fate.message_id)
    (seen,) = phone.screen()
    assert (seen.edited, seen.buttons) == (True, [["Open the page"], ["Not now"]])
    assert phone.opens("Open the page").startswith(f"{GOOD}2?")


async def test_where_telegram_refuses_the_button_she_gets_the_words(
    emulator: Emulator, channel: TelegramChannel, trouble: list[str]
) -> None:
    phone = emulator.phone()
    assert (await sent(channel, phone.chat_id, NOT_HTTPS)).kind == "sent"
    (seen,) = phone.screen()
    assert (seen.text, seen.buttons, seen.protected) == (f"Here it is: {NOT_HTTPS}", [["Not now"]], True)
    assert trouble == ["page_refused"]
    assert [entry.ok for entry in emulator.ledger] == [False, True]


async def test_where_telegram_refuses_more_than_the_button_it_is_left_at_that(
    channel: TelegramChannel, trouble: list[str]
) -> None:
    assert (await sent(channel, 424242, GOOD)).kind == "refused"
    assert trouble == ["send_refused"]


@pytest.mark.parametrize(("fault", "kind"), [("429", "retry"), ("403", "blocked"), ("drop_after_accept", "ambiguous")])
async def test_no_other_weather_takes_the_button_away(
    emulator: Emulator, channel: TelegramChannel, trouble: list[str], fault: str, kind: str
) -> None:
    phone = emulator.phone()
    emulator.faults.add(method="sendMessage", kind=fault, times=1)
    assert (await sent(channel, phone.chat_id, GOOD)).kind == kind
    assert (await sent(channel, phone.chat_id, GOOD)).kind == "sent"
    assert phone.screen()[-1].labels == ["Open the page", "Not now"]
    assert trouble == []


async def test_an_edit_that_changes_nothing_is_no_refusal(
    emulator: Emulator, channel: TelegramChannel, trouble: list[str]
) -> None:
    phone = emulator.phone()
    fate = await sent(channel, phone.chat_id, GOOD)
    assert (await sent(channel, phone.chat_id, GOOD, edit_of=fate.message_id)).kind == "sent"
    assert phone.screen()[0].labels == ["Open the page", "Not now"]
    assert trouble == []
