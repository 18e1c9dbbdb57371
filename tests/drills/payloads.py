"""Real updates of every kind an emulator makes, to be mangled; a canary in everything a person could have put there."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

import orjson

from emulator.media import KINDS
from emulator.server import Emulator

#: The same in every run, as everything here is: a case that broke something is played again by its seed.
CANARY = "Zw7kqfuzzq9d1c4be20f83a756é"
WHEN = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
#: What people write: answers, commands, links, hashes, ages, alarms, in three languages.
SAID = (
    "hallo", "English", "Nederlands", "français", "It's about me", "18 or older", "No, everyone was 18 or older", "15",
    "ik ben 15 jaar", "j'ai 17 ans", "/start", "/start poster_7", "/help", "/human", "/danger", "/hide", "/delete",
    "/privacy", "/language", "/stop", "human", "mens", "I want to kill myself", "il est devant ma porte", "yes", "nee",
    "https://example.org/a?b=c", "instagram.com/x and @someone on insta", "MD5 " + "ab" * 16, "12345678", "2", "👍",
    CANARY, f"please help {CANARY}", "/consent", "/mydata", "take back 1", "/back",
)  # fmt: skip


@cache
def corpus() -> tuple[bytes, ...]:
    """The payloads as JSON, one for each thing a thumb can do."""
    emulator = Emulator()
    emulator.clock.now = lambda: WHEN  # type: ignore[method-assign]
    emulator.updates.allow(
        ["message", "edited_message", "callback_query", "my_chat_member", "channel_post", "message_reaction"]
    )
    play(emulator)
    return tuple(orjson.dumps(update.payload) for update in emulator.updates)


def play(emulator: Emulator) -> None:
    """All of it, without a house that answers."""
    phones = [emulator.phone(language, CANARY) for language in ("en", "nl", "fr", None)]

    async def thumbs() -> None:
        for number, words in enumerate(SAID):
            await phones[number % 4].says(words)
        for kind in KINDS:
            await phones[0].sends(kind, caption=CANARY, name=CANARY)
        await phones[1].sends("photo", album=3, caption=CANARY)
        first = await phones[2].says("first")
        await phones[2].edits(first, CANARY)
        await phones[2].reacts(first, "👍")
        await phones[2].forwards(CANARY, from_name=CANARY)
        await phones[2].presses_button(first, CANARY)
        await phones[2].presses_button(9999, "s:1:2")
        await phones[3].blocks()
        await phones[3].unblocks()

    with suppress(StopIteration):  # nothing in it waits for anything
        thumbs().send(None)
    for kind in ("group", "supergroup"):
        emulator.group_says(CANARY, kind=kind)
    emulator.channel_post(CANARY)
    emulator.other_bot_says(CANARY)
    emulator.group_adds_bot()


def any_payload(chance: Random) -> Any:
    """One of them, to be changed at will."""
    return orjson.loads(chance.choice(corpus()))


def said(update: int, chat: int, words: str) -> dict[str, Any]:
    """A sound text of one person."""
    person = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "en"}
    message = {"message_id": update % 2**31 + 1, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}}
    return {"update_id": update, "message": message | {"from": person, "text": words}}


def pressed(update: int, chat: int, data: str) -> dict[str, Any]:
    """A sound press of one person on a button with this data."""
    person = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "en"}
    message = {"message_id": 1, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}}
    return {
        "update_id": update,
        "callback_query": {"id": str(update), "from": person, "data": data, "message": message},
    }
