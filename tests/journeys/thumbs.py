"""Contacts who write without a screen of their own: their thumbs, over the demo's control side."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.journeys.open_demo import Demo

DIALOGUES = Path(__file__).parents[1] / "conversations"
#: Seconds one thing may take.
PATIENCE = 20.0


@dataclass
class Thumb:
    """`answered`: the newest message of the bot when she last did something, so that no old button is pressed."""

    demo: Demo
    chat: int
    answered: int = 0

    async def holds(self, dialogue: str) -> None:
        """Her side of a reviewed conversation, to its end: `adult_online.nl`."""
        read = yaml.safe_load((DIALOGUES / f"{dialogue}.yaml").read_text(encoding="utf-8"))
        await self.says("/start")
        for line in read["talk"]:
            if "them_press" in line:
                await self.presses(line["them_press"])
            elif "them" in line:
                await self.answers(line["them"])
        await self._spoken_to()

    async def presses(self, label: str) -> None:
        shown: list[str] = []
        async with asyncio.timeout(PATIENCE):
            while label not in shown:
                await asyncio.sleep(0.05)
                shown = [one for message in await self._new() for one in _labels(message)]
        await self._does("press", label=label)

    async def answers(self, words: str) -> None:
        """Once the bot has said all it has to say."""
        await self._spoken_to()
        await self.says(words)

    async def says(self, words: str) -> None:
        await self._does("say", text=words)

    async def _does(self, verb: str, **body: Any) -> None:
        seen = await self._new()
        self.answered = max([self.answered, *(int(one["id"]) for one in seen)])
        await asyncio.to_thread(self.demo._ask, f"phones/{self.chat}/{verb}", body)

    async def _spoken_to(self) -> None:
        async with asyncio.timeout(PATIENCE):
            before: list[Any] = []
            seen = await self._new()
            while not seen or seen != before:
                await asyncio.sleep(0.4)
                before, seen = seen, await self._new()

    async def _new(self) -> list[Any]:
        shown = await asyncio.to_thread(self.demo._ask, f"phones/{self.chat}")
        return [one for one in shown["messages"] if not one["mine"] and one["id"] > self.answered]


def _labels(message: dict[str, Any]) -> Iterator[str]:
    for row in message.get("buttons", []):
        for button in row:
            yield button["text"]
