"""Sending: one lane per contact, in order; many lanes at once. What was just committed goes straight from memory.

A message that must be tried again goes back to the table, and storage takes everything behind it in its lane back too:
here it is forgotten, and the table brings it again in order. Fates are written in batches; sending waits for none.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from helpline.delivery import Delivery, Fate
from helpline.pacing import Pacing

#: Told of every fate with the seconds since its cause arrived.
Observer = Callable[[Delivery, Fate, float], None]
Spawn = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


#: Seconds by which a lease is over for us before it is over for others.
MARGIN = 1.0
#: Ids that came by the table and are still known, in case their own commit tells of them late.
REMEMBERED = 4096


class Outbox(Protocol):
    """What lanes need of storage."""

    async def claim(self, now: datetime, limit: int = ..., held: Collection[str] | None = ...) -> list[Delivery]:
        """`held`: all that is in hand here. What storage has had us hold for long, and is not in it, it takes back."""
        ...

    async def settle(self, fates: Sequence[Fate], lazy: bool = ...) -> None:
        """A fate that goes again (with `due`) also takes back what this process holds behind it in that lane. `lazy`:
        it may wait a moment to be written down together with something else."""
        ...


class Lanes:
    """`send` makes one attempt and always returns a fate. `spawn` starts a task that has a parent. `lease`: seconds
    until others may send what this process has in hand and does not look after; None where there are no others."""

    def __init__(
        self,
        outbox: Outbox,
        send: Callable[[Delivery], Awaitable[Fate]],
        clock: Callable[[], datetime],
        spawn: Spawn,
        pacing: Pacing | None,
        observe: Observer,
        lease: float | None = None,
    ) -> None:
        self._outbox, self._send, self._clock, self._spawn = outbox, send, clock, spawn
        self._pacing, self._observe = pacing, observe
        self._lease, self._looked = lease, float("-inf")
        self._lanes: dict[str, deque[tuple[Delivery, float]]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._flying: set[str] = set()  # contacts whose message is on the wire just now
        self._owed: set[str] = set()  # contacts with something to be tried again: the table goes first
        self._from_table: dict[str, None] = {}  # the last ids that came by the table, oldest first
        self._withdrawn: dict[str, None] = {}  # ids that may still be told of, oldest first
        self._fates: list[Fate] = []
        self._writing: set[asyncio.Task[None]] = set()
        self._batches: list[list[Fate]] = []  # fates that are being written down
        self._closing = False
        #: Set when there are fates to write down.
        self.unsettled = asyncio.Event()
        #: Set when the table may hold something for us: a retry came due, a lane's backlog goes on.
        self.wake = asyncio.Event()

    # ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def put(self, deliveries: Iterable[Delivery], *, since: float | None = None, from_table: bool = False) -> None:
        """Send these, each behind what its contact already waits for. They must be claimed by this process.

        `since`: when their cause arrived, by the loop's clock.
        """
        since = asyncio.get_running_loop().time() if since is None else since
        held = self._held() if from_table else ()
        for delivery in deliveries:
            contact = delivery.contact_id
            if delivery.id in self._withdrawn:
                self._note(Fate(delivery.id, "withdrawn", self._clock()))
                continue
            if from_table and delivery.id in held:
                continue  # its own commit has told of it meanwhile
            if from_table:
                remember(self._from_table, delivery.id)
                self._owed.discard(contact)  # the table keeps the order: whatever was before this one is finished
            elif contact in self._owed or delivery.id in self._from_table:
                continue  # storage has taken it back, behind what goes again
            if self._closing:
                self._give_back(delivery)
            elif contact in self._lanes:
                self._lanes[contact].append((delivery, since))
                if self._pacing:
                    self._pacing.hurry(contact, delivery.outgoing.cause)
            else:
                self._lanes[contact] = deque([(delivery, since)])
                self._tasks[contact] = self._spawn(self._drain(contact))

    def withdraw(self, ids: Iterable[str]) -> None:
        """These are not sent any more, apart from what is on the wire just now. To be called before what follows them
        is put: after a notice of who is here now comes nothing of whoever was here before."""
        gone = set(ids)
        for contact, lane in self._lanes.items() if gone else ():
            flying = lane[0][0].id if contact in self._flying else None
            for delivery, since in [one for one in lane if one[0].id in gone]:
                gone.discard(delivery.id)
                if delivery.id != flying:
                    lane.remove((delivery, since))
                    self._note(Fate(delivery.id, "withdrawn", self._clock()))
        for delivery_id in gone:  # its own commit has not told of it yet
            remember(self._withdrawn, delivery_id)

    async def claim(self, limit: int = 100) -> int:
        """Take what is due from the table: at the start, for retries, and for what other processes wrote."""
        began = asyncio.get_running_loop().time()
        found = await self._outbox.claim(self._clock(), limit, self._held())
        self._looked = began
        self.put(found, since=began, from_table=True)
        return len(found)

    def _held(self) -> set[str]:
        """Everything that waits here to be sent, or whose fate is not written down yet."""
        lanes = (delivery.id for lane in self._lanes.values() for delivery, _ in lane)
        return {*lanes, *(fate.delivery_id for batch in (self._fates, *self._batches) for fate in batch)}

    @property
    def depth(self) -> int:
        """Deliveries in hand."""
        return sum(map(len, self._lanes.values()))

    # ── one lane ──────────────────────────────────────────────────────────────────────────────────────────────────
    async def _drain(self, contact: str) -> None:
        lane = self._lanes[contact]
        try:
            while lane and not self._closing:
                if self._pacing:
                    await self._pacing.turn(contact, *(each.outgoing.cause for each, _ in lane))
                if not lane:
                    break  # withdrawn, while it waited for its turn
                delivery, since = lane[0]
                if self._lapsed(since):
                    break  # given back below: the table knows who sends it
                fate = await self._attempt(contact, delivery)
                lane.popleft()
                self._observe(delivery, fate, asyncio.get_running_loop().time() - since)
                self._note(fate)
                if fate.due is not None:
                    self._owed.add(contact)
                if fate.due is not None or fate.kind == "blocked":
                    lane.clear()  # storage has the rest: behind what goes again, or gone with what is blocked
        finally:
            del self._lanes[contact], self._tasks[contact]
            if lane:
                self._give_back(lane[0][0])
                self._owed.add(contact)

    def _lapsed(self, since: float) -> bool:
        """This process stood still, or storage did: what it has in hand may be another's by now. It is ours for a
        lease, and for half of one after every look into the table, which renews what has less left."""
        if self._lease is None:
            return False
        return asyncio.get_running_loop().time() > max(since + self._lease, self._looked + self._lease / 2) - MARGIN

    async def _attempt(self, contact: str, delivery: Delivery) -> Fate:
        self._flying.add(contact)
        try:
            return await self._send(delivery)
        except BaseException:
            # Stopped, or broken, in the middle of the call: nobody knows whether it arrived.
            now = self._clock()
            self._note(Fate(delivery.id, "ambiguous", now, due=None if delivery.ambiguous else now))
            self._lanes[contact].popleft()  # what follows is given back by whoever stopped us
            raise
        finally:
            self._flying.discard(contact)

    def _give_back(self, delivery: Delivery) -> None:
        """Not tried: it goes again at once, and what is behind it in the lane with it."""
        now = self._clock()
        self._note(Fate(delivery.id, "retry", now, due=now))

    # ── fates ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _note(self, fate: Fate) -> None:
        self._fates.append(fate)
        self.unsettled.set()

    async def settle(self, lazy: bool = False) -> int:
        """Write down the fates known by now; returns how many. Where storage fails they are kept for the next time."""
        self.unsettled.clear()
        batch, self._fates = self._fates, []
        if batch:
            writing = asyncio.ensure_future(self._write(batch, lazy))
            self._writing.add(writing)
            writing.add_done_callback(self._writing.discard)
        if self._writing:  # a fate is written once: whoever is stopped here leaves the writing to finish
            await asyncio.shield(asyncio.gather(*self._writing))
        return len(batch)

    async def _write(self, batch: list[Fate], lazy: bool) -> None:
        self._batches.append(batch)
        try:
            await self._outbox.settle(batch, lazy)
        except BaseException:
            self._fates[:0] = batch
            self.unsettled.set()
            raise
        finally:
            self._batches.remove(batch)
        self._rouse(batch)

    def _rouse(self, settled: Sequence[Fate]) -> None:
        """Look into the table again when a retry comes due, and when something behind a settled row may follow it."""
        loop, now = asyncio.get_running_loop(), self._clock()
        for fate in settled:
            if fate.due is not None:
                loop.call_later(max(0.0, (fate.due - now).total_seconds()) + 0.001, self.wake.set)
            elif fate.kind == "withdrawn" or fate.delivery_id in self._from_table:
                self.wake.set()

    async def close(self, grace: float) -> None:
        """Start nothing new, give what waits back to the table; what is on the wire has `grace` seconds to finish."""
        self._closing = True
        for contact, task in list(self._tasks.items()):
            if contact not in self._flying:
                task.cancel()
        hanging = [task for contact, task in self._tasks.items() if contact in self._flying]
        if hanging:
            _, late = await asyncio.wait(hanging, timeout=grace)
            for task in late:
                task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=0.2)
        for lane in self._lanes.values():  # tasks stopped before they had begun
            self._give_back(lane[0][0])
        self._lanes.clear()


def remember(ids: dict[str, None], delivery_id: str) -> None:
    """The last so many, oldest first."""
    ids[delivery_id] = None
    if len(ids) > REMEMBERED:
        del ids[next(iter(ids))]
