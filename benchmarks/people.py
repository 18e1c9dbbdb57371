"""People talking to a bot in a closed loop: each sends on when the whole answer to her last update is there."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from benchmarks.doors import Door
from benchmarks.talk import PRESSES, UPDATES, Message, Talk

#: Seconds after which an unanswered update counts as stuck.
STUCK = 30.0


@dataclass(slots=True)
class Person:
    """One chat: the update she is at, when it `left`, what has come since, when that was whole (0: not yet)."""

    chat: int
    step: int = 0
    left: float = 0.0
    whole: float = 0.0
    taken: bool = False
    got: list[dict[str, Any]] = field(default_factory=list)


class Crowd:
    """Everyone who talks to one bot, and the clock on each update: (when its whole answer was there, seconds). No chat
    and no update comes twice, whatever bot it was told: some of them remember."""

    chats = itertools.count(1_000_000)
    updates = itertools.count(1)

    def __init__(self) -> None:
        self.door: Door
        self.talk = Talk()
        self.people: dict[int, Person] = {}
        self.times: list[tuple[float, float]] = []
        self.errors: Counter[str] = Counter()
        self.messages = itertools.count(10**9)
        self.think, self.until, self.places = 0.0, UPDATES, 0
        self.went_home = asyncio.Event()

    # ── coming and going ──────────────────────────────────────────────────────────────────────────────────────────
    def begin(self, together: int, think: float = 0.0, until: int = UPDATES, people: int = 10**9) -> None:
        """`together` talk at once, in all at most `people`; each leaves after `until` updates and makes room."""
        self.think, self.until, self.places = think, until, people
        self.went_home.clear()
        for _ in range(together):
            asyncio.get_running_loop().call_later(random.uniform(0, think), self.enter)

    def enter(self) -> None:
        if self.places > 0:
            self.places -= 1
            person = Person(next(self.chats))
            self.people[person.chat] = person
            self.say(person)
        elif not self.people:
            self.went_home.set()

    async def end(self) -> int:
        """Let everyone hear the answer she waits for, and who only thinks leave; returns how many never heard it."""
        self.places, self.until = 0, 0
        for person in [one for one in self.people.values() if not one.left]:
            self.leave(person)
        if self.people:
            try:
                await asyncio.wait_for(self.went_home.wait(), STUCK + self.think)
            except TimeoutError:
                stuck = sum(person.left > 0 for person in self.people.values())
                self.people.clear()
                return stuck
        return 0

    # ── talking ───────────────────────────────────────────────────────────────────────────────────────────────────
    def say(self, person: Person) -> None:
        if self.people.get(person.chat) is not person:  # she left while she thought
            return
        if person.step >= self.until:
            self.leave(person)
            return
        chat = person.chat
        if person.step == 0:
            update = text_update(chat, next(self.messages), "/start")
        else:
            update = press_update(chat, person.got, PRESSES[person.step - 1])
        person.got, person.whole, person.taken = [], 0.0, False
        person.left = time.perf_counter()
        self.door.deliver(chat, {"update_id": next(self.updates), **update})

    def leave(self, person: Person) -> None:
        del self.people[person.chat]
        self.enter()

    def heard(self, chat: int, message: dict[str, Any]) -> None:
        """The bot said something."""
        person = self.people.get(chat)
        if person is None or person.whole:
            self.errors["a message nobody waited for"] += person is not None
            return
        person.got.append(message)
        if len(person.got) == len(self.talk.answers[person.step]):
            person.whole = time.perf_counter()
            self.go_on(person)

    def taken(self, chat: int, error: str | None) -> None:
        """The bot has taken the update (webhook: answered it)."""
        if error:
            self.errors[error] += 1
        person = self.people.get(chat)
        if person is not None:
            person.taken = True
            self.go_on(person)

    def go_on(self, person: Person) -> None:
        if person.whole and person.taken:
            self.times.append((person.whole, person.whole - person.left))
            person.step += 1
            person.left = 0.0
            loop = asyncio.get_running_loop()
            loop.call_later(self.think, self.say, person) if self.think else loop.call_soon(self.say, person)


async def listen(crowd: Crowd, quiet: float = 0.5) -> Talk:
    """Hold the talk once, slowly, to learn what the bot says to each update."""
    talk, chat = Talk(), next(crowd.chats)
    person = crowd.people[chat] = Person(chat)
    crowd.talk = Talk([[Message("")] * 99])  # never whole: only listen
    update = text_update(chat, next(crowd.messages), "/start")
    for press in (*PRESSES, None):
        person.got = []
        crowd.door.deliver(chat, {"update_id": next(crowd.updates), **update})
        await silence(person, quiet)
        talk.answers.append([Message(m["text"], tuple(b["text"] for b in buttons(m))) for m in person.got])
        if press is not None:
            update = press_update(chat, person.got, press)
    del crowd.people[chat]
    return talk


async def silence(person: Person, quiet: float) -> None:
    """Until something was said to her, and then nothing more for a while. Gives up where nothing is said at all."""
    heard, until = 0, time.monotonic() + STUCK
    while not heard or heard < len(person.got):
        heard = len(person.got)
        await asyncio.sleep(quiet)
        if time.monotonic() > until:
            return


# ── what Telegram would send ──────────────────────────────────────────────────────────────────────────────────────────
def text_update(chat: int, number: int, text: str) -> dict[str, Any]:
    message = {"message_id": number, "date": int(time.time()), "chat": place(chat), "from": sender(chat), "text": text}
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"message": message}


def press_update(chat: int, got: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """She presses the button with this label on the newest message that has one. Raises LookupError."""
    prompt, data = next(
        ((m, b["callback_data"]) for m in reversed(got) for b in buttons(m) if b["text"] == label), (None, "")
    )
    if prompt is None:
        raise LookupError(f"the bot offers no button {label!r}: benchmarks/talk.py no longer follows the flow")
    message = {
        "message_id": prompt["message_id"],
        "date": int(time.time()),
        "chat": place(chat),
        "from": {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"},
        "text": prompt["text"],
        "reply_markup": prompt["reply_markup"],
    }
    press = {"id": str(time.time_ns()), "from": sender(chat), "message": message, "chat_instance": "1", "data": data}
    return {"callback_query": press}


def place(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private", "first_name": "B"}


def sender(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "B", "language_code": "en"}


def buttons(message: dict[str, Any]) -> list[dict[str, str]]:
    return [button for row in (message.get("reply_markup") or {}).get("inline_keyboard", []) for button in row]
