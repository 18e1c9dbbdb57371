"""From the channel to the core and back: one incoming is worked off, durably, before anyone is told that it was heard.

A decision that fails is tried again; at its third failure the incoming is parked: staff are told, the contact is asked
to send it again and given the numbers, and the chat goes on. Trouble of storage parks nobody, however long it lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.delivery import Worked
from helpline.ports import Decide, House, Incoming

#: A decision may fail so often; then the incoming is parked.
MOST_FAILURES = 3


class NotNow(Exception):
    """It could not be made durable: do not confirm, it must come again."""


class Units(Protocol):
    """What receiving needs of storage; each is one transaction."""

    async def work_off(self, incoming: Incoming, now: datetime, house: House, decide: Decide) -> Worked: ...
    async def failed(self, channel: str, update: int, error_class: str, now: datetime) -> int: ...
    async def park(
        self, incoming: Incoming, error_class: str, now: datetime, house: House, decide_parked: Decide
    ) -> Worked: ...


@dataclass(frozen=True)
class Decisions:
    """The core's two decisions on what a contact sent: the usual one, and the one on something that was parked."""

    decide: Decide
    decide_parked: Decide


class Receiving:
    """`trouble`: what storage raises when it is storage that fails. `told(code, error)` hears of every failure."""

    def __init__(
        self,
        units: Units,
        decisions: Decisions,
        house: Callable[[], House],
        clock: Callable[[], datetime],
        trouble: tuple[type[Exception], ...],
        told: Callable[[str, BaseException], None],
    ) -> None:
        self._units, self._decisions, self._house, self._clock = units, decisions, house, clock
        self._trouble, self._told = trouble, told

    async def receive(self, incoming: Incoming) -> Worked:
        """Work one incoming off. When this returns it is durable and may be confirmed. Raises NotNow otherwise."""
        now = self._clock()
        try:
            return await self._units.work_off(incoming, now, self._house(), self._decisions.decide)
        except self._trouble as error:
            self._told("storage_trouble", error)
            raise NotNow from None
        except Exception as error:
            return await self._after_failure(incoming, error, now)

    async def _after_failure(self, incoming: Incoming, error: Exception, now: datetime) -> Worked:
        self._told("decision_failed", error)
        kind = type(error).__name__
        try:
            if await self._units.failed(incoming.channel, incoming.update, kind, now) < MOST_FAILURES:
                raise NotNow
            return await self._units.park(incoming, kind, now, self._house(), self._decisions.decide_parked)
        except NotNow:
            raise NotNow from None  # the failure's own text may hold what she wrote
        except Exception as second:
            self._told("parking_failed", second)
            raise NotNow from None
