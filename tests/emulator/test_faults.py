"""Faults: each kind does what it says, as often as it says, and the ledger tells what really happened."""

import asyncio
import time

import httpx
import pytest

from tests.soon import counting

REFUSALS = [
    ("429", 429, "Too Many Requests: retry after 2"),
    ("5xx", 502, "Bad Gateway"),
    ("401", 401, "Unauthorized"),
    ("403", 403, "Forbidden: bot was blocked by the user"),
]


@pytest.mark.parametrize(("kind", "code", "words"), REFUSALS)
async def test_a_refusal_is_not_carried_out(emulator, wire, kind, code, words):
    phone = emulator.phone()
    emulator.faults.add(method="sendmessage", kind=kind, times=2, retry_after=2, after=1)
    answers = [await wire("sendMessage", chat_id=phone.chat_id, text=str(n)) for n in range(4)]
    assert [answer.get("error_code") for answer in answers] == [None, code, code, None]
    assert answers[1]["description"] == words
    assert [seen.text for seen in phone.screen()] == ["0", "3"]
    assert [(entry.ok, entry.fate) for entry in emulator.ledger] == [
        (True, "answered"),
        (False, kind),
        (False, kind),
        (True, "answered"),
    ]
    if kind == "429":
        assert answers[1]["parameters"] == {"retry_after": 2}


async def test_a_dropped_answer_was_carried_out_all_the_same(emulator, wire):
    phone = emulator.phone()
    emulator.faults.add(method="sendMessage", kind="drop_after_accept")
    with pytest.raises(httpx.RemoteProtocolError):
        await wire("sendMessage", chat_id=phone.chat_id, text="lost?")
    assert [seen.text for seen in phone.screen()] == ["lost?"]
    [entry] = emulator.ledger
    assert (entry.ok, entry.fate, entry.message_id) == (True, "drop_after_accept", phone.screen()[0].message_id)


async def test_a_garbled_answer_was_carried_out_too(emulator, wire):
    phone = emulator.phone()
    emulator.faults.add(kind="bad_json")
    with pytest.raises(ValueError, match=r".+"):
        await wire("sendMessage", chat_id=phone.chat_id, text="a")
    assert len(phone.screen()) == 1


async def test_a_call_that_times_out_was_not_carried_out(emulator, wire):
    phone = emulator.phone()
    emulator.faults.add(kind="timeout")
    with pytest.raises(httpx.ReadTimeout):
        await wire.http.post(
            f"{emulator.url}/bot{emulator.bot_token}/sendMessage",
            timeout=httpx.Timeout(60, read=0.5),
            json={"chat_id": phone.chat_id, "text": "a"},
        )
    assert phone.screen() == []
    assert [(entry.ok, entry.fate) for entry in emulator.ledger] == [(False, "timeout")]


async def test_a_slow_answer_comes_late(emulator, wire):
    phone = emulator.phone()
    emulator.faults.add(kind="slow", delay=0.2)
    began = time.monotonic()
    await wire.result("sendMessage", chat_id=phone.chat_id, text="a")
    assert time.monotonic() - began >= 0.2
    assert len(phone.screen()) == 1


async def test_a_fault_for_one_chat_spares_the_others(emulator, wire):
    one, two = emulator.phone(), emulator.phone()
    emulator.faults.add(chat_id=one.chat_id, kind="5xx", times=None)
    assert not (await wire("sendMessage", chat_id=one.chat_id, text="a"))["ok"]
    assert (await wire("sendMessage", chat_id=two.chat_id, text="a"))["ok"]
    query = await one.presses_button(1, "x")
    assert not (await wire("answerCallbackQuery", callback_query_id=query))["ok"]
    emulator.faults.clear()
    assert (await wire("answerCallbackQuery", callback_query_id=query))["ok"]


async def test_updates_lost_on_the_way_come_again(emulator, wire):
    await emulator.phone().says("a")
    emulator.faults.add(method="getUpdates", kind="drop_after_accept")
    with pytest.raises(httpx.RemoteProtocolError):
        await wire("getUpdates")
    assert [one["message"]["text"] for one in await wire.result("getUpdates")] == ["a"]


async def test_the_emulator_stops_with_a_line_left_hanging(emulator, wire):
    emulator.faults.add(kind="timeout")
    hanging = asyncio.create_task(wire("getMe"))
    while not emulator.ledger:
        await emulator.telegram.news.next(5)
    async with counting() as counted:
        await emulator.stop()
    assert counted.seconds < 2
    with pytest.raises(httpx.HTTPError):
        await hanging


def test_an_unknown_fault_is_refused(emulator):
    with pytest.raises(ValueError, match="choose from 429"):
        emulator.faults.add(kind="earthquake")
