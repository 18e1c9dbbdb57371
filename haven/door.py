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
from helpline.receiving import Receiving


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

    async def receive(self, incoming: Incoming) -> str | None:
        """Returns the words of a press's answer, if any, once all is durable. Raises NotNow."""
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
