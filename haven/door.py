"""The way of one incoming through the house: worked off, its replies sent, its alerts told, its numbers counted."""

from __future__ import annotations

import asyncio

from haven.afterwards import Afterwards
from haven.metrics import Metrics
from helpline.ports import Incoming
from helpline.receiving import NotNow, Receiving


class Door:
    """`afterwards` sees to what follows once it is durable."""

    def __init__(self, receiving: Receiving, afterwards: Afterwards, metrics: Metrics) -> None:
        self._receiving, self._afterwards, self._metrics = receiving, afterwards, metrics
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
        self._afterwards.of(worked, since)
        return worked.answer
