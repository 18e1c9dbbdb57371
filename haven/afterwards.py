"""What follows once something is durable: it is sent, taken back, told. The same whoever caused it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from haven.alerts import Alerts
from haven.metrics import Metrics
from helpline.delivery import CopyWanted, Deletion, Worked
from helpline.lanes import Lanes
from helpline.steps_walked import Steps


@dataclass(frozen=True)
class Afterwards:
    """`take_back` deletes messages in the chat; `spawn` starts a task that has a parent."""

    lanes: Lanes
    alerts: Alerts
    metrics: Metrics
    take_back: Callable[[Sequence[Deletion]], Coroutine[Any, Any, None]]
    spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
    #: Makes the copy somebody asked for and sends it.
    copy: Callable[[CopyWanted, Callable[[Worked], None]], Coroutine[Any, Any, None]]
    #: Counts, step by step, what contacts do.
    steps: Steps = field(default_factory=Steps)

    def of(self, worked: Worked, since: float | None = None) -> None:
        """`since`: when its cause arrived, by the loop's clock."""
        if worked.withdrawn:
            self.lanes.withdraw(worked.withdrawn)
        self.lanes.put(worked.deliveries, since=since)
        self.steps.add(worked.walked)
        if worked.deletions:
            self.spawn(self.take_back(worked.deletions))
        if worked.copy is not None:
            self.spawn(self.copy(worked.copy, self.of))
        for kind in worked.alerts:
            self.metrics.alerts.labels(kind).inc()
            self.alerts.tell(kind, worked.team)
