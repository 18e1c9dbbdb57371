"""What consoles heard of what people wrote: how long after it was sent, and whether every console heard all of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import orjson

from benchmarks.consoles.browser import Asking, Live
from benchmarks.consoles.filling import Member
from benchmarks.consoles.writing import Writers

#: Seconds between two words of a browser about where it is.
HEARTBEAT = 15.0


class Room:
    """So many open consoles. `after_sent`, `after_kept`: seconds until one console heard of one message."""

    def __init__(self, origin: str, members: Sequence[Member], writers: Writers) -> None:
        self.origin, self.members, self.writers = origin, members, writers
        self.lines: list[Live] = []
        self.known: dict[Live, Counter[str]] = {}
        self.after_sent: list[float] = []
        self.after_kept: list[float] = []
        #: Whether news is read; where only the house's own speed is asked, the driver does not spend time on it.
        self.reads = True
        self._beating: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        self.lines = [Live(self.origin, member.token, self.heard) for member in self.members]
        self.forget()
        for line in self.lines:
            await line.open()
        self._beating = [
            asyncio.ensure_future(self._beat(member, HEARTBEAT * at / len(self.members)))
            for at, member in enumerate(self.members)
        ]

    async def _beat(self, member: Member, first: float) -> None:
        """She says where she is, as her browser does."""
        await asyncio.sleep(first)
        asking = Asking(self.origin, member.token)
        await asking.connect()
        try:
            while True:
                await asking.post("/console/api/here", {"case": None, "available": True})
                await asyncio.sleep(HEARTBEAT)
        finally:
            asking.close()

    async def close(self) -> None:
        for task in self._beating:
            task.cancel()
        ended = await asyncio.gather(*self._beating, return_exceptions=True)
        for line in self.lines:
            line.close()
        failed = [one for one in ended if isinstance(one, Exception)]
        if failed:
            raise failed[0]

    def heard(self, line: Live, data: bytes, at: float) -> None:
        if not self.reads:
            return
        known, sent, taken = self.known[line], self.writers.sent, self.writers.taken
        for row in orjson.loads(data)["rows"]:
            case, wrote = row["id"], row["wrote"]
            for number in range(known[case] + 1, wrote + 1):
                self.after_sent.append(at - sent[case, number])
                self.after_kept.append(max(0.0, at - taken.get((case, number), at)))
            known[case] = max(wrote, known[case])

    def missing(self) -> int:
        """Messages that some console has not heard of."""
        wrote = self.writers.wrote
        return sum(count - known[case] for known in self.known.values() for case, count in wrote.items())

    async def has_heard_all(self, patience: float = 10.0) -> int:
        """Wait until it has; returns how many are missing in the end."""
        for _ in range(round(patience / 0.05)):
            if not self.missing():
                break
            await asyncio.sleep(0.05)
        return self.missing() + sum(line.resets for line in self.lines)

    def forget(self) -> None:
        """What was heard so far is not counted."""
        self.after_sent.clear()
        self.after_kept.clear()
        self.known = {line: Counter(self.writers.wrote) for line in self.lines}
