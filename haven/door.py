"""The way of one incoming through the house: worked off, its replies sent, its alerts told, its numbers counted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from haven.alerts import Alerts
from haven.metrics import Metrics
from helpline.delivery import Deletion
from helpline.lanes import Lanes
from helpline.ports import Incoming
from helpline.receiving import NotNow, Receiving


class Door:
    """`take_back` deletes messages in the chat; `spawn` starts a task that has a parent."""

    def __init__(
        self,
        receiving: Receiving,
        lanes: Lanes,
        alerts: Alerts,
        metrics: Metrics,
        take_back: Callable[[Sequence[Deletion]], Coroutine[Any, Any, None]],
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
    ) -> None:
        self._receiving, self._lanes, self._alerts, self._metrics = receiving, lanes, alerts, metrics
        self._take_back, self._spawn = take_back, spawn
        self._in_hand: dict[tuple[str, int], asyncio.Future[str | None]] = {}

    async def receive(self, incoming: Incoming) -> str | None:
        """Returns the words of a press's answer, if any, once all is durable. Raises NotNow.

        What comes again while it is still in hand (its sender lost patience) waits for the same end and makes no second
        try: a slow database is not asked twice, and a decision that fails counts once.
        """
        name = (incoming.channel, incoming.update)
        if (first := self._in_hand.get(name)) is not None:
            self._metrics.again.inc()
            return await asyncio.shield(first)
        first = self._in_hand[name] = asyncio.get_running_loop().create_future()
        try:
            answer = await self._receive(incoming)
        except BaseException as error:
            first.set_exception(error if isinstance(error, NotNow) else NotNow())
            first.exception()  # that nobody waits for it is no mistake
            raise
        finally:
            del self._in_hand[name]
        first.set_result(answer)
        return answer

    async def _receive(self, incoming: Incoming) -> str | None:
        loop = asyncio.get_running_loop()
        since = loop.time()
        worked = await self._receiving.receive(incoming)
        self._metrics.confirm.observe(loop.time() - since)
        if not worked.fresh:
            self._metrics.again.inc()
            return None
        self._metrics.updates.labels(incoming.kind).inc()
        self._lanes.put(worked.deliveries, since=since)
        if worked.deletions:
            self._spawn(self._take_back(worked.deletions))
        for kind in worked.alerts:
            self._metrics.alerts.labels(kind).inc()
            self._alerts.tell(kind)
        return worked.answer
