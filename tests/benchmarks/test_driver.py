"""The driver of the benchmark: it counts what was answered whole, and sees what failed or never came."""

import asyncio
from typing import Any

import orjson
import pytest

from benchmarks import people
from benchmarks.bot_api import BotApi, Waiting
from benchmarks.people import Crowd, buttons, listen
from benchmarks.talk import PRESSES, UPDATES


class EchoDoor:
    """A bot in this very process: two messages to the first update, one with all buttons to the others."""

    def __init__(self, crowd: Crowd, silent_after: int = 10**9, error: str | None = None) -> None:
        self.crowd, self.silent_after, self.error = crowd, silent_after, error
        self.delivered: list[dict[str, Any]] = []
        self.busy = asyncio.Event()

    def deliver(self, chat: int, update: dict[str, Any]) -> None:
        self.delivered.append(update)
        self.crowd.taken(chat, self.error)
        if len(self.delivered) > self.silent_after:
            self.busy.set()
            return
        if "message" in update:
            self.crowd.heard(chat, {"text": "Hello", "message_id": 1})
        keys = [[{"text": label, "callback_data": label}] for label in PRESSES]
        self.crowd.heard(chat, {"text": "?", "message_id": 2, "reply_markup": {"inline_keyboard": keys}})


async def met(**habits: Any) -> tuple[Crowd, EchoDoor]:
    crowd = Crowd()
    crowd.door = EchoDoor(crowd)
    crowd.talk = await listen(crowd, quiet=0.001)
    crowd.door = door = EchoDoor(crowd, **habits)
    return crowd, door


async def test_listening_learns_the_whole_talk() -> None:
    crowd, _ = await met()
    assert [len(answer) for answer in crowd.talk.answers] == [2] + [1] * (UPDATES - 1)
    assert crowd.talk.answers[0][1].labels == PRESSES


async def test_people_go_through_the_talk_and_leave_in_the_middle_when_asked() -> None:
    crowd, door = await met()
    crowd.begin(2, until=4, people=6)
    await asyncio.wait_for(crowd.went_home.wait(), 5)
    assert len(crowd.times) == len(door.delivered) == 6 * 4
    pressed = [update["callback_query"]["data"] for update in door.delivered if "callback_query" in update]
    assert set(pressed) == set(PRESSES[:3])
    assert await crowd.end() == 0
    assert not crowd.errors


async def test_a_bot_that_falls_silent_is_stuck_and_one_that_refuses_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "STUCK", 0.05)
    crowd, door = await met(silent_after=1, error="webhook answered 503")
    crowd.begin(2)
    await asyncio.wait_for(door.busy.wait(), 5)
    assert await crowd.end() > 0
    assert crowd.errors["webhook answered 503"] == len(door.delivered)


async def test_what_an_offset_has_not_confirmed_comes_again() -> None:
    waiting, answers = Waiting(), list[list[int]]()

    def respond(body: bytes) -> None:
        answers.append([update["update_id"] for update in orjson.loads(body)["result"]])

    for number in (7, 8, 9):
        waiting.push({"update_id": number})
    for offset in (0, 0, 9):
        waiting.ask(offset, 2, 0, respond)
        await asyncio.sleep(0.001)
    assert answers == [[7, 8], [7, 8], [9]]


async def test_a_question_is_held_open_until_there_is_news() -> None:
    api, answers = BotApi(lambda chat, message: None), list[bytes]()
    api.call("getUpdates", {"offset": 1, "timeout": 25}, answers.append)
    assert await api.ready is None
    assert not answers
    api.waiting.push({"update_id": 1})
    api.waiting.push({"update_id": 2})
    await asyncio.sleep(0.001)
    assert [len(orjson.loads(answer)["result"]) for answer in answers] == [2]


def test_buttons_are_read_from_any_message() -> None:
    assert buttons({"text": "none"}) == []
