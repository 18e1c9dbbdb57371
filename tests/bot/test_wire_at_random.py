"""Hundreds of questions to a server that does whatever it likes: none arrives twice, and none that "did not leave"."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random

import pytest

from bot.telegram.wire import NotWritten, Unclear, Wire
from tests.bot.listening import listening

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
QUESTIONS, AT_ONCE = 300, 8


class Moody:
    """A server that answers, answers half, says nonsense, is silent or leaves, before or after, as chance has it."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.heard: Counter[bytes] = Counter()
        self.moods: Counter[str] = Counter()

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self._chance.random() < 0.1:
                return self.moods.update(["left at once"])
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
                self.heard[await reader.readexactly(length)] += 1
                mood = self._chance.choice(
                    ["well", "well", "well", "in pieces", "half", "nonsense", "silent", "twice", "leaves"]
                )
                self.moods[mood] += 1
                if not await self._answered(mood, writer):
                    return None
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        finally:
            writer.close()

    async def _answered(self, mood: str, writer: asyncio.StreamWriter) -> bool:
        """False where the connection ends with it."""
        cut = self._chance.randrange(1, len(GOOD))
        said = {"half": GOOD[:cut], "nonsense": b"what?\r\n\r\n", "twice": GOOD * 2, "silent": b"", "leaves": GOOD}
        if mood == "in pieces":
            writer.write(GOOD[:cut])
            await asyncio.sleep(0)
            writer.write(GOOD[cut:])
        else:
            writer.write(said.get(mood, GOOD))
        await writer.drain()
        return mood in ("well", "in pieces", "twice", "silent", "nonsense")


@pytest.mark.parametrize("seed", range(3))
async def test_no_question_arrives_twice_and_none_that_did_not_leave(seed: int) -> None:
    moody, fates = Moody(Random(seed)), dict[bytes, str]()
    questions = iter([b"%d" % number for number in range(QUESTIONS)])

    async def ask(wire: Wire) -> None:
        for question in questions:
            try:
                reply = await wire.post("/a", question, 0.1)
                fates[question] = "answered" if reply.body == b"{}" else "wrong"
            except NotWritten:
                fates[question] = "not written"
            except Unclear:
                fates[question] = "unclear"

    async with listening(moody.hear) as port:
        wire = Wire(f"http://127.0.0.1:{port}", AT_ONCE)
        await asyncio.gather(*(ask(wire) for _ in range(AT_ONCE)))
        wire.close()
    assert set(moody.heard.values()) == {1}
    assert all(moody.heard[question] == 1 for question, fate in fates.items() if fate == "answered")
    assert not [question for question, fate in fates.items() if fate == "not written" and moody.heard[question]]
    assert "wrong" not in fates.values()
    assert len(fates) == QUESTIONS
    assert len(moody.moods) == 8
    assert Counter(fates.values())["unclear"] >= sum(moody.moods[mood] for mood in ("half", "nonsense", "silent"))
