"""What must come soon: waited for in looks, so that seconds in which this machine has no time for us count for nothing.

A house promises a second. A machine on which ten other programs run may stand still for as long, and no house is to
blame for it: so looks are counted, each a moment after the other, and what our own process works meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from inspect import isawaitable
from typing import Any

#: Seconds between two looks.
LOOK = 0.01


class Counted:
    """`seconds`: since it was made, as far as this machine let us have them."""

    def __init__(self) -> None:
        self.looks, self._began = 0, time.process_time()

    @property
    def seconds(self) -> float:
        return max(self.looks * LOOK, time.process_time() - self._began)

    async def look(self) -> None:
        await asyncio.sleep(LOOK)
        self.looks += 1


async def until(what: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait until it holds; returns it. Raises TimeoutError where so many seconds were not enough."""
    counted = Counted()
    while True:
        found = what()
        if found := await found if isawaitable(found) else found:
            return found
        if counted.seconds >= seconds:
            raise TimeoutError
        await counted.look()


@asynccontextmanager
async def counting() -> AsyncIterator[Counted]:
    """Count for as long as the block lasts."""
    counted = Counted()

    async def count() -> None:
        while True:
            await counted.look()

    task = asyncio.ensure_future(count())
    try:
        yield counted
    finally:
        task.cancel()
        await asyncio.wait({task})
