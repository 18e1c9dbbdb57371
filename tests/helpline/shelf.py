"""A real store behind a story: what was decided is saved in it, and what it loads is held against what was decided."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from helpline.delivery import Fate, Worked
from helpline.ports import Changes, DecideCase, House, Incoming, Loaded
from storage.store import Store, open_store

Decided = Callable[[Loaded, Incoming, datetime, House], Changes]


class Shelf:
    """One store for many stories, each with an address and update ids of its own. Plain calls, for plain tests."""

    def __init__(self, database: str, keystore: str, keys: Path) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._loop = asyncio.new_event_loop()
        self._store: Store = self._done(open_store(database, keystore, keys, process="test"))
        self._message = 10_000
        self.stories = 0
        self.pin_digest = self._store.pin_digest

    def begin(self) -> int:
        """The number of a new story."""
        self.stories += 1
        return self.stories

    def work_off(
        self, incoming: Incoming, now: datetime, home: House, expected: Loaded | None, decide: Decided
    ) -> None:
        """One unit. `expected`: what the store must load; None where the test itself has changed something since."""
        made: list[Changes] = []

        def decided(found: Loaded, incoming: Incoming, now: datetime, home: House) -> Changes:
            assert expected is None or found == expected
            made.append(decide(found, incoming, now, home))
            return made[-1]

        self._done(self._unit(incoming, now, home, decided, made))

    def act(
        self, case_id: str, now: datetime, home: House, expected: Loaded | None, decide: DecideCase, once: str | None
    ) -> Worked:
        """One unit of staff, at a case. `expected`: as above."""

        def decided(found: Loaded, now: datetime, home: House) -> Changes:
            assert expected is None or found == expected
            return decide(found, now, home)

        return self._done(self._acted(case_id, now, home, decided, once))

    async def _acted(self, case_id: str, now: datetime, home: House, decide: DecideCase, once: str | None) -> Worked:
        worked = await self._store.act(case_id, now, home, decide, once)
        await self._sent(worked, now)
        return worked

    async def _unit(self, incoming: Incoming, now: datetime, home: House, decide: Decided, made: list[Changes]) -> None:
        worked = await self._store.work_off(incoming, now, home, decide)
        assert worked.fresh
        said, decided = [one.outgoing for one in worked.deliveries], list(made[-1].outgoing)
        assert (said[len(said) - len(decided) :] if made[-1].give_out else said) == decided  # what waited comes first
        assert worked.alerts == made[-1].alerts
        await self._sent(worked, now)

    async def _sent(self, worked: Worked, now: datetime) -> None:
        fates = [Fate(one.id, "sent", now, self._message + place) for place, one in enumerate(worked.deliveries)]
        self._message += len(fates)
        if fates:
            await self._store.settle(fates)

    def close(self) -> None:
        self._done(self._store.close())
        self._thread.submit(self._loop.close).result()
        self._thread.shutdown()

    def _done(self, work: Coroutine[Any, Any, Any]) -> Any:
        """In a loop and a thread of its own, so that tests with and without a loop may use it."""
        return self._thread.submit(self._loop.run_until_complete, work).result()


def numbered(count: int) -> str:
    """A case number of its own for each, in the letters and digits that are drawn into one."""
    spelled = f"{count:07}".translate(str.maketrans("01", "ZY"))
    return f"{spelled[:4]}-{spelled[4:]}K"
