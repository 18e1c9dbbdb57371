"""People talking to a bot in a closed loop: each sends on when the whole answer to her last update is there."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson

from benchmarks.bot_api import BotApi
from benchmarks.talk import PRESSES, Message, Talk


class Line:
    """One kept-open connection on which updates are posted to the bot's webhook."""

    def __init__(self, url: str, secret: str) -> None:
        self.parts = urlsplit(url)
        self.head = (
            f"POST {self.parts.path} HTTP/1.1\r\nhost: {self.parts.netloc}\r\ncontent-type: application/json\r\n"
            f"x-telegram-bot-api-secret-token: {secret}\r\ncontent-length: "
        ).encode()
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def post(self, update: dict[str, Any]) -> bytes:
        """Deliver one update; returns the body of the 200. Raises RuntimeError on anything but 200."""
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.parts.hostname, self.parts.port)
        body = orjson.dumps(update)
        self.writer.write(self.head + b"%d\r\n\r\n" % len(body) + body)
        head = await self.reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.split(b"\r\n")[0].decode())
        length = next(
            (int(row.split(b":")[1]) for row in head.lower().split(b"\r\n") if row.startswith(b"content-length")), 0
        )
        return await self.reader.readexactly(length)


@dataclass
class Person:
    """One chat. `arrived` is set when as many messages have come as she waits for."""

    chat: int
    wanted: int = 1
    got: list[dict[str, Any]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)


class Crowd:
    """Everyone who talks, and the clock on each update: (when it left, seconds until the whole answer was there)."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.next_chat = 1_000_000 + int(time.time()) % 100_000 * 1000
        self.update = 1
        self.times: list[tuple[float, float]] = []
        self.lines: asyncio.LifoQueue[Line] = asyncio.LifoQueue()

    def heard(self, chat: int, message: dict[str, Any]) -> None:
        person = self.people.get(chat)
        if person is not None:
            person.got.append(message)
            if len(person.got) >= person.wanted:
                person.arrived.set()

    async def tell(self, api: BotApi, update: dict[str, Any]) -> None:
        self.update += 1
        line = await self.lines.get()
        try:
            answer = await line.post({"update_id": self.update, **update})
        finally:
            self.lines.put_nowait(line)
        if answer:
            call = orjson.loads(answer)
            if "method" in call:
                api.call(call.pop("method"), call)

    def newcomer(self) -> Person:
        self.next_chat += 1
        person = self.people[self.next_chat] = Person(self.next_chat)
        return person

    async def exchange(self, api: BotApi, person: Person, update: dict[str, Any], wanted: int) -> list[dict[str, Any]]:
        person.wanted, person.got = wanted, []
        person.arrived.clear()
        left = time.perf_counter()
        await asyncio.gather(self.tell(api, update), asyncio.wait_for(person.arrived.wait(), 30))
        self.times.append((left, time.perf_counter() - left))
        return person.got

    async def hold(self, api: BotApi, talk: Talk) -> None:
        """One whole talk, by a person nobody has met before."""
        person = self.newcomer()
        got = await self.exchange(api, person, text_update(person.chat, "/start"), len(talk.answers[0]))
        for label, answer in zip(talk.presses, talk.answers[1:], strict=True):
            got = await self.exchange(api, person, press_update(person.chat, got, label), len(answer))
        del self.people[person.chat]


def text_update(chat: int, text: str) -> dict[str, Any]:
    sender = {"id": chat, "is_bot": False, "first_name": "B", "language_code": "en"}
    place = {"id": chat, "type": "private", "first_name": "B"}
    return {"message": {"message_id": chat, "date": int(time.time()), "chat": place, "from": sender, "text": text}}


def buttons(message: dict[str, Any]) -> list[dict[str, str]]:
    return [button for row in (message.get("reply_markup") or {}).get("inline_keyboard", []) for button in row]


def press_update(chat: int, got: list[dict[str, Any]], label: str) -> dict[str, Any]:
    prompt, data = next((m, b["callback_data"]) for m in reversed(got) for b in buttons(m) if b["text"] == label)
    base = text_update(chat, prompt["text"])["message"]
    message = {**base, "message_id": prompt["message_id"], "from": {"id": 1, "is_bot": True, "first_name": "bench"}}
    return {
        "callback_query": {
            "id": str(time.time_ns()),
            "from": base["from"],
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
    }


async def listen(api: BotApi, crowd: Crowd, quiet: float = 0.7) -> Talk:
    """Hold the talk once, slowly, to learn what the bot says to each update."""
    talk, person = Talk(), crowd.newcomer()
    update = text_update(person.chat, "/start")
    for press in (*PRESSES, None):
        person.got = []
        await crowd.tell(api, update)
        await asyncio.sleep(quiet)
        talk.answers.append([Message(m["text"], tuple(b["text"] for b in buttons(m))) for m in person.got])
        if press is not None:
            prompt = next(m for m in reversed(person.got) if buttons(m))
            label = buttons(prompt)[min(press, len(buttons(prompt))) - 1]["text"]
            talk.presses.append(label)
            update = press_update(person.chat, person.got, label)
    return talk
