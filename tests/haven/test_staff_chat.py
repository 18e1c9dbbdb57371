"""The group of staff: told without content that somebody waits, where nobody of that team is there to see it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import pytest

from haven.staff_chat import PAUSE, StaffChat
from helpline.contact import Address
from tests.helpline.deskwork import CHILD_FOCUS, HELPLINE, staffed


class Group:
    """`read`: what stands in the group. Everybody of the helpline is there, nobody of Child Focus."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.failed: list[str] = []
        self.now, self.arrives = 0.0, True
        house = staffed(HELPLINE, CHILD_FOCUS)
        self.house = replace(house, here=house.here - {"cleo"})
        self._tasks: list[asyncio.Task[None]] = []
        self.chat = StaffChat(-100, self.say, lambda: self.house, self.spawn, lambda: self.now, self.failed.append)

    async def say(self, address: Address, words: str) -> bool:
        assert address.plain == "-100"
        if self.arrives:
            self.read.append(words)
        return self.arrives

    def spawn(self, what: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        self._tasks.append(asyncio.ensure_future(what))
        return self._tasks[-1]

    async def hears(self, kind: str, team: str | None) -> int:
        """How many words stand in it after this."""
        self.chat.tell(kind, team)
        await asyncio.gather(*self._tasks)
        return len(self.read)


@pytest.mark.parametrize("kind", ["waiting", "lapsed"])
async def test_it_is_quiet_where_somebody_of_that_team_is_there_and_only_there(kind: str) -> None:
    group = Group()
    assert await group.hears(kind, HELPLINE) == 0
    assert await group.hears(kind, CHILD_FOCUS) == 1, "the control: nobody of theirs is there"
    assert group.house.say("en", "Haven") in group.read[0]


async def test_where_it_is_not_known_whose_case_it_is_each_team_counts() -> None:
    group = Group()
    assert await group.hears("waiting", None) == 1


@pytest.mark.parametrize("kind", ["crisis", "danger"])
async def test_crisis_and_danger_are_told_whoever_is_there(kind: str) -> None:
    assert await Group().hears(kind, HELPLINE) == 1


async def test_the_same_is_told_once_in_a_while_and_again_where_it_did_not_arrive() -> None:
    group = Group()
    group.arrives = False
    assert await group.hears("waiting", CHILD_FOCUS) == 0
    assert group.failed == ["waiting"]
    group.arrives = True
    assert await group.hears("waiting", CHILD_FOCUS) == 1
    assert await group.hears("waiting", CHILD_FOCUS) == 1
    group.now += PAUSE
    assert await group.hears("waiting", CHILD_FOCUS) == 2


async def test_what_is_the_operators_alone_is_not_told_there() -> None:
    assert await Group().hears("parked", None) == 0
