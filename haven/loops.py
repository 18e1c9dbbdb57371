"""Everything that goes on by itself, under one parent: sending, chores, alerts. What fails is noted and tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from haven.logs import Log
from helpline.lanes import Lanes
from storage.errors import StorageTrouble

#: Seconds between looks into the table when nothing calls for one, and after something failed.
LOOK, AFTER_FAILURE = 5.0, 1.0


class Loops:
    """Tasks of one house. `spawn` starts a short one; `keep` starts one that goes on until `close`."""

    def __init__(self, group: asyncio.TaskGroup, log: Log) -> None:
        self._group, self._log = group, log
        self._kept: list[asyncio.Task[None]] = []
        self._short: set[asyncio.Task[None]] = set()
        #: Told of what fails and is begun again, besides the log.
        self.failed: Callable[[Exception], None] = lambda _: None

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A failure in it is noted and touches nobody else."""
        task = self._group.create_task(self._guarded(work))
        self._short.add(task)
        task.add_done_callback(self._short.discard)
        return task

    def keep(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """`work` is begun again whenever it fails; when it returns, that is its end."""
        self._kept.append(self._group.create_task(self._again(name, work)))

    def every(self, seconds: float, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """`work` at once, and again so many seconds after it ended."""

        async def forever() -> None:
            while True:
                await work()
                await asyncio.sleep(seconds)

        self.keep(name, forever)

    async def close(self) -> None:
        """Stop all of them, wherever they are."""
        for task in (*self._kept, *self._short):
            task.cancel()
        if tasks := {*self._kept, *self._short}:
            await asyncio.wait(tasks)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            self._log.incident("incident", error)

    async def _again(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                kind = {"kind": str(error)} if isinstance(error, StorageTrouble) else {}
                self._log.incident("chore_failed", error, chore=name, **kind)
                self.failed(error)
                await asyncio.sleep(AFTER_FAILURE)
            else:
                return


async def settle_forever(lanes: Lanes) -> None:
    """Write fates down as they become known; what comes while one batch is written is the next batch. None is urgent:
    the commit of the next update takes them along."""
    while True:
        await lanes.unsettled.wait()
        await lanes.settle(lazy=True)


async def claim_forever(lanes: Lanes) -> None:
    """Look into the table at the start, when something calls for it, and every few seconds."""
    while True:
        lanes.wake.clear()
        while await lanes.claim():
            pass
        try:
            async with asyncio.timeout(LOOK):
                await lanes.wake.wait()
        except TimeoutError:
            continue
