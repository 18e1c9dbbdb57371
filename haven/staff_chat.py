"""The group in which staff are told that somebody waits: a kind, in words, and nothing else. Nothing waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from helpline.contact import Address
from helpline.ports import House

#: Seconds between two words about the same kind.
PAUSE = 300.0
#: These are for people; where somebody of the team is there anyway, she sees them.
QUIET = frozenset({"waiting", "lapsed"})


class StaffChat:
    """`say` sends words straight to a chat and returns whether they arrived. `time` cannot be set."""

    def __init__(
        self,
        chat: int,
        say: Callable[[Address, str], Coroutine[Any, Any, bool]],
        house: Callable[[], House],
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        time: Callable[[], float],
        failed: Callable[[str], None],
    ) -> None:
        self._address = Address("telegram", str(chat))
        self._say, self._house, self._spawn, self._time, self._failed = say, house, spawn, time, failed
        self._told: dict[str, float] = {}

    def tell(self, kind: str, team: str | None = None) -> None:
        """At once, unless it was told lately or they know already. Crisis and danger are always worth a word. `team`:
        whose case it is; where that is not known, it may be any team's."""
        house, now = self._house(), self._time()
        words, asked = self._words(kind), {team} if team else set(house.teams)
        if not words or (kind in QUIET and house.staff >= asked):
            return
        if now - self._told.get(kind, float("-inf")) >= PAUSE:
            self._told[kind] = now
            self._spawn(self._tell(kind, words))

    async def _tell(self, kind: str, words: str) -> None:
        if not await self._say(self._address, words):
            self._told.pop(kind, None)
            self._failed(kind)

    def _words(self, kind: str) -> str:
        house = self._house()
        say, language = house.say, house.languages[0]
        said = {
            "waiting": say(language, "Haven: somebody waits for a person. Please open the console."),
            "lapsed": say(language, "Haven: somebody waits for an answer and got none. Please open the console."),
            "crisis": say(language, "Haven: a conversation needs somebody now. Please open the console."),
            "danger": say(language, "Haven: a conversation needs somebody at once. Please open the console."),
            "audit": say(language, "Haven: the record of what was done is not whole. Please tell who runs this house."),
        }
        return said.get(kind, "")
