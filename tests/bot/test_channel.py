"""Sending to Telegram in all weathers: every attempt ends in a fate, and the token stays inside."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.telegram.api import BotApi
from bot.telegram.channel import TelegramChannel
from bot.telegram.wire import NotWritten, Unclear
from emulator.server import Emulator
from helpline.contact import Address, Words
from helpline.delivery import Deletion, Delivery
from helpline.ports import Outgoing

TOKEN = "987654:canary-token-canary"


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(token=TOKEN) as running:
        yield running


@pytest.fixture
async def channel(emulator: Emulator) -> AsyncIterator[TelegramChannel]:
    api = BotApi(emulator.url, TOKEN)
    yield TelegramChannel(api, lambda: datetime.now(UTC), trouble.append)
    await api.close()


trouble: list[str] = []


@pytest.fixture(autouse=True)
def no_trouble() -> None:
    trouble.clear()


def to(chat: int, text: str = "hallo", **more: object) -> Delivery:
    open_until = datetime.now(UTC) + timedelta(minutes=1)
    outgoing = Outgoing("o", Words(text), **{"open_until": open_until, **more})  # type: ignore[arg-type]
    return Delivery("d", "c", Address("telegram", str(chat)), outgoing)


async def test_a_message_arrives_as_it_was_written(emulator: Emulator, channel: TelegramChannel) -> None:
    phone = emulator.phone()
    fate = await channel.send(to(phone.chat_id, "1 < 2 & *dit* is _geen_ opmaak", protect=True))
    seen = await phone.hears()
    assert (fate.kind, fate.message_id) == ("sent", seen.message_id)
    assert seen.text == "1 < 2 & *dit* is _geen_ opmaak"
    assert seen.protected


@pytest.mark.parametrize(
    ("fault", "kind", "arrived"),
    [
        ("429", "retry", 0),
        ("5xx", "retry", 0),
        ("401", "retry", 0),
        ("403", "blocked", 0),
        ("drop_after_accept", "ambiguous", 1),
        ("bad_json", "ambiguous", 1),
    ],
)
async def test_each_weather_has_its_fate(
    emulator: Emulator, channel: TelegramChannel, fault: str, kind: str, arrived: int
) -> None:
    phone = emulator.phone()
    emulator.faults.add(method="sendMessage", kind=fault, times=1)
    assert (await channel.send(to(phone.chat_id))).kind == kind
    assert len(phone.screen()) == arrived
    assert (await channel.send(to(phone.chat_id))).kind == "sent"
    assert len(phone.screen()) == arrived + 1


async def test_a_refused_token_shuts_the_channel_until_it_is_accepted(
    emulator: Emulator, channel: TelegramChannel
) -> None:
    phone = emulator.phone()
    emulator.faults.add(kind="401", times=1)
    await channel.send(to(phone.chat_id))
    assert channel.shut
    await channel.send(to(phone.chat_id))
    assert not channel.shut
    assert trouble == ["token_refused", "token_accepted"]


async def test_what_telegram_refuses_is_told_once_and_not_tried_again(channel: TelegramChannel) -> None:
    assert (await channel.send(to(424242))).kind == "refused"
    assert trouble == ["send_refused"]


async def test_a_blocked_bot_knows_it(emulator: Emulator, channel: TelegramChannel) -> None:
    phone = emulator.phone()
    await phone.blocks()
    assert (await channel.send(to(phone.chat_id))).kind == "blocked"


async def test_nothing_listening_means_nothing_happened() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        api = BotApi(f"http://127.0.0.1:{taken.getsockname()[1]}", TOKEN)
        channel = TelegramChannel(api, lambda: datetime.now(UTC), trouble.append)
        assert (await channel.send(to(5))).kind == "retry"
        with pytest.raises(NotWritten) as raised:
            await api.call("getMe", {})
        await api.close()
    assert TOKEN not in repr(raised.value) + str(raised.value.__cause__)
    assert raised.value.__suppress_context__


async def test_no_error_shows_the_token(emulator: Emulator) -> None:
    api = BotApi(emulator.url, TOKEN)
    emulator.faults.add(kind="drop_after_accept", times=1)
    with pytest.raises(Unclear) as raised:
        await api.call("getMe", {})
    await api.close()
    assert TOKEN not in repr(raised.value) + repr(vars(raised.value))
    assert raised.value.__context__ is None
    assert TOKEN in api._root  # the scan would find it where it is


async def test_messages_are_taken_back_by_the_hundred(emulator: Emulator, channel: TelegramChannel) -> None:
    phone = emulator.phone()
    sent = [(await channel.send(to(phone.chat_id))).message_id or 0 for _ in range(130)]
    assert await channel.delete(Deletion(("x",), Address("telegram", str(phone.chat_id)), tuple(sent)))
    assert phone.screen() == []
    assert len([entry for entry in emulator.ledger if entry.method.lower() == "deletemessages"]) == 2


async def test_a_deletion_that_failed_stays_to_be_done(emulator: Emulator, channel: TelegramChannel) -> None:
    phone = emulator.phone()
    sent = (await channel.send(to(phone.chat_id))).message_id or 0
    emulator.faults.add(method="deleteMessages", kind="5xx", times=1)
    deletion = Deletion(("x",), Address("telegram", str(phone.chat_id)), (sent,))
    assert not await channel.delete(deletion)
    assert await channel.delete(deletion)
    assert phone.screen() == []
