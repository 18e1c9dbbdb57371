"""Several houses on one database behind a load balancer, and a crowd that writes on whatever happens to them."""

from __future__ import annotations

import asyncio
import itertools
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import orjson

from emulator.server import Emulator
from tests.drills.crash import judge, until_sent
from tests.drills.crowd import Crowd
from tests.drills.finding import Finding
from tests.drills.haven_process import HavenProcess
from tests.drills.nursery import Nursery

Incident = Callable[[], Awaitable[None]]
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
KEPT = re.compile(rb"connection:[^\r]*\r\n", re.IGNORECASE)


@dataclass
class Balancer:
    """Each call goes to the next house that answers; a house that is `out` gets none, and loses those it has.

    `brought`: calls for each house; `failed`: how often each update came back without a 200.
    """

    ports: Sequence[int]
    out: set[int] = field(default_factory=set)
    brought: Counter[int] = field(default_factory=Counter)
    failed: Counter[int] = field(default_factory=Counter)
    url: str = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        self._turns, self._calls = itertools.count(), dict[asyncio.Task[bytes], int]()
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0) as server:
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            yield

    def leave(self, port: int) -> None:
        """As a balancer does whose health check is not answered."""
        self.out.add(port)
        for call, at in self._calls.items():
            if at == port:
                call.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            told = LENGTH.search(head)
            body = await reader.readexactly(int(told[1]) if told else 0)
            answer = await self._brought(KEPT.sub(b"", head[:-2]) + b"connection: close\r\n\r\n" + body)
            if not answer.startswith(b"HTTP/1.1 200"):
                self.failed[orjson.loads(body)["update_id"]] += 1
            writer.write(answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _brought(self, call: bytes) -> bytes:
        """The answer of the first house that takes it; empty where none does, or where it was cut off."""
        turn = next(self._turns) % len(self.ports)
        for port in (*self.ports[turn:], *self.ports[:turn]):
            if port in self.out:
                continue
            task = asyncio.ensure_future(asked(port, call))
            self._calls[task] = port
            try:
                await asyncio.wait({task})
                if not task.cancelled() and isinstance(task.exception(), ConnectionRefusedError):
                    continue
                self.brought[port] += 1
                return b"" if task.cancelled() or task.exception() else task.result()
            finally:
                del self._calls[task]
        return b""


async def asked(port: int, call: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(call)
        return await reader.read()
    finally:
        writer.close()


@dataclass
class Street:
    """Houses of one database, and the balancer before them."""

    houses: list[HavenProcess]
    balancer: Balancer

    async def rise(self) -> None:
        """The first one makes what they share."""
        for house in self.houses:
            await house.start()

    async def killed(self, number: int) -> None:
        self.houses[number].kill()
        await self.houses[number].start()

    async def frozen(self, number: int, seconds: float) -> None:
        """It stands still in the middle of whatever it does; its calls are cut and come to others; then it goes on."""
        house = self.houses[number]
        assert house.process is not None
        house.process.send_signal(signal.SIGSTOP)
        self.balancer.leave(house.port)
        await asyncio.sleep(seconds)
        house.process.send_signal(signal.SIGCONT)
        self.balancer.out.discard(house.port)

    async def rolled(self) -> None:
        """One after the other is ended as systemd does it, and started anew."""
        for house in self.houses:
            await asyncio.to_thread(house.stop)
            await house.start()


@asynccontextmanager
async def street(
    emulator: Emulator, folder: Path, urls: tuple[str, str], born: Nursery, count: int
) -> AsyncIterator[Street]:
    databases = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), urls, strict=True))
    houses = [
        HavenProcess(emulator, folder / f"house{number}", "webhook", databases, nursery=born) for number in range(count)
    ]
    balancer = Balancer([house.port for house in houses])
    async with balancer.open():
        for house in houses:
            house.extra = {"HAVEN_KEYS": str(folder / "keys"), "HAVEN_PUBLIC_URL": balancer.url}
        try:
            yield Street(houses, balancer)
        finally:
            for house in houses:
                house.kill()


async def through(
    name: str,
    emulator: Emulator,
    houses: Sequence[HavenProcess],
    seed: int,
    updates: int,
    incidents: Sequence[Incident],
) -> Finding:
    """People write so many updates, and the incidents come one after the other, evenly spread. Then it is judged."""
    finding = Finding(name, seed=seed, engine="postgresql", mode="webhook")
    crowd = Crowd(emulator, Random(seed), hello=0.1, walking=0.1, limit=updates)
    await crowd.gather(4)
    begun = len(emulator.updates)
    writing = asyncio.ensure_future(crowd.write(updates))
    try:
        for number, incident in enumerate(incidents, 1):
            due = begun + (updates - begun) * number // (len(incidents) + 1)
            while len(emulator.updates) < due:  # noqa: ASYNC110 - processes apart
                await asyncio.sleep(0.01)
            await incident()
        await writing
    finally:
        writing.cancel()
    await emulator.settled(180)
    await until_sent(houses[0])
    for house in houses:
        await asyncio.to_thread(house.stop)
    await judge(emulator, houses[0], crowd, finding)
    return finding.done()
