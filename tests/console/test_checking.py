"""Checks while somebody types: one at a time, and the older one gives way as soon as a newer one is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from console.checking import Checks, Look
from helpline.errors import Superseded


class Watched:
    """Looks at drafts, one after the other; each look goes on until it is let go, or told to stop."""

    def __init__(self) -> None:
        self.let_go, self.begun, self.at_once, self.most = Event(), [], 0, 0  # type: ignore[var-annotated]

    def look(self, name: str) -> Look:
        def look(stop: Callable[[], bool]) -> Any:
            self.begun.append(name)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            while not stop() and not self.let_go.wait(0.005):
                pass
            self.at_once -= 1
            return f"report of {name}"

        return look


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not what():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_a_newer_check_of_a_draft_ends_the_older_one() -> None:
    checks, watched = Checks(), Watched()
    older = asyncio.ensure_future(checks.of("draft", 1, watched.look("one")))
    await until(lambda: watched.begun == ["one"])
    newer = asyncio.ensure_future(checks.of("draft", 2, watched.look("two")))
    with pytest.raises(Superseded):
        await older
    await until(lambda: watched.begun == ["one", "two"])
    watched.let_go.set()
    assert await newer == "report of two"


async def test_one_that_waited_and_is_older_by_now_never_begins() -> None:
    checks, watched = Checks(), Watched()
    asked = [asyncio.ensure_future(checks.of("draft", one, watched.look(str(one)))) for one in (1, 2, 3)]
    watched.let_go.set()
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert found[2] == "report of 3"
    assert isinstance(found[1], Superseded)
    assert "2" not in watched.begun


async def test_two_who_ask_for_the_same_are_answered_by_one_look() -> None:
    checks, watched = Checks(), Watched()
    asked = [asyncio.ensure_future(checks.of("draft", 1, watched.look("one"))) for _ in range(3)]
    await until(lambda: watched.begun == ["one"])
    watched.let_go.set()
    assert await asyncio.gather(*asked) == ["report of one"] * 3
    assert watched.begun == ["one"]


async def test_drafts_are_looked_at_one_after_the_other_and_none_ends_another() -> None:
    checks, watched = Checks(), Watched()
    asked = [asyncio.ensure_future(checks.of(one, 1, watched.look(one))) for one in ("a", "b", "c")]
    await until(lambda: watched.begun == ["a"])
    watched.let_go.set()
    assert await asyncio.gather(*asked) == ["report of a", "report of b", "report of c"]
    assert watched.most == 1


async def test_a_look_that_fails_stands_in_nobody_s_way() -> None:
    checks, watched = Checks(), Watched()

    def fails(stop: Callable[[], bool]) -> Any:
        raise ValueError

    with pytest.raises(ValueError):
        await checks.of("draft", 1, fails)
    watched.let_go.set()
    assert await checks.of("draft", 1, watched.look("one")) == "report of one"
