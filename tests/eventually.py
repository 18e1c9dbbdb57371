"""Waits as a person does, who looks again until it is as it should be; and says what was there where it never is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TypeVar

#: Seconds somebody waits for anything: a machine that does much else shows it late, and no test fails for that.
PATIENCE = 30.0

T = TypeVar("T")


async def eventually(look: Callable[[], T | Awaitable[T]], wanted: T, patience: float = PATIENCE) -> None:
    """Look again and again until this is what is seen."""
    until = time.monotonic() + patience
    while (seen := await _seen(look)) != wanted:
        if time.monotonic() > until:
            raise AssertionError(f"after {patience:.0f} s there is still {seen!r}, and not {wanted!r}")
        await asyncio.sleep(0.02)


async def _seen(look: Callable[[], T | Awaitable[T]]) -> T:
    found = look()
    return await found if isawaitable(found) else found
